import {
  applyNumeric,
  applyRelational,
  applyStringMethod,
  applyUnary,
  exactMath,
  isLooselyEqual,
  isNumericOperator,
  mathFunctions,
  type Primitive,
  toNumber,
  toText,
} from "./primitives.ts";
import type { Payload } from "./term.ts";

/** Longest string and largest BigInt (in hexadecimal digits) that folding may put in place of an expression. */
const LONGEST = 256;

/** The answer of {@link fold} where it does not know or will not say. */
export const UNFOLDED: unique symbol = Symbol("unfolded");

/**
 * The value of `op` on constants, where the standard fixes it to the last bit and it is short enough to be written
 * down; {@link UNFOLDED} otherwise, as where the operator would throw. With `approximate`, also the functions whose
 * value the standard leaves to the implementation (assumption `approxMath`).
 */
export function fold(op: string, args: readonly Payload[], approximate: boolean): Payload | typeof UNFOLDED {
  if (!args.every((arg) => hasExactText(arg) || !readsText(op, args))) return UNFOLDED;
  let value: Primitive | typeof UNFOLDED;
  try {
    value = compute(op, args, approximate);
  } catch {
    return UNFOLDED;
  }
  if (typeof value === "symbol") return UNFOLDED;
  if (typeof value === "string" && value.length > LONGEST) return UNFOLDED;
  if (typeof value === "bigint" && value.toString(16).length > LONGEST) return UNFOLDED;
  return value;
}

function compute(op: string, args: readonly Payload[], approximate: boolean): Primitive | typeof UNFOLDED {
  const [a, b] = args;
  if (op.startsWith("Math.")) {
    const name = op.slice("Math.".length);
    const operation = mathFunctions.get(name);
    if (operation === undefined || !(approximate || exactMath.has(name))) return UNFOLDED;
    return operation(...args.map(toNumber));
  }
  if (op.startsWith("str.")) return foldString(op.slice("str.".length), args);
  if (isNumericOperator(op)) return foldNumeric(op, a, b, approximate);
  switch (op) {
    case "neg":
    case "pos":
    case "~":
      return applyUnary(op, a);
    case "!":
      return !a;
    case "typeof":
      return a === null ? "object" : typeof a;
    case "void":
      return undefined;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return applyRelational(op, a, b);
    case "==":
      return isLooselyEqual(a, b);
    case "!=":
      return !isLooselyEqual(a, b);
    case "===":
      return a === b;
    case "!==":
      return a !== b;
    case "Number":
      return Number(a);
    case "String":
      return toText(a);
    case "Boolean":
      return Boolean(a);
    case "Object.is":
      return Object.is(a, b);
    case "Number.isInteger":
      return Number.isInteger(a);
    case "Number.isSafeInteger":
      return Number.isSafeInteger(a);
    case "Number.isNaN":
      return Number.isNaN(a);
    case "Number.isFinite":
      return Number.isFinite(a);
    case "isNaN":
      return Number.isNaN(toNumber(a));
    case "isFinite":
      return Number.isFinite(toNumber(a));
    case "Array.isArray":
      return false;
    case "template":
      return args.reduce<string>((text, arg) => text + toText(arg), "");
    default:
      return UNFOLDED;
  }
}

function foldNumeric(op: string, a: Payload, b: Payload, approximate: boolean): Primitive | typeof UNFOLDED {
  const bigints = typeof a === "bigint" && typeof b === "bigint";
  // The standard leaves Number::exponentiate to the implementation.
  if (op === "**" && !bigints && !approximate) return UNFOLDED;
  // A huge exponent or shift would exhaust memory here.
  if (bigints && (op === "**" || op === "<<" || op === ">>") && (b > 256n || b < -256n)) return UNFOLDED;
  return applyNumeric(op, a, b);
}

/** Case mapping follows the Unicode version of whoever runs it: only ASCII is folded. */
function foldString(name: string, args: readonly Payload[]): Primitive | typeof UNFOLDED {
  const [receiver] = args;
  if (typeof receiver !== "string") return UNFOLDED;
  if (name === "length") return receiver.length;
  if (name === "index") return typeof args[1] === "number" ? receiver[args[1]] : UNFOLDED;
  if (name === "split") return UNFOLDED;
  if ((name === "toUpperCase" || name === "toLowerCase") && !isAscii(receiver)) return UNFOLDED;
  if ((name === "repeat" || name.startsWith("pad")) && Number(args[1]) > LONGEST) return UNFOLDED;
  return applyStringMethod(name, receiver, args.slice(1));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** May `op` turn one of `args` from a number into text, or from text into a number? */
function readsText(op: string, args: readonly Payload[]): boolean {
  if (op === "===" || op === "!==" || op === "Object.is" || op === "!" || op === "typeof") return false;
  return op === "String" || op === "template" || args.some((arg) => typeof arg === "string");
}

/**
 * Is the conversion between this number or string and text the same in every implementation? The standard leaves the
 * last digit of a number of 17 digits open, and digits after the 20th in a text.
 */
function hasExactText(value: Payload): boolean {
  if (typeof value === "number") return String(value).replace(/^-?0?\.?0*|e.*$|\./g, "").length <= 15;
  if (typeof value === "string") return Number.isNaN(Number(value)) || value.length <= 20;
  return true;
}
