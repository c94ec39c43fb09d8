import {
  areLooselyEqual,
  asPrimitive,
  copyDataProperties,
  define,
  getProperty,
  isObject,
  toBigInt,
  toIndex,
  toPrimitive,
  toPropertyKey,
  valueToNumber,
  valueToNumeric,
  valueToText,
} from "./abstract-operations.ts";
import { CheckFailed } from "./check-failed.ts";
import { evaluateLoop, type Frame, isLoopOperator } from "./evaluate-loop.ts";
import { isWithin, kindsOf } from "./kinds.ts";
import {
  applyNumeric,
  applyRelational,
  applyStringMethod,
  applyUnary,
  isNumericOperator,
  mathFunctions,
  type Primitive,
} from "./primitives.ts";
import { isLeaf, type Term } from "./term.ts";

export { CheckFailed } from "./check-failed.ts";

/** What a term's leaves stand for. */
export interface Environment {
  /** The value of a `var`, or of evaluating an `opaque`; may throw, as the program would. */
  leaf(leaf: Term): unknown;
  /** Calls the callback of an `apply`. Default: a call without receiver. */
  apply?(callee: unknown, args: readonly unknown[]): unknown;
}

/**
 * The value of `term` by the standard: operands from left to right, each operator's conversions in its own order,
 * lazy operators lazily. Throws what the program would throw. Written for trust, not for speed.
 */
export function evaluate(term: Term, environment: Environment): unknown {
  return evaluateIn(term, environment, new Map());
}

function evaluateIn(term: Term, environment: Environment, frames: ReadonlyMap<number, Frame>): unknown {
  const { op, args } = term;
  const value = (index: number): unknown => evaluateIn(args[index]!, environment, frames);
  if (op === "const") return term.payload;
  if (isLeaf(op)) return environment.leaf(term);
  if (isLoopOperator(op)) return evaluateLoop(term, frames, (each, inner) => evaluateIn(each, environment, inner));
  switch (op) {
    case "&&": {
      const left = value(0);
      return left ? value(1) : left;
    }
    case "||": {
      const left = value(0);
      return left ? left : value(1);
    }
    case "??": {
      const left = value(0);
      return left === null || left === undefined ? value(1) : left;
    }
    case ",":
      value(0);
      return value(1);
    case "?:":
      return value(0) ? value(1) : value(2);
    case "template":
      // Each part is converted before the next expression is evaluated.
      return args.reduce((text, _, index) => text + valueToText(value(index)), "");
    case "object":
      return evaluateObject(args, (each) => evaluateIn(each, environment, frames));
    case "array":
    case "parts":
      return args.map((_, index) => value(index));
    case "apply": {
      const [callee, ...rest] = args.map((_, index) => value(index));
      return environment.apply === undefined ? call(callee, rest) : environment.apply(callee, rest);
    }
    case "str.length":
      return getProperty(value(0), "length");
    case "str.index":
      return applyElement(value(0), value(1));
  }
  if (op.startsWith("str.")) {
    // The method is read before the arguments are evaluated.
    const receiver = value(0);
    const method = getProperty(receiver, op.slice("str.".length));
    return applyMethod(
      op.slice("str.".length),
      receiver,
      method,
      args.slice(1).map((_, index) => value(index + 1)),
    );
  }
  return applyOperator(
    term,
    args.map((_, index) => value(index)),
  );
}

function call(callee: unknown, args: readonly unknown[]): unknown {
  if (typeof callee !== "function") throw new TypeError("not a function");
  return Reflect.apply(callee, undefined, args);
}

/** An object literal: the key of a property is converted before its value is evaluated. */
function evaluateObject(parts: readonly Term[], evaluatePart: (term: Term) => unknown): object {
  const result = {};
  for (const part of parts) {
    const [first, second] = part.args;
    if (part.op === "spread") {
      copyDataProperties(result, evaluatePart(first!));
    } else {
      const key = toPropertyKey(evaluatePart(first!));
      define(result, key, evaluatePart(second!));
    }
  }
  return result;
}

/** A strict operator on evaluated operands. */
function applyOperator(term: Term, args: readonly unknown[]): unknown {
  const { op } = term;
  const [a, b] = args;
  if (isNumericOperator(op)) return evaluateBinary(op, a, b);
  if (op.startsWith("Math.")) return applyMath(op.slice("Math.".length), args);
  switch (op) {
    case "neg":
    case "~":
      return applyUnary(op, valueToNumeric(a));
    case "pos":
      return valueToNumber(a);
    case "!":
      return !a;
    case "typeof":
      return typeof a;
    case "void":
      return undefined;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(op, a, b);
    case "==":
      return areLooselyEqual(a, b);
    case "!=":
      return !areLooselyEqual(a, b);
    case "===":
      return a === b;
    case "!==":
      return a !== b;
    case "load":
      return applyElement(a, b);
    case "entryKey":
      return getProperty(a, "0");
    case "entryValue":
      return getProperty(a, "1");
    case "check":
      if (typeof term.payload === "number" && !isWithin(kindsOf(a), term.payload)) throw new CheckFailed(op);
      return a;
    default:
      return applyFunction(op, args);
  }
}

/** EvaluateStringOrNumericBinaryExpression, section 13.15.3: each operand wholly before the next. */
function evaluateBinary(op: string, a: unknown, b: unknown): Primitive {
  if (op === "+") {
    const left = toPrimitive(a, "default");
    return applyNumeric(op, left, toPrimitive(b, "default"));
  }
  const left = valueToNumeric(a);
  return applyNumeric(op, left, valueToNumeric(b));
}

/** Both operands become primitives, the left one first, whichever way the operator looks. */
function compare(op: string, a: unknown, b: unknown): boolean {
  const left = toPrimitive(a, "number");
  return applyRelational(op, left, toPrimitive(b, "number"));
}

function applyMath(name: string, args: readonly unknown[]): number {
  const operation = mathFunctions.get(name);
  if (operation === undefined) throw new Error(`Math.${name} is not in the operator table`);
  return operation(...args.map(valueToNumber));
}

function applyMethod(name: string, receiver: unknown, method: unknown, args: readonly unknown[]): unknown {
  if (typeof receiver === "string" && name !== "split" && !args.some(isObject)) {
    return applyStringMethod(name, receiver, args.map(asPrimitive));
  }
  // Objects as arguments may be regular expressions, and other receivers have methods of their own.
  if (typeof method !== "function") throw new TypeError(`${name} is not a function`);
  return Reflect.apply(method, receiver, args);
}

function applyElement(receiver: unknown, key: unknown): unknown {
  if (receiver === null || receiver === undefined) throw new TypeError(`Cannot read properties of ${receiver}`);
  return getProperty(receiver, toPropertyKey(key));
}

function applyFunction(op: string, args: readonly unknown[]): unknown {
  const [a, b] = args;
  switch (op) {
    case "Number": {
      const numeric = valueToNumeric(a);
      return typeof numeric === "bigint" ? Number(numeric) : numeric;
    }
    case "String":
      return typeof a === "symbol" ? a.toString() : valueToText(a);
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
      return Number.isNaN(valueToNumber(a));
    case "isFinite":
      return Number.isFinite(valueToNumber(a));
    case "parseInt": {
      const text = valueToText(a);
      return Number.parseInt(text, valueToNumber(b));
    }
    case "parseFloat":
      return Number.parseFloat(valueToText(a));
    case "BigInt.asIntN": {
      const width = toIndex(a);
      return BigInt.asIntN(width, toBigInt(b));
    }
    case "BigInt.asUintN": {
      const width = toIndex(a);
      return BigInt.asUintN(width, toBigInt(b));
    }
    case "Array.isArray":
      return Array.isArray(a);
    default:
      throw new Error(`the interpreter does not know ${op}`);
  }
}
