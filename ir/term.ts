/** What a leaf or an operator may carry beside its children: a JavaScript primitive. */
export type Payload = number | string | bigint | boolean | null | undefined;

/**
 * A term of the expression language: an operator of `operators.ts`, its payload where the operator has one,
 * and its children in evaluation order. Terms are immutable and may share children (a DAG).
 */
export interface Term {
  readonly op: string;
  readonly payload?: Payload;
  readonly args: readonly Term[];
}

/** The constant `value`. `-0`, `0` and `NaN` are three different constants. */
export function constant(value: Payload): Term {
  return { op: "const", payload: value, args: [] };
}

/** `op(args)` without a payload. */
export function term(op: string, ...args: readonly Term[]): Term {
  return { op, args };
}

/** Does an operator stand for a leaf of the region, whose number is its payload? */
export function isLeaf(op: string): boolean {
  return leaves.has(op);
}

const leaves: ReadonlySet<string> = new Set([
  "var",
  "opaque",
  "pure",
  "asks",
  "own",
  "ownThrows",
  "ownTypeErrors",
  "copies",
  "collects",
]);
