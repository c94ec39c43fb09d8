import { operatorOf } from "../ir/operators.ts";
import type { Term } from "../ir/term.ts";

/** Does evaluating `body` surely read a property of `element`? */
export function reads(body: Term, element: Term): boolean {
  if (body.op === "load" && body.args[0] === element) return true;
  const { lazyFrom } = operatorOf(body.op);
  return body.args.slice(0, lazyFrom).some((arg) => reads(arg, element));
}

/** Does code in `body` that we do not look into get `element` itself? */
export function isGiven(body: Term, element: Term): boolean {
  const isElement = (arg: Term): boolean => arg === element || (arg.op === "check" && isElement(arg.args[0]!));
  return (unseen.has(body.op) && body.args.some(isElement)) || body.args.some((arg) => isGiven(arg, element));
}

const unseen: ReadonlySet<string> = new Set(["opaque", "pure", "asks"]);
