import { operatorOf } from "./operators.ts";
import type { Payload, Term } from "./term.ts";

/** Precedences of MDN's table that have no operator here. */
const ASSIGNMENT = 2;
const CONDITIONAL = 2;
const COALESCE_OR_OR = 3;
const EXPONENT = 13;
const PREFIX = 14;
const MEMBER = 17;
const PRIMARY = 18;

interface Printed {
  readonly text: string;
  readonly precedence: number;
  /** The operator, where mixing matters: `??` beside `&&` and `||`. */
  readonly op: string;
}

/** The text of a `var`, `opaque` or other leaf: an expression that may stand anywhere. */
export type LeafText = (leaf: Term) => string;

/**
 * `term` as a JavaScript expression with the brackets that it needs. Does not rely on the names `NaN`, `Infinity` and
 * `undefined`, which may be shadowed. @throws Error for a loop, which is no expression
 */
export function print(term: Term, leaf: LeafText): string {
  return printed(term, leaf).text;
}

/**
 * As {@link print}, in brackets where a statement or an arrow's body would take it for something else: a block, or a
 * directive.
 */
export function printStatement(term: Term, leaf: LeafText): string {
  const text = print(term, leaf);
  return /^[{"']/.test(text) ? `(${text})` : text;
}

function printed(term: Term, leaf: LeafText): Printed {
  const { op, args } = term;
  const { form } = operatorOf(op);
  const child = (index: number): Printed => printed(args[index]!, leaf);
  const at = (index: number, least: number): string => bracketed(child(index), least);
  const list = (from: number): string =>
    args
      .slice(from)
      .map((_, index) => at(from + index, ASSIGNMENT))
      .join(", ");
  switch (form.kind) {
    case "leaf":
      return op === "const" ? printConstant(term.payload) : { text: leaf(term), precedence: PRIMARY, op };
    case "fact":
      return child(0);
    case "prefix":
      return { text: form.text + prefixOperand(form.text, at(0, PREFIX)), precedence: PREFIX, op };
    case "infix":
      return printInfix(term, leaf, form.text, form.precedence, form.rightAssociative === true);
    case "conditional":
      return {
        text: `${at(0, CONDITIONAL + 1)} ? ${at(1, ASSIGNMENT)} : ${at(2, ASSIGNMENT)}`,
        precedence: CONDITIONAL,
        op,
      };
    case "call":
      return { text: `${form.callee}(${list(0)})`, precedence: MEMBER, op };
    case "apply":
      return { text: `${at(0, MEMBER)}(${list(1)})`, precedence: MEMBER, op };
    case "method":
      return { text: `${receiver(child(0))}.${form.name}(${list(1)})`, precedence: MEMBER, op };
    case "property":
      return { text: `${receiver(child(0))}.${form.name}`, precedence: MEMBER, op };
    case "element":
      return { text: printElement(term, leaf), precedence: MEMBER, op };
    case "template":
      return { text: printTemplate(args, leaf), precedence: PRIMARY, op };
    case "array":
      return { text: `[${list(0)}]`, precedence: PRIMARY, op };
    case "object":
      return { text: args.length === 0 ? "{}" : `{ ${list(0)} }`, precedence: PRIMARY, op };
    case "prop":
      return { text: `${printKey(args[0]!, leaf)}: ${at(1, ASSIGNMENT)}`, precedence: ASSIGNMENT, op };
    case "spread":
      return { text: `...${at(0, ASSIGNMENT)}`, precedence: ASSIGNMENT, op };
    case "loop":
      throw new Error(`${op} is a loop, not an expression`);
  }
}

function bracketed(part: Printed, least: number): string {
  return part.precedence < least ? `(${part.text})` : part.text;
}

/** `- -x` and `+ +x` must not become `--x` and `++x`. */
function prefixOperand(prefix: string, operand: string): string {
  return operand.startsWith(prefix) && /[-+]/.test(prefix) ? `(${operand})` : operand;
}

function printInfix(term: Term, leaf: LeafText, text: string, precedence: number, right: boolean): Printed {
  const first = printed(term.args[0]!, leaf);
  const second = printed(term.args[1]!, leaf);
  // `-x ** 2` is a syntax error, a negative constant included.
  const leftLeast = right ? EXPONENT + 2 : precedence;
  const rightLeast = right ? precedence : precedence + 1;
  const left = mixesCoalesce(term.op, first) ? `(${first.text})` : bracketed(first, leftLeast);
  const other = mixesCoalesce(term.op, second) ? `(${second.text})` : bracketed(second, rightLeast);
  return { text: `${left} ${text} ${other}`, precedence, op: term.op };
}

/** `a ?? b || c` is a syntax error, and so is `a && b ?? c`. */
function mixesCoalesce(op: string, part: Printed): boolean {
  if (op === "??") return part.op === "&&" || part.op === "||";
  return part.op === "??" && part.precedence === COALESCE_OR_OR && (op === "&&" || op === "||");
}

/** A number before a dot would swallow it, and an object literal may open a statement. */
function receiver(part: Printed): string {
  return part.precedence < MEMBER || /^[\d{]/.test(part.text) ? `(${part.text})` : part.text;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function printElement(term: Term, leaf: LeafText): string {
  const object = receiver(printed(term.args[0]!, leaf));
  if (term.op === "entryKey") return `${object}[0]`;
  if (term.op === "entryValue") return `${object}[1]`;
  const key = term.args[1]!;
  if (isIdentifier(key)) return `${object}.${key.payload}`;
  return `${object}[${print(key, leaf)}]`;
}

function isIdentifier(key: Term): boolean {
  return key.op === "const" && typeof key.payload === "string" && IDENTIFIER.test(key.payload);
}

/** `__proto__: v` would set the prototype. */
function printKey(key: Term, leaf: LeafText): string {
  if (isIdentifier(key) && key.payload !== "__proto__") return String(key.payload);
  return `[${bracketed(printed(key, leaf), ASSIGNMENT)}]`;
}

function printTemplate(args: readonly Term[], leaf: LeafText): string {
  let text = "";
  // Neighbouring texts are one: "$" and "{" apart would be written as a placeholder.
  let literal = "";
  for (const arg of args) {
    if (arg.op === "const" && typeof arg.payload === "string") {
      literal += arg.payload;
      continue;
    }
    text += `${quasi(literal)}\${${print(arg, leaf)}}`;
    literal = "";
  }
  return `\`${text}${quasi(literal)}\``;
}

/** A carriage return in a template's source would be read as a line feed, so it is escaped as all control characters. */
function quasi(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");
}

function printConstant(value: Payload): Printed {
  const primary = (text: string): Printed => ({ text, precedence: PRIMARY, op: "const" });
  const signed = (text: string): Printed => ({
    text,
    precedence: text.startsWith("-") ? PREFIX : PRIMARY,
    op: "const",
  });
  switch (typeof value) {
    case "undefined":
      return { text: "void 0", precedence: PREFIX, op: "void" };
    case "number":
      return value === value && Math.abs(value) !== Number.POSITIVE_INFINITY
        ? signed(Object.is(value, -0) ? "-0" : String(value))
        : { text: value !== value ? "0 / 0" : value > 0 ? "1 / 0" : "-1 / 0", precedence: 12, op: "/" };
    case "bigint":
      return signed(`${value}n`);
    case "string":
      return primary(printText(value));
    default:
      return primary(String(value));
  }
}

/** Escapes lone surrogates, and the line separators that old parsers refuse. */
function printText(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
