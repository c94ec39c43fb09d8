import type { EGraph, Id } from "./egraph.ts";
import type { Proofs } from "./proofs.ts";
import type { Term } from "./term.ts";

/** One rewrite of a whole term. */
export interface ExplanationStep {
  /** Name of the rule, or the reason given to `union`. */
  readonly rule: string;
  /** `forward`: from the rule's left side to its right. */
  readonly direction: "forward" | "backward";
  readonly before: Term;
  readonly after: Term;
  /** Where: the numbers of the children from the root down to the subterm that is rewritten. */
  readonly path: readonly number[];
}

/** Why two terms are equal: rewrites that lead from one to the other. Congruence shows as a longer `path`. */
export interface Explanation {
  readonly from: Term;
  readonly to: Term;
  /** Empty where there would be too many: a subterm that a term holds many times is rewritten in each of its places. */
  readonly steps: readonly ExplanationStep[];
  /** Where steps are left out, the rules and reasons that they would name, each once. */
  readonly rules: readonly string[];
}

/** Each step makes its terms anew, and all terms around them: so many, about, are made for one explanation. */
const isFull = ({ size }: { readonly size: number }): boolean => size > 100_000;

/**
 * Rewrites from `a` to `b`. Short, not shortest: the fewest edges at each level, without detours.
 * The e-graph must be rebuilt. @throws Error if it keeps no explanations, or does not hold that the two are equal
 */
export function explain(eg: EGraph, a: Term, b: Term): Explanation {
  const { proofs } = eg;
  if (proofs === undefined) throw new Error("the e-graph keeps no explanations: create it with { explanations: true }");
  const found = eg.lookup(a);
  if (found === undefined || found !== eg.lookup(b))
    throw new Error("the e-graph does not hold that the two terms are equal");
  const explainer = new Explainer(eg, proofs);
  // Both are equal to something in the e-graph, so this adds no node: only names for the terms as they read.
  const steps = explainer.between(eg.addTerm(a), eg.addTerm(b), Number.POSITIVE_INFINITY);
  return { from: a, to: b, steps, rules: isFull(explainer.terms) ? [...explainer.rules] : [] };
}

class Explainer {
  readonly #eg: EGraph;
  readonly #proofs: Proofs;
  readonly #names: Map<Term, number> = new Map();
  readonly #termOf: Map<Id, Term> = new Map();
  /** The rules met so far, those of detours too. */
  readonly rules: Set<string> = new Set();
  /** Equal terms are one object, so that detours are seen. */
  readonly terms: Map<string, Term> = new Map();
  /** Congruences that have been gone through for their rules alone. */
  readonly #done: Set<number> = new Set();

  constructor(eg: EGraph, proofs: Proofs) {
    this.#eg = eg;
    this.#proofs = proofs;
  }

  /**
   * Rewrites from the term of `a` to that of `b` by reasons older than `limit`. A congruence is explained by what was
   * known when it was found: so no reason is explained by itself.
   */
  between(a: Id, b: Id, limit: number): ExplanationStep[] {
    const steps: ExplanationStep[] = [];
    let at = a;
    for (const { edge, to } of this.#path(a, b, limit)) {
      const { from, reason } = this.#proofs.edge(edge);
      if (reason === 0) for (const step of this.#congruence(at, to, edge)) steps.push(step);
      else {
        const rule = this.#eg.reasons.name(reason);
        const direction = from === at ? "forward" : "backward";
        this.rules.add(rule);
        steps.push({ rule, direction, before: this.#term(at), after: this.#term(to), path: [] });
      }
      at = to;
    }
    return isFull(this.terms) ? [] : withoutDetours(steps);
  }

  /** The edges of a shortest path, by breadth first, each with the id that it leads to. */
  #path(a: Id, b: Id, limit: number): { edge: number; to: Id }[] {
    const cameBy = new Map<Id, { edge: number; from: Id }>();
    const queue = [a];
    for (let i = 0; i < queue.length && !cameBy.has(b); i++) {
      const from = queue[i]!;
      for (const { edge, to } of this.#proofs.edgesAt(from)) {
        if (edge >= limit) break;
        if (to === a || cameBy.has(to)) continue;
        cameBy.set(to, { edge, from });
        queue.push(to);
      }
    }
    const path: { edge: number; to: Id }[] = [];
    for (let to = b; to !== a; ) {
      // What is equal is so for reasons, older than what is explained by it.
      const { edge, from } = cameBy.get(to)!;
      path.push({ edge, to });
      to = from;
    }
    return path.reverse();
  }

  /** Rewrites child after child. */
  #congruence(a: Id, b: Id, limit: number): ExplanationStep[] {
    if (isFull(this.terms) && this.#done.has(limit)) return [];
    this.#done.add(limit);
    const from = this.#proofs.original(a);
    const to = this.#proofs.original(b);
    const { op, children } = from;
    const payload = this.#eg.payload(from.payload);
    const args = children.map((child) => this.#term(child));
    const steps: ExplanationStep[] = [];
    children.forEach((child, i) => {
      for (const step of this.between(child, to.children[i]!, limit)) {
        const before = this.#intern(op, payload, args.with(i, step.before));
        const after = this.#intern(op, payload, args.with(i, step.after));
        steps.push({ ...step, before, after, path: [i, ...step.path] });
      }
      args[i] = this.#term(to.children[i]!);
    });
    return steps;
  }

  #term(id: Id): Term {
    const known = this.#termOf.get(id);
    if (known !== undefined) return known;
    const { op, payload, children } = this.#proofs.original(id);
    const term = this.#intern(
      op,
      this.#eg.payload(payload),
      children.map((child) => this.#term(child)),
    );
    this.#termOf.set(id, term);
    return term;
  }

  #intern(op: string, payload: Term["payload"], args: readonly Term[]): Term {
    const name = `${op} ${this.#eg.intern(payload)} ${args.map((arg) => this.#names.get(arg)).join()}`;
    const known = this.terms.get(name);
    if (known !== undefined) return known;
    const term = payload === undefined ? { op, args } : { op, payload, args };
    this.terms.set(name, term);
    this.#names.set(term, this.terms.size);
    return term;
  }
}

/** Leaves out what leads from a term back to the same term. */
function withoutDetours(steps: readonly ExplanationStep[]): ExplanationStep[] {
  const lastFrom = new Map(steps.map((step, i) => [step.before, i]));
  const kept: ExplanationStep[] = [];
  for (let i = 0; i < steps.length; ) {
    const last = lastFrom.get(steps[i]!.before)!;
    kept.push(steps[last]!);
    i = last + 1;
  }
  // The whole may end where it began.
  return kept[0]?.before === kept.at(-1)?.after ? [] : kept;
}
