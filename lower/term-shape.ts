import { operatorOf } from "../ir/operators.ts";
import { isLeaf, type Term } from "../ir/term.ts";
import { isNode, someNode } from "../syntax/tree-walk.ts";

export function isOpaque({ op }: Term): boolean {
  return op !== "var" && isLeaf(op);
}

const holding = new WeakMap<Term, boolean>();

/** Is `term`, or anything inside of it, code that we do not look into? */
export function holdsOpaque(term: Term): boolean {
  let holds = holding.get(term);
  if (holds === undefined) {
    holds = isOpaque(term) || term.args.some(holdsOpaque);
    holding.set(term, holds);
  }
  return holds;
}

export function countUses(roots: readonly Term[]): Map<Term, number> {
  const uses = new Map<Term, number>();
  const visit = (term: Term): void => {
    const count = uses.get(term) ?? 0;
    uses.set(term, count + 1);
    // What stands before a comma is evaluated for its tests only, and what is counted where it stands itself.
    if (count === 0) (term.op === "," ? term.args.slice(1) : term.op === "index" ? [] : term.args).forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}

/** Does `node` hold a function that could outlive the evaluation of its surroundings? */
export function mentionsFunction(node: unknown): boolean {
  return isNode(node) && someNode(node, (each) => each !== node && /Function|Method|Class/.test(each.type));
}

export function holdsTest(term: Term): boolean {
  return term.op === "check" || term.args.some(holdsTest);
}

/** V8 moves single instructions out of loops by itself. */
export function isWorthHoisting(term: Term): boolean {
  const cost = operatorOf(term.op).cost;
  return cost === "call" || cost === "slow" || cost === "string" || term.args.some((arg) => arg.args.length > 0);
}

/** A part of an object literal is no value of its own. */
export function isValue(term: Term): boolean {
  return term.op !== "prop" && term.op !== "spread";
}

/** Does evaluating `term` make an object? Twice makes two. */
export function allocates(term: Term): boolean {
  return operatorOf(term.op).cost === "allocate" || term.args.some(allocates);
}

export const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
export const isSimple = (text: string): boolean => /^[\w$.]+$/.test(text) || /^"[^"]*"$/.test(text);

export function wishFor(term: Term): string {
  if (term.op === "load" && term.args[1]?.op === "const" && typeof term.args[1].payload === "string")
    return term.args[1].payload;
  if (term.op === "entryKey") return "key";
  return "value";
}
