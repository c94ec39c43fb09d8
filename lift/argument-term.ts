import { COUNT, type Kinds } from "../ir/kinds.ts";
import type { Term } from "../ir/term.ts";

/** Can it, of these kinds, be an array's length? A constant can be told, everything else is tested at run time. */
export function isArrayLength(length: Term, kinds: Kinds): boolean {
  if (length.op !== "const") return (kinds & COUNT) !== 0;
  const value = Number(length.payload);
  return Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

/** Does evaluating it make an object, which would be another one wherever it is written? */
export function allocates(term: Term): boolean {
  return term.op === "array" || term.op === "object" || term.args.some(allocates);
}
