import type { BoundRule, Search } from "./bound-rule.ts";
import type { EGraph } from "./egraph.ts";
import type { BuildPlan, Join, Plan } from "./plan.ts";

/** What generated source evaluates to. */
type Factory = (eg: EGraph, bound: BoundRule, plan: Plan) => Search;

const factories: Map<string, Factory> = new Map();
const factoryOf: WeakMap<Plan, Factory> = new WeakMap();

/**
 * The search as generated source: nested loops over the tables' columns, with the right side inserted in the innermost.
 * The source names no operator, so rules of one shape share it.
 */
export function generatedSearch(eg: EGraph, bound: BoundRule): Search {
  const { plan } = bound.rule;
  let factory = factoryOf.get(plan);
  if (factory === undefined) {
    const source = sourceOf(plan);
    factory = factories.get(source) ?? (new Function("eg", "bound", "plan", source) as Factory);
    factories.set(source, factory);
    factoryOf.set(plan, factory);
  }
  return factory(eg, bound, plan);
}

/**
 * Names in the source: `t` table, `c` child column, `p` payload column, `s` stamps, `h` and `x` first and next row of a
 * class, `r` row, each with the number of its join; `v` register, `n` "is new"; `w` condition, `k` its ids; `b` table and
 * `q` class of a node of the right side.
 */
export function sourceOf(plan: Plan): string {
  const { joins, rhs } = plan;
  const setUp: string[] = [];
  const before: string[] = [];
  const loop: string[] = [];
  const last = joins.length - 1;

  joins.forEach((join, i) => {
    setUp.push(`const t${i} = bound.joinTables[${i}];`);
    before.push(`const p${i} = t${i}.payloads, s${i} = t${i}.stamps;`);
    join.children.forEach((_, j) => {
      before.push(`const c${i}_${j} = t${i}.cols[${j}];`);
    });
    if (join.payload.kind === "const") before.push(`const jp${i} = bound.joinPayloads[${i}];`);
    if (i > 0) before.push(`const h${i} = t${i}.head, x${i} = t${i}.next;`);
  });
  before.push("const o = t0.out, rows = t0.frozen, since = bound.since, reason = bound.reason;");
  plan.grounds.forEach((_, i) => {
    before.push(`const g${i} = bound.groundClasses[${i}];`);
  });
  if (plan.incremental && plan.watched.length > 0) before.push("const touched = eg.touched;");

  joins.forEach((join, i) => {
    loop.push(
      i === 0
        ? "for (let r0 = 0; r0 < rows; r0++) {\nconst v0 = o[r0];"
        : `for (let r${i} = h${i}[v${join.from}]; r${i} >= 0; r${i} = x${i}[r${i}]) {`,
    );
    loop.push(...rowTests(join, i));
    if (plan.incremental) {
      loop.push(`const n${i} = ${i === 0 ? "" : `n${i - 1} || `}s${i}[r${i}] >= since;`);
      const watched = plan.watched.map((register) => ` && touched[v${register}] < since`).join("");
      if (i === last) loop.push(`if (!n${i}${watched}) continue;`);
      else if (watched === "") {
        const later = joins.slice(i + 1).map((_, j) => `t${i + 1 + j}.changed >= since`);
        before.push(`const later${i} = ${later.join(" || ")};`);
        loop.push(`if (!n${i} && !later${i}) continue;`);
      }
    }
    plan.conditions[i]!.forEach((condition, j) => {
      const name = `${i}_${j}`;
      const ids = condition.registers;
      setUp.push(
        `const w${name} = plan.conditions[${i}][${j}].condition, k${name} = [${ids.map(() => 0).join(", ")}];`,
      );
      ids.forEach((register, at) => {
        loop.push(`k${name}[${at}] = v${register};`);
      });
      loop.push(`if (!w${name}.test(eg, k${name})) continue;`);
    });
  });
  loop.push("if (matches === budget) return -1 - matches;", "matches++;");
  if (rhs.kind === "build") loop.push(...building(rhs, setUp, before));
  else {
    setUp.push(`const applier = plan.rhs.applier, ids = [${rhs.registers.map(() => 0).join(", ")}];`);
    rhs.registers.forEach((register, at) => {
      loop.push(`ids[${at}] = v${register};`);
    });
    loop.push("const q = applier.apply(eg, v0, ids);", "if (q !== undefined) bound.unite(eg, v0, q);");
  }
  loop.push("if (eg.room < 0) return matches;");
  loop.push(..."}".repeat(joins.length));
  return [...setUp, "return (budget) => {", "let matches = 0;", ...before, ...loop, "return matches;", "};"].join("\n");
}

/** Skips a row that the node does not match, and binds what it names. */
function rowTests(join: Join, i: number): string[] {
  const lines: string[] = [];
  const { payload } = join;
  if (payload.kind === "bind") lines.push(`const v${payload.register} = p${i}[r${i}];`);
  else lines.push(`if (p${i}[r${i}] !== ${payload.kind === "const" ? `jp${i}` : `v${payload.register}`}) continue;`);
  join.children.forEach((child, j) => {
    const cell = `c${i}_${j}[r${i}]`;
    if (child.kind === "bind") lines.push(`const v${child.register} = ${cell};`);
    else
      lines.push(`if (${cell} !== ${child.kind === "ground" ? `g${child.ground}` : `v${child.register}`}) continue;`);
  });
  return lines;
}

function building(rhs: BuildPlan, setUp: string[], before: string[]): string[] {
  const lines: string[] = [];
  rhs.nodes.forEach((node, i) => {
    setUp.push(`const b${i} = bound.buildTables[${i}];`);
    const p = node.payload.kind === "const" ? `bp${i}` : `v${node.payload.register}`;
    if (node.payload.kind === "const") before.push(`const bp${i} = bound.buildPayloads[${i}];`);
    const args = node.args.map((arg) => `${arg.kind === "node" ? "q" : "v"}${arg.index}`);
    let insert: string;
    if (args.length <= 2) {
      insert = `eg.put${args.length}(${[`b${i}`, ...args, p].join(", ")})`;
    } else {
      const key = args.map((arg, j) => `b${i}.key[${j}] = ${arg}`).join(", ");
      insert = `(${key}, eg.put(b${i}, ${p}))`;
    }
    if (node.ground) {
      // Only once something matched, and then once.
      before.push(`let q${i} = -1;`);
      lines.push(`if (q${i} < 0) q${i} = ${insert};`);
    } else lines.push(`const q${i} = ${insert};`);
  });
  const result = rhs.nodes.length === 0 ? `v${rhs.register}` : `q${rhs.nodes.length - 1}`;
  lines.push(`if (${result} !== v0 && eg.unite(v0, ${result}, reason)) bound.applied++;`);
  return lines;
}
