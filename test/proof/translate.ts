import type { Payload, Term } from "../../ir/term.ts";
import type { Num } from "./numbers.ts";
import { type Expr, Unstated } from "./script.ts";
import type { Prim, Value, Values } from "./values.ts";

const TYPE_ERROR: Prim = { type: "throws", error: "TypeError" };
const RANGE_ERROR: Prim = { type: "throws", error: "RangeError" };
const always: Expr = { text: "true", sort: "Bool" };

/**
 * The value of `term` as SMT-LIB, by the standard, for variables that are primitives: what each operator of the table
 * does on each type, TypeErrors included. @throws Unstated for what SMT-LIB cannot say, or cannot be asked
 */
export function translate(term: Term, values: Values, variables: readonly Value[]): Value {
  const of = (index: number): Value => translate(term.args[index]!, values, variables);
  const { script } = values;
  switch (term.op) {
    case "const":
      return [{ when: script.and(), prim: constant(term.payload, values) }];
    case "var":
      return variables[Number(term.payload)]!;
    case ",":
      return values.map2(of(0), of(1), (_, right) => right);
    case "&&":
      return branch(values, of(0), () => of(1), "left");
    case "||":
      return branch(values, of(0), "left", () => of(1));
    case "?:":
      return branch(
        values,
        of(0),
        () => of(1),
        () => of(2),
      );
    case "??":
      return values.map(of(0), (left) => {
        if (left.type === "convertible") throw new Unstated("a value of several types");
        return left.type === "undefined" || left.type === "null" ? of(1) : left;
      });
  }
  const args = term.args.map((_, index) => of(index));
  return strict(term, args, values);
}

function constant(payload: Payload, values: Values): Prim {
  switch (typeof payload) {
    case "number":
      return values.number(values.numbers.constant(payload));
    case "boolean":
      return values.boolean(payload ? values.script.and() : values.script.or());
    case "bigint":
      return values.integer(payload);
    case "string":
      return values.text(payload);
    default:
      return { type: payload === null ? "null" : "undefined" };
  }
}

type Branch = "left" | (() => Value);

function branch(values: Values, test: Value, yes: Branch, no: Branch): Value {
  return values.map(test, (prim) => {
    const result = (side: Branch): Value => (side === "left" ? [{ when: always, prim }] : side());
    const truthy = values.truthy(prim);
    if (truthy.text === "true") return result(yes);
    if (truthy.text === "false") return result(no);
    return values.if(truthy, result(yes), result(no));
  });
}

/** An operator on evaluated operands. */
function strict(term: Term, args: readonly Value[], values: Values): Value {
  const { op } = term;
  const [first, second] = args;
  const one = unary[op];
  if (one !== undefined && args.length === 1) {
    const operand = converting.has(op) ? numbersOf(first!, op, values) : first!;
    return values.map(operand, (prim) => one(prim, values));
  }
  const two = binary[op];
  if (two !== undefined && args.length === 2) {
    const [a, b] = comparing.has(op) ? [first!, second!] : [first!, second!].map((each) => numbersOf(each, op, values));
    return values.map2(a!, b!, (left, right) => two(left, right, values));
  }
  if (op.startsWith("Math.")) {
    return math(
      op.slice("Math.".length),
      args.map((each) => numbersOf(each, op, values)),
      values,
    );
  }
  if (op === "template") return template(args, values);
  throw new Unstated(op);
}

/** Operators that look at the types of their operands, or take other types than numbers. */
const comparing: ReadonlySet<string> = new Set(["===", "!==", "==", "!=", "Object.is", "str.includes", "str.concat"]);
const converting: ReadonlySet<string> = new Set(["neg", "pos", "~", "Number", "isNaN", "isFinite"]);
/** Operators to which a string is a string. */
const ofTexts: ReadonlySet<string> = new Set(["+", "<", "<=", ">", ">="]);

/** What becomes a number does so first, so that the operator is stated once and not for every type. */
function numbersOf(value: Value, op: string, values: Values): Value {
  return values.map(value, (prim) => {
    if (prim.type === "convertible" && ofTexts.has(op)) throw new Unstated("a value of several types");
    if (prim.type === "bigint" || prim.type === "symbol" || (prim.type === "string" && ofTexts.has(op))) return prim;
    return values.number(values.toNum(prim)!);
  });
}

type Unary = (prim: Prim, values: Values) => Prim;
type Binary = (a: Prim, b: Prim, values: Values) => Prim | Value;

function onNumber(operation: (num: Num, values: Values) => Num): Unary {
  return (prim, values) => {
    const num = values.toNum(prim);
    return num === undefined ? TYPE_ERROR : values.number(operation(num, values));
  };
}

function onNumeric(operation: (num: Num, values: Values) => Num, bigints: (int: Expr, values: Values) => Expr): Unary {
  const numbers = onNumber(operation);
  return (prim, values) =>
    prim.type === "bigint" ? { type: "bigint", int: bigints(prim.int, values) } : numbers(prim, values);
}

/** A question that is false of all but numbers. */
function ofNumbers(question: (num: Num, values: Values) => Expr): Unary {
  return (prim, values) => {
    if (prim.type === "convertible") throw new Unstated("a value of several types");
    return values.boolean(prim.type === "number" ? question(prim.num, values) : values.script.or());
  };
}

const isFiniteNumber = (num: Num, { numbers, script }: Values): Expr =>
  script.not(script.or(numbers.isNaN(num), numbers.isInfinite(num)));

const int = (values: Values, op: string, ...args: readonly Expr[]): Expr => values.script.make("Int", op, ...args);

const unary: Readonly<Record<string, Unary>> = {
  neg: onNumeric(
    (num, { numbers }) => numbers.negate(num),
    (value, values) => int(values, "-", value),
  ),
  pos: onNumber((num) => num),
  "~": onNumeric(
    (num, { numbers, script }) => numbers.int32(script.make("(_ BitVec 32)", "bvnot", numbers.word(num))),
    (value, values) => int(values, "-", int(values, "-", value), { text: "1", sort: "Int" }),
  ),
  "!": (prim, values) => values.boolean(values.script.not(values.truthy(prim))),
  typeof: (prim, values) => {
    if (prim.type === "convertible") throw new Unstated("a value of several types");
    return values.text(prim.type === "null" ? "object" : prim.type);
  },
  void: () => ({ type: "undefined" }),
  Number: (prim, values) => {
    if (prim.type === "bigint") throw new Unstated("a BigInt as a number");
    return unary.pos!(prim, values);
  },
  String: (prim, values) => {
    if (prim.type === "symbol") throw new Unstated("the description of a symbol");
    return { type: "string", text: values.toText(prim)! };
  },
  Boolean: (prim, values) => values.boolean(values.truthy(prim)),
  "Number.isNaN": ofNumbers((num, { numbers }) => numbers.isNaN(num)),
  "Number.isFinite": ofNumbers(isFiniteNumber),
  "Number.isInteger": ofNumbers((num, { numbers }) => numbers.isInteger(num)),
  isNaN: (prim, values) => {
    const num = values.toNum(prim);
    return num === undefined ? TYPE_ERROR : values.boolean(values.numbers.isNaN(num));
  },
  isFinite: (prim, values) => {
    const num = values.toNum(prim);
    return num === undefined ? TYPE_ERROR : values.boolean(isFiniteNumber(num, values));
  },
  "Array.isArray": (_, values) => values.boolean(values.script.or()),
  "str.length": (prim, values) => {
    if (prim.type !== "string") throw new Unstated("a property of what is no string");
    return values.number(values.numbers.ofOther("lengthOfText", prim.text));
  },
};

/** EvaluateStringOrNumericBinaryExpression on primitives. */
function numeric(
  operation: (a: Num, b: Num, values: Values) => Num,
  bigints?: (a: Prim & { type: "bigint" }, b: Prim & { type: "bigint" }, values: Values) => Prim | Value,
): Binary {
  return (a, b, values) => {
    if (a.type === "bigint" && b.type === "bigint") {
      if (bigints === undefined) throw new Unstated("this operator on BigInts");
      return bigints(a, b, values);
    }
    const [x, y] = [values.toNum(a), values.toNum(b)];
    return x === undefined || y === undefined ? TYPE_ERROR : values.number(operation(x, y, values));
  };
}

const ring =
  (op: string) =>
  (a: { readonly int: Expr }, b: { readonly int: Expr }, values: Values): Prim => ({
    type: "bigint",
    int: int(values, op, a.int, b.int),
  });

/** Division truncates; SMT-LIB's rounds down for positive divisors. */
function divideIntegers(a: { readonly int: Expr }, b: { readonly int: Expr }, values: Values, rest: boolean): Value {
  const { script } = values;
  const absolute = (value: Expr): Expr => int(values, "abs", value);
  const zero: Expr = { text: "0", sort: "Int" };
  const isNegative = (value: Expr): Expr => script.make("Bool", "<", value, zero);
  const size = int(values, rest ? "mod" : "div", absolute(a.int), absolute(b.int));
  const sign = rest ? isNegative(a.int) : script.xor(isNegative(a.int), isNegative(b.int));
  const result: Prim = { type: "bigint", int: script.if(sign, int(values, "-", size), size) };
  const byZero = script.same(b.int, zero);
  return values.merge([
    { when: byZero, prim: RANGE_ERROR },
    { when: script.not(byZero), prim: result },
  ]);
}

const onWords = (op: string): Binary =>
  numeric((a, b, { numbers, script }) =>
    numbers.int32(script.make("(_ BitVec 32)", op, numbers.word(a), numbers.word(b))),
  );

function shift(op: string, unsigned: boolean): Binary {
  const onNumbers = numeric((a, b, { numbers, script }) => {
    const mask = { text: "#x0000001f", sort: "(_ BitVec 32)" };
    const count = script.make("(_ BitVec 32)", "bvand", numbers.word(b), mask);
    const word = script.make("(_ BitVec 32)", op, numbers.word(a), count);
    return unsigned ? numbers.uint32(word) : numbers.int32(word);
  });
  return (a, b, values) =>
    unsigned && a.type === "bigint" && b.type === "bigint" ? TYPE_ERROR : onNumbers(a, b, values);
}

function relation(swapped: boolean, orEqual: boolean): Binary {
  return (left, right, values) => {
    const [a, b] = swapped ? [right, left] : [left, right];
    const { script, numbers } = values;
    if (a.type === "string" && b.type === "string") {
      return values.boolean(script.make("Bool", orEqual ? "str.<=" : "str.<", a.text, b.text));
    }
    if (a.type === "bigint" && b.type === "bigint") {
      return values.boolean(script.make("Bool", orEqual ? "<=" : "<", a.int, b.int));
    }
    if (a.type === "symbol" || b.type === "symbol") return TYPE_ERROR;
    if (a.type === "bigint" || b.type === "bigint") throw new Unstated("BigInts compared with other types");
    const [x, y] = [values.toNum(a)!, values.toNum(b)!];
    return values.boolean(orEqual ? numbers.lessOrEqual(x, y) : numbers.less(x, y));
  };
}

const equality =
  (loose: boolean, negated: boolean): Binary =>
  (a, b, values) => {
    const equal = loose ? values.looselyEqual(a, b) : values.strictlyEqual(a, b);
    return values.boolean(negated ? values.script.not(equal) : equal);
  };

const plus = numeric((a, b, { numbers }) => numbers.add(a, b), ring("+"));

const binary: Readonly<Record<string, Binary>> = {
  "+": (a, b, values) => {
    if (a.type !== "string" && b.type !== "string") return plus(a, b, values);
    const [left, right] = [values.toText(a), values.toText(b)];
    if (left === undefined || right === undefined) return TYPE_ERROR;
    return { type: "string", text: values.script.make("String", "str.++", left, right) };
  },
  "-": numeric((a, b, { numbers }) => numbers.subtract(a, b), ring("-")),
  "*": numeric((a, b, { numbers }) => numbers.multiply(a, b), ring("*")),
  "/": numeric(
    (a, b, { numbers }) => numbers.divide(a, b),
    (a, b, values) => divideIntegers(a, b, values, false),
  ),
  "%": numeric(
    (a, b, { numbers }) => numbers.remainder(a, b),
    (a, b, values) => divideIntegers(a, b, values, true),
  ),
  "**": numeric(
    (a, b, { numbers }) => numbers.power(a, b),
    (a, b, values) => {
      // By repeated multiplication, as BigInt::exponentiate is defined.
      if (b.constant === undefined || b.constant < 0n || b.constant > 4n) throw new Unstated("powers of BigInts");
      let power = values.integer(1n) as Prim & { type: "bigint" };
      for (let i = 0n; i < b.constant; i++) {
        power = i === 0n ? a : { type: "bigint", int: int(values, "*", power.int, a.int) };
      }
      return power;
    },
  ),
  "&": onWords("bvand"),
  "|": onWords("bvor"),
  "^": onWords("bvxor"),
  "<<": shift("bvshl", false),
  ">>": shift("bvashr", false),
  ">>>": shift("bvlshr", true),
  "<": relation(false, false),
  "<=": relation(false, true),
  ">": relation(true, false),
  ">=": relation(true, true),
  "===": equality(false, false),
  "!==": equality(false, true),
  "==": equality(true, false),
  "!=": equality(true, true),
  "Object.is": (a, b, values) =>
    values.boolean(
      a.type === "number" && b.type === "number" ? values.numbers.sameValue(a.num, b.num) : values.strictlyEqual(a, b),
    ),
  "BigInt.asIntN": (a, b, values) => wrapped(a, b, values, true),
  "BigInt.asUintN": (a, b, values) => wrapped(a, b, values, false),
  "str.includes": onTexts((x, y, { script }) => ({ type: "boolean", bool: script.make("Bool", "str.contains", x, y) })),
  "str.concat": onTexts((x, y, { script }) => ({ type: "string", text: script.make("String", "str.++", x, y) })),
};

function onTexts(operation: (a: Expr, b: Expr, values: Values) => Prim): Binary {
  return (a, b, values) => {
    if (a.type !== "string" || b.type !== "string") throw new Unstated("a method of what is no string");
    return operation(a.text, b.text, values);
  };
}

function wrapped(bits: Prim, value: Prim, values: Values, signed: boolean): Prim {
  if (bits.type !== "number" || bits.num.constant === undefined || value.type !== "bigint") {
    throw new Unstated("a BigInt wrapped to unknown bits");
  }
  const modulus: Expr = { text: String(2n ** BigInt(bits.num.constant)), sort: "Int" };
  const half: Expr = { text: String(2n ** BigInt(bits.num.constant - 1)), sort: "Int" };
  const rest = int(values, "mod", value.int, modulus);
  if (!signed) return { type: "bigint", int: rest };
  const isHigh = values.script.make("Bool", ">=", rest, half);
  return { type: "bigint", int: values.script.if(isHigh, int(values, "-", rest, modulus), rest) };
}

/** Every operand becomes a number before anything is computed. */
function math(name: string, args: readonly Value[], values: Values): Value {
  const collect = (index: number, nums: readonly Num[]): Value => {
    const arg = args[index];
    if (arg === undefined) return [{ when: always, prim: values.number(mathOf(name, nums, values)) }];
    return values.map(arg, (prim) => {
      const num = values.toNum(prim);
      return num === undefined ? TYPE_ERROR : collect(index + 1, [...nums, num]);
    });
  };
  return collect(0, []);
}

function mathOf(name: string, nums: readonly Num[], values: Values): Num {
  const { numbers, script } = values;
  const [a, b] = nums;
  switch (name) {
    case "min":
    case "max": {
      const none = numbers.constant(name === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
      return nums.length === 0 ? none : nums.reduce((x, y) => numbers.extreme(x, y, name));
    }
    case "floor":
    case "ceil":
    case "trunc":
    case "round":
      return numbers.round(a!, name);
    case "fround":
      return numbers.fround(a!);
    case "abs":
      return numbers.absolute(a!);
    case "sign":
      return numbers.sign(a!);
    case "sqrt":
      return numbers.squareRoot(a!);
    case "clz32": {
      let count = numbers.constant(32);
      const word = numbers.word(a!);
      for (let bit = 0; bit < 32; bit++) {
        const isSet = script.same(script.make("(_ BitVec 1)", `(_ extract ${bit} ${bit})`, word), {
          text: "#b1",
          sort: "(_ BitVec 1)",
        });
        count = numbers.if(isSet, numbers.constant(31 - bit), count);
      }
      return count;
    }
    case "imul":
      return numbers.int32(script.make("(_ BitVec 32)", "bvmul", numbers.word(a!), numbers.word(b!)));
    case "pow":
      return numbers.power(a!, b!);
    default:
      return numbers.opaque(name, nums);
  }
}

function template(args: readonly Value[], values: Values): Value {
  return args.reduce<Value>(
    (text, arg) =>
      values.map2(text, arg, (left, right) => {
        const tail = values.toText(right);
        if (tail === undefined || left.type !== "string") return TYPE_ERROR;
        return { type: "string", text: values.script.make("String", "str.++", left.text, tail) };
      }),
    [{ when: always, prim: values.text("") }],
  );
}
