import { ScalarStarts, type Start } from "../lift/scalar-start.ts";
import { ScalarText } from "../lift/scalar-text.ts";
import { predicateOf } from "../rules/condition.ts";
import { type CostModel, costModels } from "../rules/cost.ts";
import { isEquation, type Rule, rewritesOf } from "../rules/index.ts";
import type { ResolvedOptions } from "./options.ts";
import { selectedRules, selectionKey } from "./selected-rules.ts";

type Pattern = Start["shape"];

/** What a rule has to win to be looked for: less is a matter of taste, or opens other rules and is found beside them. */
const LEAST_GAIN = 0.2;

interface Starts {
  readonly inTrees: ScalarStarts;
  readonly inTexts: ScalarText;
}

const made = new Map<string, Starts>();
const known = new WeakMap<ResolvedOptions, Starts>();

/** Where the rules of these options about expressions start from, as far as they win something. */
export function scalarStartsOf(options: ResolvedOptions): ScalarStarts {
  return startsOf(options).inTrees;
}

/** The same of a text that nobody has parsed. */
export function scalarTextOf(options: ResolvedOptions): ScalarText {
  return startsOf(options).inTexts;
}

function startsOf(options: ResolvedOptions): Starts {
  const starts = known.get(options) ?? startsWith(`${options.cost} ${selectionKey(options)}`, options);
  known.set(options, starts);
  return starts;
}

function startsWith(key: string, options: ResolvedOptions): Starts {
  let starts = made.get(key);
  if (starts === undefined) {
    const list = listStarts(options);
    starts = { inTrees: new ScalarStarts(list), inTexts: new ScalarText(list) };
    made.set(key, starts);
  }
  return starts;
}

/** One by one, as `ScalarStarts` takes them. */
export function listStarts(options: ResolvedOptions): readonly Start[] {
  const cost = costModels[options.cost].scalar;
  return selectedRules(options).flatMap((rule) => startsOfRule(rule, cost));
}

function startsOfRule(rule: Rule, cost: CostModel): Start[] {
  if (rule.id.startsWith("fusion/") || unsought.has(rule.id)) return [];
  // What a rule that computes its right side wins is not known.
  if (!isEquation(rule))
    return rewritesOf(rule).map(({ lhs }) => ({ shape: lhs, constants: new Set(), known: new Set() }));
  const facts = rule.when.filter(({ predicate }) => !besideValues.has(predicate));
  const constants = facts.filter(
    ({ predicate }) => predicateOf(predicate).constant === true || ofConstants.has(predicate),
  );
  const namesOf = (list: typeof facts): ReadonlySet<string> => new Set(list.flatMap(({ vars }) => vars));
  const start = { constants: namesOf(constants), known: namesOf(facts) };
  const weigh = (pattern: Pattern): number => weightOf(pattern, cost, start.constants);
  return rule.from.filter((from) => weigh(from) - weigh(rule.to) >= LEAST_GAIN).map((shape) => ({ shape, ...start }));
}

/** Texts stand in pieces for whoever reads them, mostly one to a line: they meet beside other improvements only. */
const unsought: ReadonlySet<string> = new Set(["string/add-constants-left", "string/add-constants-right"]);

/** Conditions on what evaluation does, not on what it gives. */
const besideValues: ReadonlySet<string> = new Set(["effectFree", "movable"]);

/** What operators give is hardly ever one of these for sure: only of a literal it is worth asking. */
const ofConstants: ReadonlySet<string> = new Set(["isTruthy", "isFalsy", "isNullish"]);

/** The cost of a pattern as a tree: variables are leaves, and what is made of constants only is a constant. */
function weightOf(pattern: Pattern, cost: CostModel, constants: ReadonlySet<string>): number {
  const view = { id: 0, fact: () => 0 };
  if (isFolded(pattern, constants)) return cost({ ...view, op: "const", payload: 1, children: [] });
  if (pattern.kind === "var") return cost({ ...view, op: "var", payload: 0, children: [] });
  const { op, args } = pattern;
  const own = cost({ ...view, op, payload: undefined, children: args.map(() => 0) });
  return args.reduce((sum, arg) => sum + weightOf(arg, cost, constants), own);
}

function isFolded(pattern: Pattern, constants: ReadonlySet<string>): boolean {
  if (pattern.kind === "var") return constants.has(pattern.name);
  return pattern.op === "const" || (pattern.args.length > 0 && pattern.args.every((arg) => isFolded(arg, constants)));
}
