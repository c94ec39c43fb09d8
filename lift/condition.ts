import { constant, type Term, term } from "../ir/term.ts";

/** All of `guards`, one after the other. */
export function allOf(guards: readonly Term[] = []): Term {
  return (
    guards.reduceRight<Term | undefined>((rest, each) => (rest ? term("&&", each, rest) : each), undefined) ??
    constant(true)
  );
}

/** A term that is truthy exactly where `body` is, for where only that counts. */
export function truth(body: Term): Term {
  const [inner] = body.args;
  if (body.op === "Boolean" && inner !== undefined) return truth(inner);
  const doubled = inner?.args[0];
  return body.op === "!" && inner?.op === "!" && doubled !== undefined ? truth(doubled) : body;
}

/** `p ? [x] : []`: the one item, and where there is one. */
export function itemOrNone(body: Term): { readonly guard: Term; readonly item: Term } | undefined {
  const [test, yes, no] = body.args;
  if (body.op !== "?:" || test === undefined || yes?.op !== "array" || no?.op !== "array") return undefined;
  const [item] = [...yes.args, ...no.args];
  if (item === undefined || yes.args.length + no.args.length !== 1) return undefined;
  return { guard: yes.args.length === 1 ? truth(test) : term("!", test), item };
}

/** A term that is truthy exactly where `test` is not. */
export function negated(test: Term): Term {
  const [first, second] = test.args;
  if (test.op === "!" && first !== undefined) return truth(first);
  if ((test.op === "===" || test.op === "!==") && first !== undefined && second !== undefined)
    return term(test.op === "===" ? "!==" : "===", first, second);
  return term("!", test);
}
