import type { Pattern, Rewrite } from "../egraph/index.ts";
import { reliesOnBuiltins } from "../ir/operators.ts";
import { accumulate } from "./accumulate.ts";
import { arith } from "./arith.ts";
import { bigint } from "./bigint.ts";
import { bitwise } from "./bitwise.ts";
import { boolean } from "./boolean.ts";
import { compare } from "./compare.ts";
import { fusionRules } from "./fusion.ts";
import { math } from "./math.ts";
import { object } from "./object.ts";
import { type Assumption, isEquation, type Rule, rewritesOf } from "./rule.ts";
import { string } from "./string.ts";

export { constantOf } from "./constants.ts";
export { createFacts, type FactAssumptions, PACKED, PLAIN, PRIVATE } from "./facts.ts";
export { type Never, nevers } from "./never.ts";
export { type ProofOf, proofOf } from "./proof.ts";
export {
  type Assumption,
  type BuiltRule,
  type EquationRule,
  isEquation,
  type Proof,
  type Rule,
  type RuleInfo,
  rewritesOf,
  ruleIdOf,
} from "./rule.ts";

/** Every rule there is, by subject. */
export const allRules: readonly Rule[] = [
  ...arith,
  ...bitwise,
  ...compare,
  ...boolean,
  ...math,
  ...string,
  ...bigint,
  ...object,
  ...fusionRules,
  ...accumulate,
];

/**
 * `exact`: whatever is exact by the standard. `recommended`: the same without what is a matter of taste, and without loops for one call. `fast-math`:
 * accepts what rounding, infinities and signs of zero allow, too. `size`: the exact scalar rules without fusion, whose
 * loops are longer.
 */
export type Preset = "exact" | "recommended" | "fast-math" | "size";

export const presets: readonly Preset[] = ["exact", "recommended", "fast-math", "size"];

/** The assumptions that `fast-math` makes for its user. */
export const fastMath: readonly Assumption[] = ["reassociate", "reciprocal", "finiteMath", "ignoreNegativeZero"];

/** The assumptions of rules whose sides may differ by a rounding, or by what comes of it. */
export const rounding: readonly Assumption[] = [...fastMath, "exactPow", "approxMath"];

export interface Selection {
  readonly preset?: Preset;
  /** By rule id: `on` includes a rule that the preset lacks, never one whose assumption is not accepted. */
  readonly overrides?: Readonly<Record<string, "on" | "off">>;
  /** Accepted assumptions: those with the value true. Without `builtinsIntact: false` nobody patches built-ins. */
  readonly assume?: Readonly<Partial<Record<Assumption | "builtinsIntact", boolean>>>;
}

/** The rules that a selection switches on, in the order of {@link allRules}. */
export function selectRules(selection: Selection = {}): readonly Rule[] {
  const { preset = "recommended", overrides = {}, assume = {} } = selection;
  const accepted = new Set<Assumption>(preset === "fast-math" ? fastMath : []);
  const keys: readonly Assumption[] = allAssumptions();
  for (const key of keys) if (assume[key] === true) accepted.add(key);
  return allRules.filter((each) => {
    if (assume.builtinsIntact === false && introducesBuiltin(each)) return false;
    if (!each.assume.every((key) => accepted.has(key))) return false;
    const said = overrides[each.id];
    if (said !== undefined) return said === "on";
    if (each.taste) return preset === "exact" || preset === "size";
    if (each.lone) return preset === "exact";
    return preset !== "size" || !each.id.startsWith("fusion/");
  });
}

/** May the right side call a built-in that the left side does not? Of rules built by hand nothing is known. */
function introducesBuiltin(each: Rule): boolean {
  return !isEquation(each) || mentionsBuiltin(each.to);
}

function mentionsBuiltin(pattern: Pattern): boolean {
  return pattern.kind === "node" && (reliesOnBuiltins(pattern.op) || pattern.args.some(mentionsBuiltin));
}

function allAssumptions(): readonly Assumption[] {
  return [...new Set(allRules.flatMap((each) => each.assume))];
}

/** The engine's rewrites of these rules. */
export function toRewrites(rules: readonly Rule[]): readonly Rewrite[] {
  return rules.flatMap((each) => rewritesOf(each));
}
