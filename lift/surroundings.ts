import type { Form } from "../ir/operator.ts";
import { operators } from "../ir/operators.ts";
import { isWide, namesIn, type Shape, type Start } from "./scalar-start.ts";
import { type Edge, edgeOf, looksAs, precedenceBeside } from "./text-edge.ts";
import type { BesideOperator, TextPlace } from "./text-place.ts";

/** A pattern that is no variable. */
export type Pattern = Extract<Shape, { kind: "node" }>;

/** What has to stand around an operator in a text, for a rule to start from it. */
export interface Surroundings {
  /** In front of it, directly; nothing is in front of a prefix, or of a function's name. */
  readonly before: Edge | undefined;
  /** Behind it, directly; of a function, its first argument. */
  readonly behind: Edge;
  /** What is written somewhere in front of it, and somewhere behind it. */
  readonly writtenBefore: readonly Written[];
  readonly writtenBehind: readonly Written[];
  /** Is the word directly in front of it also written somewhere behind it, or the other way about? */
  readonly isAlso: "behind" | "before" | undefined;
  /** Where two parts have to read the same: those on both sides, those of a choice, those in parentheses. */
  readonly repeats: "sides" | "choices" | "arguments" | undefined;
  /** Which operand has to be more than a name, because something of its value has to be known. */
  readonly telling: "left" | "operand" | "argument" | undefined;
}

/** An operator or the name of a function. */
type Written = string | RegExp;

export function aroundInfix(shape: Pattern, start: Start): Surroundings {
  const [left, right] = [shape.args[0]!, shape.args[1]!];
  const before = edgeOf(left, "right", start, precedenceBeside(shape, "left"));
  const behind = edgeOf(right, "left", start, precedenceBeside(shape, "right"));
  const isRepeated = "name" in before && "name" in behind && before.name === behind.name;
  const isIn = (edge: Edge, other: Shape): boolean =>
    edge.kind === "any" && edge.name !== undefined && other.kind === "node" && namesIn(other).includes(edge.name);
  const isTold = hasToTell(shape, start) && right.kind === "var" && !start.known.has(right.name);
  return {
    before,
    behind,
    writtenBefore: writtenIn(left),
    writtenBehind: writtenIn(right),
    isAlso: isIn(before, right) ? "behind" : isIn(behind, left) ? "before" : undefined,
    repeats: isRepeated ? "sides" : undefined,
    telling: isTold ? "left" : undefined,
  };
}

export function aroundQuestionMark({ args: [test, yes, no] }: Pattern, start: Start): Surroundings {
  return {
    before: edgeOf(test!, "right", start, 1),
    behind: edgeOf(yes!, "left", start),
    writtenBefore: writtenIn(test!),
    writtenBehind: [...writtenIn(yes!), ...writtenIn(no!)],
    isAlso: undefined,
    repeats: yes!.kind === "var" && no!.kind === "var" && yes!.name === no!.name ? "choices" : undefined,
    telling: undefined,
  };
}

export function aroundPrefix(shape: Pattern, start: Start): Surroundings {
  const operand = shape.args[0]!;
  return {
    before: undefined,
    behind: edgeOf(operand, "left", start, precedenceBeside(shape, "right")),
    writtenBefore: [],
    writtenBehind: writtenIn(operand),
    isAlso: undefined,
    repeats: undefined,
    telling: hasToTell(shape, start) ? "operand" : undefined,
  };
}

export function aroundCall(shape: Pattern, start: Start): Surroundings {
  const [first, second] = shape.args;
  const isRepeated = first?.kind === "var" && second?.kind === "var" && first.name === second.name;
  return {
    before: undefined,
    behind: first === undefined ? { kind: "any" } : edgeOf(first, "left", start),
    writtenBefore: [],
    writtenBehind: shape.args.flatMap(writtenIn),
    isAlso: undefined,
    repeats: isRepeated ? "arguments" : undefined,
    telling: hasToTell(shape, start) && second === undefined ? "argument" : undefined,
  };
}

/** A dot stands in front of the name, and the receiver in front of that. */
export function aroundMethod({ args: [receiver, ...args] }: Pattern, start: Start): Surroundings {
  const [first] = args;
  return {
    before: edgeOf(receiver!, "right", start, Number.POSITIVE_INFINITY),
    behind: first === undefined ? { kind: "any" } : edgeOf(first, "left", start),
    writtenBefore: writtenIn(receiver!),
    writtenBehind: args.flatMap(writtenIn),
    isAlso: undefined,
    repeats: undefined,
    telling: undefined,
  };
}

/** Does it take something that is known of its operands to tell it from any other? */
function hasToTell({ args }: Pattern, { known }: Start): boolean {
  return known.size > 0 && isWide(args);
}

/** The operators and names of functions that stand in any text that has `shape`. */
function writtenIn(shape: Shape): Written[] {
  if (shape.kind === "var") return [];
  const own = spellingOf(operators.get(shape.op)?.form);
  return [...(own === undefined ? [] : [own]), ...shape.args.flatMap(writtenIn)];
}

function spellingOf(form: Form | undefined): Written | undefined {
  switch (form?.kind) {
    case "infix":
      return form.text;
    case "prefix":
      return signs[form.text] ?? form.text;
    case "conditional":
      return "?";
    case "call":
      return form.callee.slice(form.callee.lastIndexOf(".") + 1);
    case "method":
      return form.name;
    default:
      return undefined;
  }
}

/** Signs, which are not told from sums and differences by how they are spelled. */
const signs: Readonly<Partial<Record<string, RegExp>>> = {
  "-": /(?:^|[-+*/%&|^<>=(,:;?[{}!~]|[a-z]\s)\s*-/,
  "+": /(?:^|[-+*/%&|^<>=(,:;?[{}!~]|[a-z]\s)\s*\+/,
};

/** Does the operator, or the name, at `place` stand in what `each` asks for? */
export function fits(each: Surroundings, place: TextPlace): boolean {
  if (each.before !== undefined && !looksAs(each.before, place.before)) return false;
  if (!looksAs(each.behind, place.behind)) return false;
  return repeats(each, place) && holdsWritten(each, place) && tells(each, place);
}

function holdsWritten({ writtenBefore, writtenBehind, isAlso }: Surroundings, place: TextPlace): boolean {
  if (writtenBefore.length > 0 && !holdsAll(place.textBefore, writtenBefore)) return false;
  if (writtenBehind.length > 0 && !holdsAll(place.textBehind, writtenBehind)) return false;
  if (isAlso === "before") return place.textBefore.includes(place.behind.word);
  return isAlso !== "behind" || place.textBehind.includes(place.before.word);
}

function holdsAll(text: string, all: readonly Written[]): boolean {
  return all.every((each) => (typeof each === "string" ? text.includes(each) : each.test(text)));
}

function repeats({ repeats: where }: Surroundings, place: TextPlace): boolean {
  switch (where) {
    case "sides":
      return readsTheSame(place.before, place.behind);
    case "choices":
      return place.goesOnAs(sameChoices);
    case "arguments":
      return place.goesOnAs(sameArguments);
    case undefined:
      return true;
  }
}

/** Of what is in parentheses, it takes more to tell. */
function readsTheSame(before: BesideOperator, behind: BesideOperator): boolean {
  if (before.isInParentheses && behind.isInParentheses) return true;
  return before.word !== "" && before.word === behind.word;
}

// Spaces and what they stand between are told apart and counted: otherwise a long gap takes time by its square.
const sameChoices = /\s{0,200}([^\s;][^;]{0,199}?)\s{0,200}:\s{0,200}\(*\1/y;
const sameArguments = /\s{0,200}\(\s{0,200}([^\s;][^;]{0,199}?)\s{0,200},\s{0,200}\1\s{0,200}\)/y;

function tells({ telling }: Surroundings, place: TextPlace): boolean {
  switch (telling) {
    case "left": {
      const { word, isInParentheses, isLiteral, binding } = place.before;
      return isInParentheses || word === "" || isLiteral || binding > 0;
    }
    case "operand":
      // Operators bind less than a prefix.
      return isNoName(place) || place.behind.isInParentheses || place.goesOnAs(call);
    case "argument":
      return isNoName(place) || !place.goesOnAs(loneArgument);
    case undefined:
      return true;
  }
}

function isNoName({ behind }: TextPlace): boolean {
  return behind.word === "" || behind.isLiteral;
}

const call = /[\s(]*[\w$.[\]]+\s*\(/y;
const loneArgument = /[\s(]*[\w$.[\]]+\s*[,)]/y;
