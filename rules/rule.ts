import type { Condition, EGraph, Id, Pattern, Rewrite } from "../egraph/index.ts";
import type { Payload } from "../ir/term.ts";
import { type Fact, predicateOf } from "./condition.ts";
import { constantOf } from "./constants.ts";
import type { Literal, Operand, Pat } from "./pattern.ts";

/**
 * How sure a rule is. `smt`: the solver proves it. `exhaustive`: all combinations of the edge values that meet the
 * conditions are run. `law`: a named lemma. `sampled`: some combinations are run; the weakest. The tests that belong
 * to a tag run in `npm test`.
 */
export type Proof = "smt" | "exhaustive" | "law" | "sampled";

/** Every risk that a user may accept by name (`semantics.md`). */
export type Assumption =
  | "pureGetters"
  | "pureCoercions"
  | "plainArrays"
  | "noHoles"
  | "trustTypes"
  | "ignoreErrorOrder"
  | "exactPow"
  | "approxMath"
  | "reassociate"
  | "reciprocal"
  | "finiteMath"
  | "ignoreNegativeZero"
  | "noDocumentAll";

/**
 * A value in an example: a primitive, a symbol, or an object whose `valueOf` gives `value`, if that is there, and whose
 * `toString` gives `text` or "S".
 */
export type Example = Payload | { readonly symbol: string } | { readonly value?: Payload; readonly text?: string };

/** What every rule says of itself, whoever wrote its rewrite. */
export interface RuleInfo {
  /** Its path: subject, slash, name. */
  readonly id: string;
  /** The equation, in JavaScript's words as far as they reach. */
  readonly statement: string;
  /** What must hold, a sentence each. */
  readonly conditions: readonly string[];
  /** What the user must have accepted; all of them. */
  readonly assume: readonly Assumption[];
  readonly proof: Proof;
  /** Do both sides cost the same, so that which is clearer is a matter of taste? Then it is not in `recommended`. */
  readonly taste?: true;
  /**
   * Does it make a loop of one call? That is much to read, and won only where somebody waits for it: it is not in
   * `recommended`.
   */
  readonly lone?: true;
  /** What of a check that enumerates is enumerated, where that is not the edge values. */
  readonly scope?: string;
  /** Source text in which it fires. Names tell types: see `test/rules-examples.ts`. */
  readonly yes: readonly string[];
  /** Where it must not fire: values that refute the equation when a condition is dropped, or source text. */
  readonly no: readonly (Readonly<Record<string, Example>> | string)[];
}

/** A rule whose rewrites are built by hand, for what patterns cannot say: variadic operators, loops. */
export interface BuiltRule extends RuleInfo {
  readonly rewrites: readonly Rewrite[];
}

/** A rule as an equation between patterns. */
export interface EquationRule extends RuleInfo {
  /** All of these equal `to`. */
  readonly from: readonly Pattern[];
  readonly to: Pattern;
  readonly when: readonly Fact[];
  /** Variables whose evaluation is dropped, repeated or moved: what that demands of their effect is among the facts. */
  readonly moves: readonly string[];
  readonly drops: readonly string[];
}

export type Rule = BuiltRule | EquationRule;

export function isEquation(rule: Rule): rule is EquationRule {
  return "from" in rule;
}

/** What {@link rule} is told beside the equation. `V` are the variables of the left side. */
export interface Spec<V extends string> {
  readonly when?: readonly Fact<V>[];
  readonly assume?: readonly Assumption[];
  readonly proof?: Proof;
  /** Variables that the right side leaves out. */
  readonly drops?: readonly V[];
  /**
   * Variables whose evaluation is dropped, repeated or moved. Default: what the order of variables shows. Say it where
   * the order misleads: branches, of which one runs; conversions that move past another operand. The tests evaluate
   * all other operands with effects and compare.
   */
  readonly moves?: readonly V[];
  readonly taste?: true;
  readonly yes: readonly string[];
  readonly no: readonly (Readonly<Record<V, Example>> | string)[];
}

/**
 * The rule that all of `from` equal `to`. A variable of `to` that `from` lacks does not compile.
 * @throws Error if a variable is dropped silently, or is not bound by every left side
 */
export function rule<V extends string>(
  id: string,
  from: Pat<V> | readonly Pat<V>[],
  to: Operand<NoInfer<V>>,
  spec: Spec<NoInfer<V>>,
): EquationRule {
  const sides = "pattern" in from ? [from] : from;
  const right = patternOf(to);
  const drops = spec.drops ?? [];
  for (const side of sides) {
    const bound = variablesOf(side.pattern);
    for (const name of variablesOf(right)) if (!bound.includes(name)) throw new Error(`${id}: ${name} is not bound`);
    for (const name of bound) {
      const dropped = !variablesOf(right).includes(name);
      if (dropped !== drops.some((each) => each === name)) throw new Error(`${id}: drops ${name}, or claims to`);
    }
  }
  // A constant is written anew wherever it is wanted.
  const constants = (spec.when ?? []).filter((fact) => predicateOf(fact.predicate).constant === true);
  const anew = new Set<string>(constants.flatMap((fact) => fact.vars));
  const moved = spec.moves ?? sides.flatMap((side) => movedVariables(side.pattern, right, anew));
  const moves = [...new Set<string>([...moved, ...anew])];
  const facts: Fact[] = [...(spec.when ?? []), ...moves.map((name) => freeOf(name, drops))];
  return {
    id,
    statement: `${sides.map((side) => show(side.pattern)).join(" or ")} -> ${show(right)}`,
    conditions: facts.map((fact) => predicateOf(fact.predicate).describe(fact.vars, fact.numbers)),
    assume: spec.assume ?? [],
    proof: spec.proof ?? "exhaustive",
    ...(spec.taste && { taste: spec.taste }),
    yes: spec.yes,
    no: spec.no,
    from: sides.map((side) => side.pattern),
    to: right,
    when: facts,
    moves,
    drops,
  };
}

/** What is dropped must not even leave the fast loop; what is moved or repeated may. */
function freeOf(name: string, drops: readonly string[]): Fact {
  return { predicate: drops.includes(name) ? "effectFree" : "movable", vars: [name], numbers: [] };
}

function isPattern(operand: Pat | Literal): operand is Pat {
  return typeof operand === "object" && operand !== null;
}

/** The pattern of an operand: a literal is a constant. */
export function patternOf(operand: Pat | Literal): Pattern {
  if (isPattern(operand)) return operand.pattern;
  return { kind: "node", op: "const", payload: { const: operand }, args: [] };
}

/** The variables of a pattern, each once, in order of evaluation. */
export function variablesOf(pattern: Pattern): readonly string[] {
  return [...new Set(occurrences(pattern))];
}

function occurrences(pattern: Pattern): string[] {
  return pattern.kind === "var" ? [pattern.name] : pattern.args.flatMap(occurrences);
}

/** Variables, those of `anew` aside, without which both sides evaluate the same operands in the same order, each once. */
function movedVariables(from: Pattern, to: Pattern, anew: ReadonlySet<string>): readonly string[] {
  const left = occurrences(from).filter((name) => !anew.has(name));
  const right = occurrences(to).filter((name) => !anew.has(name));
  const count = (list: readonly string[], name: string): number => list.filter((each) => each === name).length;
  const moved = new Set([...left, ...right].filter((name) => count(left, name) !== 1 || count(right, name) !== 1));
  const keeps = (list: readonly string[]): string => list.filter((name) => !moved.has(name)).join();
  return keeps(left) === keeps(right) ? [...moved] : [...new Set(left)];
}

const INFIX = /^(?:[-+*/%&|^<>]|\*\*|<<|>>>?|[<>]=|[=!]==?|&&|\|\||\?\?)$/;

/** A pattern in JavaScript's words, with every bracket. */
export function show(pattern: Pattern): string {
  const text = showBare(pattern);
  return text.startsWith("(") && text.endsWith(")") && balanced(text.slice(1, -1)) ? text.slice(1, -1) : text;
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === "(") depth++;
    if (char === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

function showBare(pattern: Pattern): string {
  if (pattern.kind === "var") return pattern.name;
  const { op, payload } = pattern;
  const args = pattern.args.map(showBare);
  if (op === "const" && payload !== undefined) return "const" in payload ? showConstant(payload.const) : payload.var;
  if (op === "neg") return `-${args[0]}`;
  if (op === "pos") return `+${args[0]}`;
  if (op === "~" || op === "!") return op + args[0];
  if (op === "typeof") return `(typeof ${args[0]})`;
  if (op === "?:") return `(${args[0]} ? ${args[1]} : ${args[2]})`;
  if (INFIX.test(op) && args.length === 2) return `(${args[0]} ${op} ${args[1]})`;
  if (op === "str.length") return `${args[0]}.length`;
  if (op === "str.index") return `${args[0]}[${args[1]}]`;
  if (op.startsWith("str.")) return `${args[0]}.${op.slice(4)}(${args.slice(1).join(", ")})`;
  return `${op}(${args.join(", ")})`;
}

function showConstant(value: Payload): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "bigint" ? `${value}n` : String(value);
}

/** The engine's condition for a fact. The same object for the same fact, so that rulesets are compiled once. */
export function conditionOf(fact: Fact): Condition {
  const key = `${fact.predicate}(${fact.vars.join()};${fact.numbers.join()})`;
  let condition = conditions.get(key);
  if (condition === undefined) {
    const { onFacts } = predicateOf(fact.predicate);
    const test = (eg: EGraph, ids: readonly Id[]): boolean => onFacts(eg, ids, fact.numbers);
    condition = { name: key, vars: fact.vars, local: true, test };
    conditions.set(key, condition);
  }
  return condition;
}

const conditions: Map<string, Condition> = new Map();

/** Assumptions under which the sides of an equation are equal but for rounding. */
const INEXACT: ReadonlySet<Assumption> = new Set(["exactPow", "approxMath", "reassociate", "reciprocal", "finiteMath"]);

/**
 * Of constants both sides are computed, exactly: an equation that holds but for rounding would make two numbers the
 * same, everywhere in the e-graph.
 */
function someUnknown(vars: readonly string[]): Condition {
  const key = `someUnknown(${vars.join()})`;
  let condition = conditions.get(key);
  if (condition === undefined) {
    const test = (eg: EGraph, ids: readonly Id[]): boolean => ids.some((id) => constantOf(eg, id) === undefined);
    condition = { name: key, vars, local: true, test };
    conditions.set(key, condition);
  }
  return condition;
}

/** The engine's rewrites of a rule: one per left side, the first under the rule's own id, the others `id~2`, … */
export function rewritesOf(each: Rule): readonly Rewrite[] {
  if (!isEquation(each)) return each.rewrites;
  const when = each.when.map(conditionOf);
  const isInexact = each.assume.some((key) => INEXACT.has(key));
  return each.from.map((lhs, index) => ({
    name: index === 0 ? each.id : `${each.id}~${index + 1}`,
    lhs,
    rhs: each.to,
    when: isInexact ? [...when, someUnknown(variablesOf(lhs))] : when,
    drops: each.drops,
  }));
}

/** The id of the rule that a rewrite, as named in a report or an explanation, belongs to. */
export function ruleIdOf(rewriteName: string): string {
  return rewriteName.replace(/~\d+$/, "");
}
