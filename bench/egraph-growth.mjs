// Grows the `math` e-graph of egg's tests to step 11: counts, and time beside that of closures.
// npm run growth [-- --closures] [--steps N]      Exit code 1 if a count differs from what egg, egglog and oatlog give.
import { performance } from "node:perf_hooks";
import { compileRules, EGraph, parsePattern } from "eqsat/egraph";
import { readArguments } from "./arguments.mjs";
import { MATH_CLASSES_FROM_6, MATH_NODES, MATH_OPERATORS_AT_11, MATH_RULES, MATH_TERMS } from "./egraph-math.mjs";

const { values } = readArguments("npm run growth [-- --closures --steps N]", {
  options: { closures: { type: "boolean", default: false }, steps: { type: "string", default: "11" } },
});
const steps = Number(values.steps);
const variables = (p) => (p.kind === "var" ? [p.name] : p.args.flatMap(variables));
const rewrites = MATH_RULES.map(([name, from, to]) => {
  const [lhs, rhs] = [parsePattern(from), parsePattern(to)];
  return { name, lhs, rhs, drops: [...new Set(variables(lhs))].filter((v) => !variables(rhs).includes(v)) };
});
const rules = compileRules(rewrites, { generate: !values.closures });
const eg = new EGraph();
const add = ({ op, args }) => eg.add(op, args.map(add));
for (const source of MATH_TERMS) add(parsePattern(source));
let wrong = 0;
const started = performance.now();
for (let step = 1; step <= steps; step++) {
  const from = performance.now();
  eg.run(rules, { nodes: 1e9, matches: 1e12, iterations: 1 });
  const ms = performance.now() - from;
  const classes = step < 6 ? eg.classCount : MATH_CLASSES_FROM_6[step - 6];
  const right = eg.nodeCount === MATH_NODES[step] && eg.classCount === classes;
  if (!right) wrong++;
  console.log(
    `step ${String(step).padStart(2)}: ${String(eg.nodeCount).padStart(8)} nodes ${String(eg.classCount).padStart(7)} classes ${ms.toFixed(1).padStart(8)} ms ${right ? "" : `WRONG, expected ${MATH_NODES[step]} and ${classes}`}`,
  );
}
const total = performance.now() - started;
if (steps === 11) {
  const counts = {};
  for (const id of eg.classes()) for (const { op } of eg.nodes(id)) counts[op] = (counts[op] ?? 0) + 1;
  for (const [op, expected] of Object.entries(MATH_OPERATORS_AT_11)) {
    if (counts[op] !== expected) wrong++;
    console.log(`${op}: ${counts[op]} nodes${counts[op] === expected ? "" : ` WRONG, expected ${expected}`}`);
  }
}
console.log(`total ${total.toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
process.exitCode = wrong === 0 ? 0 : 1;
