/**
 * Operators on primitive values: the core that is left of an operator once its operands are converted. The host
 * computes it; conversions of objects are `evaluate.ts`'s subject. Throws what the operator throws.
 */
export type Primitive = number | string | bigint | boolean | null | undefined | symbol;

type Numeric = number | bigint;

/** ToNumeric of a primitive; TypeError for a symbol. */
export function toNumeric(value: Primitive): Numeric {
  return typeof value === "bigint" ? value : toNumber(value);
}

/** ToNumber of a primitive; TypeError for a symbol or BigInt. */
export function toNumber(value: Primitive): number {
  if (typeof value === "symbol" || typeof value === "bigint") {
    throw new TypeError(`Cannot convert a ${typeof value} to a number`);
  }
  return Number(value);
}

/** ToString of a primitive; TypeError for a symbol. */
export function toText(value: Primitive): string {
  if (typeof value === "symbol") throw new TypeError("Cannot convert a symbol to a string");
  return String(value);
}

interface NumericOperator {
  readonly numbers: (a: number, b: number) => number;
  /** Absent where two BigInts are a TypeError. */
  readonly bigints?: (a: bigint, b: bigint) => bigint;
}

const numericOperators: Readonly<Record<string, NumericOperator>> = {
  "+": { numbers: (a, b) => a + b, bigints: (a, b) => a + b },
  "-": { numbers: (a, b) => a - b, bigints: (a, b) => a - b },
  "*": { numbers: (a, b) => a * b, bigints: (a, b) => a * b },
  "/": { numbers: (a, b) => a / b, bigints: (a, b) => a / b },
  "%": { numbers: (a, b) => a % b, bigints: (a, b) => a % b },
  "**": { numbers: (a, b) => a ** b, bigints: (a, b) => a ** b },
  "&": { numbers: (a, b) => a & b, bigints: (a, b) => a & b },
  "|": { numbers: (a, b) => a | b, bigints: (a, b) => a | b },
  "^": { numbers: (a, b) => a ^ b, bigints: (a, b) => a ^ b },
  "<<": { numbers: (a, b) => a << b, bigints: (a, b) => a << b },
  ">>": { numbers: (a, b) => a >> b, bigints: (a, b) => a >> b },
  ">>>": { numbers: (a, b) => a >>> b },
};

/** Is `op` a binary operator that converts both operands by ToNumeric (and `+` no string)? */
export function isNumericOperator(op: string): boolean {
  return Object.hasOwn(numericOperators, op);
}

/** ApplyStringOrNumericBinaryOperator on two primitives, section 13.15.3, `+`'s strings included. */
export function applyNumeric(op: string, a: Primitive, b: Primitive): Primitive {
  const operator = numericOperators[op];
  if (operator === undefined) throw new Error(`${op} is no numeric operator`);
  if (op === "+" && (typeof a === "string" || typeof b === "string")) return toText(a) + toText(b);
  const left = toNumeric(a);
  const right = toNumeric(b);
  if (typeof left === "number" && typeof right === "number") return operator.numbers(left, right);
  if (typeof left === "bigint" && typeof right === "bigint" && operator.bigints) return operator.bigints(left, right);
  throw new TypeError("Cannot mix BigInt and other types");
}

/** Unary `neg`, `pos`, `~` on a primitive. */
export function applyUnary(op: string, value: Primitive): Primitive {
  if (op === "pos") return toNumber(value);
  const operand = toNumeric(value);
  if (op === "neg") return -operand;
  if (op === "~") return ~operand;
  throw new Error(`${op} is no unary numeric operator`);
}

/** IsLessThan(a, b), section 7.2.12, on primitives: `undefined` where `NaN` is in it. */
export function isLess(a: Primitive, b: Primitive): boolean | undefined {
  if (typeof a === "string" && typeof b === "string") return a < b;
  const left =
    typeof a === "bigint" && typeof b === "string"
      ? a
      : typeof a === "string" && typeof b === "bigint"
        ? a
        : toNumeric(a);
  const right =
    typeof b === "string" && typeof a === "bigint"
      ? b
      : typeof b === "bigint" && typeof a === "string"
        ? b
        : toNumeric(b);
  if (left < right) return true;
  // Neither less nor at least: NaN, or a string that is no BigInt.
  return left >= right ? false : undefined;
}

/** `<`, `<=`, `>`, `>=` on primitives. */
export function applyRelational(op: string, a: Primitive, b: Primitive): boolean {
  switch (op) {
    case "<":
      return isLess(a, b) === true;
    case ">":
      return isLess(b, a) === true;
    case "<=":
      return isLess(b, a) === false;
    default:
      return isLess(a, b) === false;
  }
}

/** IsLooselyEqual on primitives, section 7.2.14. */
export function isLooselyEqual(a: Primitive, b: Primitive): boolean {
  if (typeof a === typeof b) return a === b;
  if (a === null || a === undefined || b === null || b === undefined) {
    return (a === null || a === undefined) && (b === null || b === undefined);
  }
  if (typeof a === "symbol" || typeof b === "symbol") return false;
  if (typeof a === "boolean") return isLooselyEqual(Number(a), b);
  if (typeof b === "boolean") return isLooselyEqual(a, Number(b));
  // A number, a string and a BigInt in some order: the host compares mathematical values.
  // biome-ignore lint/suspicious/noDoubleEquals: this is its definition
  return a == b;
}

type NumberFunction = (...args: number[]) => number;

/** The functions of Math that the table has, by name. */
export const mathFunctions: ReadonlyMap<string, NumberFunction> = new Map<string, NumberFunction>(
  Object.entries({
    abs: Math.abs,
    acos: Math.acos,
    acosh: Math.acosh,
    asin: Math.asin,
    asinh: Math.asinh,
    atan: Math.atan,
    atan2: Math.atan2,
    atanh: Math.atanh,
    cbrt: Math.cbrt,
    ceil: Math.ceil,
    clz32: Math.clz32,
    cos: Math.cos,
    cosh: Math.cosh,
    exp: Math.exp,
    expm1: Math.expm1,
    floor: Math.floor,
    fround: Math.fround,
    hypot: Math.hypot,
    imul: Math.imul,
    log: Math.log,
    log10: Math.log10,
    log1p: Math.log1p,
    log2: Math.log2,
    max: Math.max,
    min: Math.min,
    pow: Math.pow,
    round: Math.round,
    sign: Math.sign,
    sin: Math.sin,
    sinh: Math.sinh,
    sqrt: Math.sqrt,
    tan: Math.tan,
    tanh: Math.tanh,
    trunc: Math.trunc,
  }),
);

/** The functions of Math whose value the standard fixes to the last bit. */
export const exactMath: ReadonlySet<string> = new Set([
  "abs",
  "ceil",
  "clz32",
  "floor",
  "fround",
  "imul",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
  "trunc",
]);

/** A string method on a string receiver and primitive arguments, the conversions included. */
export function applyStringMethod(name: string, receiver: string, args: readonly Primitive[]): Primitive {
  const text = (index: number): string => toText(args[index]);
  const count = (index: number): number => toNumber(args[index]);
  const optional = (index: number): number | undefined => (args[index] === undefined ? undefined : count(index));
  switch (name) {
    case "trim":
      return receiver.trim();
    case "trimStart":
      return receiver.trimStart();
    case "trimEnd":
      return receiver.trimEnd();
    case "toUpperCase":
      return receiver.toUpperCase();
    case "toLowerCase":
      return receiver.toLowerCase();
    case "charAt":
      return receiver.charAt(count(0));
    case "charCodeAt":
      return receiver.charCodeAt(count(0));
    case "codePointAt":
      return receiver.codePointAt(count(0));
    case "at":
      return receiver.at(count(0));
    case "slice":
      return receiver.slice(count(0), optional(1));
    case "substring":
      return receiver.substring(count(0), optional(1));
    case "indexOf":
      return receiver.indexOf(text(0), count(1));
    case "lastIndexOf":
      return receiver.lastIndexOf(text(0), count(1));
    case "includes":
      return receiver.includes(text(0), count(1));
    case "startsWith":
      return receiver.startsWith(text(0), count(1));
    case "endsWith":
      return receiver.endsWith(text(0), optional(1));
    case "padStart":
      return receiver.padStart(count(0), args[1] === undefined ? undefined : text(1));
    case "padEnd":
      return receiver.padEnd(count(0), args[1] === undefined ? undefined : text(1));
    case "concat":
      return args.reduce<string>((joined, arg) => joined + toText(arg), receiver);
    case "repeat":
      return receiver.repeat(count(0));
    case "replace":
      return receiver.replace(text(0), text(1));
    case "replaceAll":
      return receiver.replaceAll(text(0), text(1));
    default:
      throw new Error(`str.${name} is not in the operator table`);
  }
}
