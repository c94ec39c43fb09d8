import { operators } from "../ir/operators.ts";
import type { Payload } from "../ir/term.ts";
import type { Shape, Start } from "./scalar-start.ts";
import type { BesideOperator } from "./text-place.ts";

/** What the text of an operand has to look like at one of its ends, as far as a rule's pattern tells. */
export type Edge =
  | { readonly kind: "any"; readonly name?: string }
  /** A literal; with a precedence, that is the whole operand of an operator that binds so tightly. */
  | { readonly kind: "literal"; readonly whole?: number }
  | { readonly kind: "value"; readonly value: Payload; readonly whole?: number }
  /** These characters; of parentheses, any number. */
  | { readonly kind: "text"; readonly text: string };

type End = "left" | "right";

/** Looser than every operator: nothing needs parentheses. */
const ANYTHING = 0;
const PREFIX = 14;

/** The end of an operand that stands beside an operator of this precedence. */
export function edgeOf(shape: Shape, end: End, start: Start, around?: number): Edge {
  const whole = around === undefined ? {} : { whole: around };
  if (shape.kind === "var")
    return start.constants.has(shape.name) ? { kind: "literal", ...whole } : { kind: "any", name: shape.name };
  const { op, args, payload } = shape;
  if (op === "const")
    return payload !== undefined && "const" in payload
      ? { kind: "value", value: payload.const, ...whole }
      : { kind: "literal", ...whole };
  const form = operators.get(op)?.form;
  const inner = (index: number): Edge => {
    const arg = args.at(index);
    return arg === undefined ? { kind: "any" } : edgeOf(arg, end, start);
  };
  switch (form?.kind) {
    case "infix":
      if (form.precedence < (around ?? ANYTHING)) return { kind: "text", text: end === "left" ? "(" : ")" };
      return inner(end === "left" ? 0 : -1);
    case "prefix":
      return end === "left" ? { kind: "text", text: form.text } : inner(0);
    case "conditional":
      if ((around ?? ANYTHING) > ANYTHING) return { kind: "text", text: end === "left" ? "(" : ")" };
      return inner(end === "left" ? 0 : -1);
    case "call":
      return { kind: "text", text: end === "left" ? form.callee.split(".")[0]! : ")" };
    case "method":
      return end === "left" ? inner(0) : { kind: "text", text: ")" };
    case "template":
      return { kind: "text", text: "`" };
    default:
      return { kind: "any" };
  }
}

/** Precedence as {@link edgeOf} wants it of what stands on either side of an operator: what is equal needs parentheses too. */
export function precedenceBeside(shape: Shape & { readonly kind: "node" }, side: End): number {
  const form = operators.get(shape.op)?.form;
  if (form?.kind === "prefix") return PREFIX;
  if (form?.kind !== "infix") return ANYTHING;
  const leansHere = (form.rightAssociative === true) === (side === "right");
  return leansHere ? form.precedence : form.precedence + 1;
}

/** Does the text beside an operator look as `edge` wants it of this operand? */
export function looksAs(edge: Edge, operand: BesideOperator): boolean {
  switch (edge.kind) {
    case "any":
      return operand.isThere;
    case "text":
      return edge.text === operand.parenthesis ? operand.isInParentheses : operand.reads(edge.text);
    case "literal":
      return operand.isLiteral && (edge.whole === undefined || operand.binding < edge.whole);
    case "value":
      return (
        operand.isLiteral && isValue(edge.value, operand) && (edge.whole === undefined || operand.binding < edge.whole)
      );
  }
}

/** Does the operand spell `value`? The sign aside, and of texts only the empty one, as there are too many spellings. */
function isValue(value: Payload, { word, quoted }: BesideOperator): boolean {
  switch (typeof value) {
    case "string":
      return quoted !== undefined && (value !== "" || quoted === "empty");
    case "number":
      return Number(word.replaceAll("_", "")) === Math.abs(value);
    case "bigint":
      return /^\d\w*n$/.test(word) && BigInt(word.slice(0, -1).replaceAll("_", "")) === (value < 0n ? -value : value);
    default:
      return word === String(value);
  }
}
