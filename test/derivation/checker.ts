// Knows rules, terms, facts of terms as they read, and congruence; nothing of the engine but the shape of what it says.
import type { Explanation, ExplanationStep, Pattern, Rewrite } from "../../egraph/index.ts";
import type { Region } from "../../ir/region.ts";
import { printTerm } from "../../ir/sexpr.ts";
import type { Payload, Term } from "../../ir/term.ts";
import { allRules, constantOf, type FactAssumptions, isEquation, rewritesOf } from "../../rules/index.ts";
import { builtSteps, valueRead } from "./built-steps.ts";
import { Congruence } from "./congruence.ts";
import { TermFacts } from "./term-facts.ts";

const rewrites: ReadonlyMap<string, Rewrite> = new Map(
  allRules.flatMap((rule) => (isEquation(rule) ? rewritesOf(rule) : []).map((each) => [each.name, each])),
);

/** What variables of a pattern stand for. */
type Bindings = Map<string, Term>;

/**
 * Why the steps are no proof that `from` equals `to`, or undefined if they are one: each changes one subterm, by an
 * instance of a rule whose conditions hold of what it matched, or by computing constants.
 */
export function flawIn(explanation: Explanation, region: Region<unknown>, assume: FactAssumptions): string | undefined {
  const facts = new TermFacts(region, assume, valueRead);
  const known = new Congruence();
  let at = explanation.from;
  for (const [index, step] of explanation.steps.entries()) {
    const complain = (text: string): string => `step ${index + 1}, ${step.rule}: ${text}`;
    if (!same(at, step.before)) return complain("it does not start where the last one ended");
    const parts = changedPart(step);
    if (typeof parts === "string") return complain(parts);
    const [left, right] = step.direction === "forward" ? parts : [parts[1], parts[0]];
    const flaw = flawOfInstance(step.rule, left, right, facts, known);
    if (flaw !== undefined) return complain(`${flaw}\n  ${printTerm(left)}\n  ${printTerm(right)}`);
    // What holds of one side holds of the other from now on.
    facts.learn(parts[1], parts[0]);
    facts.learn(parts[0], parts[1]);
    known.add(parts[0], parts[1]);
    at = step.after;
  }
  return same(at, explanation.to) ? undefined : "it does not end at the second term";
}

/** The subterms that a step exchanges; or what else it changes. */
function changedPart(step: ExplanationStep): readonly [Term, Term] | string {
  let [x, y] = [step.before, step.after];
  for (const child of step.path) {
    if (x.op !== y.op || !Object.is(x.payload, y.payload) || x.args.length !== y.args.length) return "it changes more";
    for (const [j, arg] of x.args.entries())
      if (j !== child && !same(arg, y.args[j]!)) return "it changes another child";
    [x, y] = [x.args[child]!, y.args[child]!];
  }
  return [x, y];
}

function flawOfInstance(
  name: string,
  left: Term,
  right: Term,
  facts: TermFacts,
  known: Congruence,
): string | undefined {
  if (name === "fold") return flawOfFold(left, right, facts);
  const rewrite = rewrites.get(name);
  if (rewrite === undefined) {
    const built = builtSteps[name.replace(/~\d+$/, "")];
    return built === undefined
      ? "there is no such rule, or test/derivation/built-steps.ts has yet to learn it"
      : built(left, right, facts, known);
  }
  const found: Bindings = new Map();
  if (!matches(rewrite.lhs, left, found)) return "the left side does not match";
  if ("apply" in rewrite.rhs || !matches(rewrite.rhs, right, found)) return "the right side does not match";
  for (const { name: condition, vars, test } of rewrite.when ?? []) {
    const ids = vars.map((each) => facts.id(found.get(each)!));
    if (!test(facts.graph, ids)) return `${condition} does not hold`;
  }
  return undefined;
}

/** A term that can only have one value, and has no effect, is that constant. */
function flawOfFold(left: Term, right: Term, facts: TermFacts): string | undefined {
  const [term, result] = right.op === "const" ? [left, right] : [right, left];
  if (result.op !== "const") return "it computes no constant";
  const known = constantOf(facts.graph, facts.id(term));
  if (known === undefined) return "the value is not known";
  if (facts.fact("effect", facts.id(term)) !== 0) return "evaluating it can be seen";
  return Object.is(known.value, result.payload) ? undefined : `the value is ${String(known.value)}`;
}

/** Payload variables are bound to constants. */
function matches(pattern: Pattern, term: Term, found: Bindings): boolean {
  if (pattern.kind === "var") return bind(pattern.name, term, found);
  if (pattern.op !== term.op || pattern.args.length !== term.args.length) return false;
  const { payload } = pattern;
  if (payload !== undefined && "var" in payload) {
    if (!bind(payload.var, constantTerm(term.payload), found)) return false;
  } else if (!Object.is(payload?.const, term.payload)) return false;
  return pattern.args.every((arg, i) => matches(arg, term.args[i]!, found));
}

function constantTerm(payload: Payload): Term {
  return { op: "const", payload, args: [] };
}

function bind(name: string, term: Term, found: Bindings): boolean {
  const known = found.get(name);
  if (known === undefined) found.set(name, term);
  return known === undefined || same(known, term);
}

export function same(a: Term, b: Term): boolean {
  return (
    a === b ||
    (a.op === b.op &&
      Object.is(a.payload, b.payload) &&
      a.args.length === b.args.length &&
      a.args.every((arg, i) => same(arg, b.args[i]!)))
  );
}
