// Knows rules, terms and substitution; nothing of e-graphs. Shares no code with the engine but types.
import type { Explanation, Pattern, Payload, Term } from "../egraph/index.ts";

export interface CheckedRule {
  readonly lhs: Pattern;
  readonly rhs: Pattern;
}

/** Why the explanation is no proof of `from` = `to` by the rules, or undefined if it is one. */
export function flaw(
  { from, to, steps }: Explanation,
  rules: ReadonlyMap<string, CheckedRule>,
  a: Term,
  b: Term,
): string | undefined {
  if (!same(from, a) || !same(to, b)) return "it explains other terms";
  let at = a;
  for (const [i, step] of steps.entries()) {
    if (!same(at, step.before)) return `step ${i} does not start where the last one ended`;
    const rule = rules.get(step.rule);
    if (rule === undefined) return `step ${i} uses no rule, but ${step.rule}`;
    let x = step.before;
    let y = step.after;
    for (const child of step.path) {
      if (x.op !== y.op || !Object.is(x.payload, y.payload) || x.args.length !== y.args.length) {
        return `step ${i} changes more than it says`;
      }
      if (!x.args.every((arg, j) => j === child || same(arg, y.args[j]!))) return `step ${i} changes another child`;
      x = x.args[child]!;
      y = y.args[child]!;
    }
    const [left, right] = step.direction === "forward" ? [x, y] : [y, x];
    const found = new Map<string, Term | { payload: Payload }>();
    if (!matches(rule.lhs, left, found)) return `step ${i}: the left side of ${step.rule} does not match`;
    if (!matches(rule.rhs, right, found)) return `step ${i}: the right side of ${step.rule} does not match`;
    at = step.after;
  }
  return same(at, b) ? undefined : "it does not end at the second term";
}

function matches(pattern: Pattern, term: Term, found: Map<string, Term | { payload: Payload }>): boolean {
  if (pattern.kind === "var") {
    const known = found.get(pattern.name);
    if (known === undefined) found.set(pattern.name, term);
    return known === undefined || ("op" in known && same(known, term));
  }
  if (pattern.op !== term.op || pattern.args.length !== term.args.length) return false;
  if (pattern.payload !== undefined && "var" in pattern.payload) {
    const known = found.get(pattern.payload.var);
    if (known === undefined) found.set(pattern.payload.var, { payload: term.payload });
    else if ("op" in known || !Object.is(known.payload, term.payload)) return false;
  } else if (!Object.is(pattern.payload?.const, term.payload)) return false;
  return pattern.args.every((arg, i) => matches(arg, term.args[i]!, found));
}

function same(a: Term, b: Term): boolean {
  return (
    a === b ||
    (a.op === b.op &&
      Object.is(a.payload, b.payload) &&
      a.args.length === b.args.length &&
      a.args.every((arg, i) => same(arg, b.args[i]!)))
  );
}
