import { isLooselyEqual, type Primitive, toNumber, toNumeric, toText } from "./primitives.ts";

/**
 * Conversions of arbitrary values, after the abstract operations of ECMA-262 section 7.1: which user code runs, in
 * which order, and what is thrown. What is left to compute on primitives is `primitives.ts`.
 */
export type Hint = "default" | "number" | "string";

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Narrows a value that is known to be no object. */
export function asPrimitive(value: unknown): Primitive | undefined {
  switch (typeof value) {
    case "number":
    case "string":
    case "bigint":
    case "boolean":
    case "symbol":
    case "undefined":
      return value;
    default:
      return null;
  }
}

function callMethod(method: unknown, receiver: object, args: readonly unknown[]): unknown {
  if (typeof method !== "function") throw new TypeError("not a function");
  return Reflect.apply(method, receiver, args);
}

/** ToPrimitive(input, preferredType), section 7.1.1. */
export function toPrimitive(input: unknown, hint: Hint): Primitive {
  if (!isObject(input)) return asPrimitive(input);
  const exotic: unknown = Reflect.get(input, Symbol.toPrimitive);
  if (exotic !== undefined && exotic !== null) {
    const result = callMethod(exotic, input, [hint]);
    if (!isObject(result)) return asPrimitive(result);
    throw new TypeError("Cannot convert object to primitive value");
  }
  return ordinaryToPrimitive(input, hint);
}

function ordinaryToPrimitive(input: object, hint: Hint): Primitive {
  for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
    const method: unknown = Reflect.get(input, name);
    if (typeof method !== "function") continue;
    const result: unknown = Reflect.apply(method, input, []);
    if (!isObject(result)) return asPrimitive(result);
  }
  throw new TypeError("Cannot convert object to primitive value");
}

/** ToNumeric, section 7.1.3. */
export function valueToNumeric(value: unknown): number | bigint {
  return toNumeric(toPrimitive(value, "number"));
}

/** ToNumber, section 7.1.4. */
export function valueToNumber(value: unknown): number {
  return toNumber(toPrimitive(value, "number"));
}

/** ToString, section 7.1.17. */
export function valueToText(value: unknown): string {
  return toText(toPrimitive(value, "string"));
}

/** ToPropertyKey, section 7.1.19. */
export function toPropertyKey(value: unknown): string | symbol {
  const key = toPrimitive(value, "string");
  return typeof key === "symbol" ? key : toText(key);
}

/** ToBigInt, section 7.1.13. */
export function toBigInt(value: unknown): bigint {
  const primitive = toPrimitive(value, "number");
  switch (typeof primitive) {
    case "bigint":
      return primitive;
    case "boolean":
      return primitive ? 1n : 0n;
    case "string":
      return BigInt(primitive);
    default:
      throw new TypeError("Cannot convert to a BigInt");
  }
}

/** ToIndex, section 7.1.22. */
export function toIndex(value: unknown): number {
  const integer = toIntegerOrInfinity(valueToNumber(value));
  if (integer < 0 || integer > Number.MAX_SAFE_INTEGER) throw new RangeError("Invalid index");
  return integer;
}

/** ToIntegerOrInfinity of a number, section 7.1.5. */
export function toIntegerOrInfinity(value: number): number {
  return value === value ? Math.trunc(value) + 0 : 0;
}

/** ToLength, section 7.1.20. */
export function toLength(value: unknown): number {
  return Math.min(Math.max(toIntegerOrInfinity(valueToNumber(value)), 0), Number.MAX_SAFE_INTEGER);
}

/** IsLooselyEqual, section 7.2.14. */
export function areLooselyEqual(a: unknown, b: unknown): boolean {
  if (isObject(a) && isObject(b)) return a === b;
  if (isObject(a)) return isObjectLooselyEqual(a, asPrimitive(b));
  if (isObject(b)) return isObjectLooselyEqual(b, asPrimitive(a));
  return isLooselyEqual(asPrimitive(a), asPrimitive(b));
}

function isObjectLooselyEqual(object: object, other: Primitive): boolean {
  if (other === null || other === undefined) return false;
  const compared = typeof other === "boolean" ? Number(other) : other;
  return isLooselyEqual(toPrimitive(object, "default"), compared);
}

/** GetV of any value that has properties; TypeError for null and undefined. */
export function getProperty(value: unknown, key: string | symbol): unknown {
  if (value === null || value === undefined) throw new TypeError(`Cannot read properties of ${value}`);
  return Reflect.get(Object(value), key, value);
}

/** CopyDataProperties of the spread in an object literal, section 7.3.26. */
export function copyDataProperties(target: object, source: unknown): void {
  if (source === null || source === undefined) return;
  const from: object = Object(source);
  for (const key of Reflect.ownKeys(from)) {
    if (Reflect.getOwnPropertyDescriptor(from, key)?.enumerable === true) define(target, key, Reflect.get(from, key));
  }
}

/** CreateDataProperty on an object of ours. */
export function define(target: object, key: string | symbol | number, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
