import { type Term, term } from "../ir/term.ts";

/** What `includes` asks of an element: `===`, but `NaN` is itself. */
export function sameValueZero(element: Term, value: Term): Term {
  if (value.op === "const" && Number.isNaN(value.payload)) return term("!==", element, element);
  const same = term("===", element, value);
  if (value.op === "const") return same;
  return term("||", same, term("&&", term("!==", element, element), term("!==", value, value)));
}
