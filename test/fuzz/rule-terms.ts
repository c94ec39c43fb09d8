// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import type { Pattern } from "../../egraph/index.ts";
import { constant, type Term } from "../../ir/term.ts";
import { nodeText } from "../../lower/text.ts";
import type { Fact } from "../../rules/condition.ts";
import { allRules, type EquationRule, isEquation } from "../../rules/index.ts";
import { CONTINUOUS } from "./examples.ts";
import { PRELUDE } from "./focused.ts";
import { type Operand, operandsFor } from "./operands.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

const EQUATIONS: ReadonlyMap<string, EquationRule> = new Map(
  allRules.filter(isEquation).map((rule) => [rule.id, rule]),
);

/** Values that every operand goes through: edges of arithmetic, and what is no number. */
const EDGES =
  "-0, 0, 1, -1, 2, 3, 0.5, -2.5, 7, NaN, Infinity, -Infinity, 2147483648, 4294967295, -2147483648, 5e-324, 1e308, '', 'a', '12', true, null, undefined, 3n, 0n";
/** Inputs of a mode that gives up rounding: no edges, no large numbers. */
const MODEST = "1, 2, 0.5, -2.5, 3, 7, 1.25, -4, 0.1, 9, 12, -1";

export interface RuleTermOptions {
  /** The rule's id. */
  readonly rule: string;
  readonly modest: boolean;
}

/**
 * The program of `seed`: a left side of the rule, from the rule's own pattern, with operands of which its conditions
 * are seen to hold; now and then all but one. Undefined for a rule that is no equation.
 */
export function makeRuleTerm(seed: number, { rule: id, modest }: RuleTermOptions): Program | undefined {
  const rule = EQUATIONS.get(id);
  if (rule === undefined) return undefined;
  const random = new Random(deriveSeed(seed, 13));
  const side = random.pick(rule.from);
  const names = variablesOf(side);
  // What must fail where one condition is not asked.
  const dropped = random.chance(0.5) && rule.when.length > 0 ? random.pick(rule.when) : undefined;
  // Conditions are about numbers mostly: what is one, and else fails, tells more than what is none.
  const weaker =
    dropped !== undefined && random.chance(0.6)
      ? dropped.vars.map((name): Fact => ({ predicate: "isNumber", vars: [name], numbers: [] }))
      : [];
  const facts = [...rule.when.filter((fact) => fact !== dropped), ...weaker];
  const operands = operandsFor(random, names, facts, modest);
  if (operands === undefined) return undefined;
  const lines: string[] = [];
  const texts = new Map<string, string>();
  for (const [name, { text, constant: known, isNoisy }] of operands) {
    const filled = text.replaceAll("#", random.pick(["v", "w", "w", "v", "u"]));
    // Operands that are at hand can be dropped and moved.
    const isBound = known === undefined && isNoisy !== true && random.chance(0.8);
    if (isBound) lines.push(`const ${name}1 = ${filled};`);
    texts.set(name, isBound ? `${name}1` : filled);
  }
  const text = patternText(side, { texts, operands, random });
  if (modest && ![text, ...lines].every((each) => CONTINUOUS.test(each.replace(/^const (\w+) = (.*);$/, "$1 + $2"))))
    return undefined;
  const whole = random.weighted<string>([
    [4, `return ${text};`],
    [2, `return [${text}, ${[...texts.values()].join(", ")}];`],
    [modest ? 0 : 1, `return (${text}) ? ${text} : 0;`],
    [1, `const r = ${text};\nreturn [r, r];`],
    [modest ? 0 : 0.5, `if (${text}) return 1;\nreturn [${text}];`],
    [modest ? 0 : 0.5, `return (${text}) === v;`],
    [modest ? 0 : 0.5, `return \`\${${text}}\`;`],
  ]);
  const body = [...lines, whole].join("\n");
  const list = modest ? MODEST : EDGES;
  const count = list.split(",").length;
  const through = `const list = [${list}];
const one = (v, w, u) => {\n${body}\n};
return list.map((v, at) => { try { return one(v, list[(at * ${random.pick([0, 1, 3, 7])} + ${random.int(count)}) % ${count}], list[${random.int(count)}]); } catch (e) { return e?.name; } });`;
  const source = random.weighted<string>([
    [modest ? 0 : 3, through],
    [3, `const u = v;\n${body}`],
    [1, `const u = w;\nreturn xs.map((v) => {\n${body}\n});`],
    [modest ? 0 : 0.7, `const u = w;\nreturn xs.filter((v) => {\n${body}\n}).length;`],
  ]);
  const parameters = ["xs", "v", "w", "l", "o"];
  const types: readonly Type[] = ["num[]", modest ? "num" : random.pick(["num", "any"]), "num", "big", "obj"];
  const late = /\blate\b/.test(source) ? "\nconst late = 2;" : "";
  return {
    seed,
    source: `${PRELUDE}export function main(${parameters.join(", ")}) {\n${source}${late}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters: types }],
    impure: false,
  };
}

function variablesOf(pattern: Pattern): readonly string[] {
  if (pattern.kind === "var") return [pattern.name];
  const own = pattern.payload !== undefined && "var" in pattern.payload ? [pattern.payload.var] : [];
  return [...new Set([...own, ...pattern.args.flatMap(variablesOf)])];
}

interface Writing {
  readonly texts: ReadonlyMap<string, string>;
  readonly operands: ReadonlyMap<string, Operand>;
  readonly random: Random;
}

/** The pattern as JavaScript, by the product's own words for operators. */
function patternText(pattern: Pattern, writing: Writing): string {
  const { texts, operands, random } = writing;
  if (pattern.kind === "var") return texts.get(pattern.name) ?? "0";
  const { op, payload, args } = pattern;
  if (payload !== undefined && "var" in payload) return texts.get(payload.var) ?? "0";
  if (op === "const" && payload !== undefined) {
    const value = payload.const;
    // What has a sign is a negation, which rules of its own take apart before any that asks for the constant.
    const isSpelt = typeof value === "bigint" && value < 0n && random.chance(0.5);
    return isSpelt ? `(~${-value - 1n}n)` : `(${nodeText(constant(value), [])})`;
  }
  const terms = args.map((arg): Term => termOf(arg, operands));
  return `(${nodeText(
    { op, args: terms },
    args.map((arg) => patternText(arg, writing)),
  )})`;
}

/** What {@link nodeText} looks at of an operand: whether it is a constant, and which. */
function termOf(pattern: Pattern, operands: ReadonlyMap<string, Operand>): Term {
  if (pattern.kind === "node" && pattern.op === "const" && pattern.payload !== undefined && "const" in pattern.payload)
    return constant(pattern.payload.const);
  const known = pattern.kind === "var" ? operands.get(pattern.name)?.constant : undefined;
  if (known !== undefined && typeof known.value === "string") return constant(known.value);
  return { op: "var", payload: 0, args: [] };
}
