import { bits, bitVector, type Expr, FALSE, type Script, TRUE, Unstated } from "./script.ts";

/**
 * A theory of JavaScript's numbers. `int`: only numbers that are exact in a double, as bit vectors, with what makes
 * them exact as obligations. Otherwise IEEE 754 with so many bits of exponent and significand, rounding to nearest;
 * what is exact by its static bounds stays a bit vector there too.
 */
export interface Theory {
  readonly name: "int" | "f64" | "f32" | "f16";
  readonly exponent: number;
  readonly significand: number;
  /** Bits of the vectors for numbers that are exact. */
  readonly width: number;
}

export const theories: readonly Theory[] = [
  { name: "int", exponent: 11, significand: 53, width: 72 },
  { name: "int", exponent: 11, significand: 53, width: 128 },
  { name: "f64", exponent: 11, significand: 53, width: 72 },
  { name: "f32", exponent: 8, significand: 24, width: 72 },
  { name: "f16", exponent: 5, significand: 11, width: 72 },
];

/** A number known to be `bits * 2^-scale`, or -0. Bits are between `low` and `high`, never beyond the significand. */
export interface Exact {
  readonly bits: Expr;
  readonly scale: number;
  readonly low: bigint;
  readonly high: bigint;
  readonly minusZero: Expr;
}

export interface Num {
  readonly exact?: Exact | undefined;
  readonly float?: Expr | undefined;
  /** Its value, if it is a constant. */
  readonly constant?: number | undefined;
  /** How many products, quotients and roots of floats lie within each other. */
  readonly depth?: number;
}

/** Beyond this depth, bits of 24 and more are beyond the solver: it would spend its time before it counts its work. */
const MOST_DEPTH = 1.9;

const NEAREST = "RNE";

/** Arithmetic of one theory, after ECMA-262 section 6.1.6.1 and 21.3.2. */
export class Numbers {
  readonly script: Script;
  readonly theory: Theory;
  readonly width: number;
  readonly #sort: string;
  /** Integers up to this size are exact. */
  readonly #limit: bigint;
  /** The smallest power of two of which all multiples up to the limit are exact, negated. */
  readonly #mostScale: number;

  constructor(script: Script, theory: Theory) {
    this.script = script;
    this.theory = theory;
    this.#sort = `(_ FloatingPoint ${theory.exponent} ${theory.significand})`;
    this.width = theory.width;
    this.#limit = 2n ** BigInt(theory.significand);
    this.#mostScale = Math.min(40, 2 ** (theory.exponent - 1) - 2);
  }

  constant(value: number): Num {
    const exact = exactConstant(value, this.#limit, this.#mostScale, this.width);
    return { constant: value, exact, float: exact === undefined ? this.#literal(value) : undefined };
  }

  boolean(bool: Expr): Num {
    const exact = (low: bigint): Exact => ({ ...integer(bitVector(low, this.width), low, low) });
    return this.if(bool, { exact: exact(1n) }, { exact: exact(0n) });
  }

  /** Any number: a variable by its bits. */
  variable(name: string): Num {
    const raw = this.script.declare(name, bits(this.theory.exponent + this.theory.significand));
    return { float: this.script.make(this.#sort, this.#toFloat(), raw) };
  }

  /** An integer of 34 bits, signed; `minusZero` says whether it is -0. */
  integer(name: string, low: bigint, high: bigint, minusZero: Expr): { num: Num; admitted: Expr } {
    const raw = this.script.declare(name, bits(34));
    const wide = this.script.make(bits(this.width), `(_ sign_extend ${this.width - 34})`, raw);
    const admitted = this.script.and(
      this.script.make("Bool", "bvsle", bitVector(low, 34), raw),
      this.script.make("Bool", "bvsle", raw, bitVector(high, 34)),
      this.script.or(this.script.not(minusZero), this.script.same(raw, bitVector(0n, 34))),
    );
    if (low < -this.#limit || high > this.#limit) {
      const float = this.script.if(minusZero, this.#literal(-0), this.#rounded(wide, 34));
      return { num: { float }, admitted };
    }
    return { num: { exact: { bits: wide, scale: 0, low, high, minusZero } }, admitted };
  }

  /** A value of 32 bits. */
  int32(word: Expr): Num {
    return this.#word(word, "sign_extend", -(2n ** 31n), 2n ** 31n - 1n);
  }

  uint32(word: Expr): Num {
    return this.#word(word, "zero_extend", 0n, 2n ** 32n - 1n);
  }

  #word(word: Expr, extend: string, low: bigint, high: bigint): Num {
    const wide = this.script.make(bits(this.width), `(_ ${extend} ${this.width - 32})`, word);
    // A small theory rounds what it cannot hold: its words are wider than its numbers.
    if (high > this.#limit) return { float: this.#rounded(wide, 34) };
    return { exact: integer(wide, low, high) };
  }

  #rounded(wide: Expr, width: number): Expr {
    const low = this.script.make(bits(width), `(_ extract ${width - 1} 0)`, wide);
    return this.script.make(this.#sort, `${this.#toFloat()} ${NEAREST}`, low);
  }

  float(num: Num): Expr {
    if (num.float !== undefined) return num.float;
    if (this.theory.name === "int") throw new Unstated("a number that need not be exact");
    if (num.constant !== undefined) return this.#literal(num.constant);
    const { bits: wide, scale, low, high, minusZero } = num.exact!;
    const width = Math.max(sizeOf(low), sizeOf(high)) + 1;
    const narrow = this.script.make(bits(width), `(_ extract ${width - 1} 0)`, wide);
    let value = this.script.make(this.#sort, `${this.#toFloat()} ${NEAREST}`, narrow);
    if (scale > 0) value = this.#rounding("fp.mul", value, this.#literal(2 ** -scale));
    return this.script.if(minusZero, this.#literal(-0), value);
  }

  #toFloat(): string {
    return `(_ to_fp ${this.theory.exponent} ${this.theory.significand})`;
  }

  #literal(value: number): Expr {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    const double = this.script.make("(_ FloatingPoint 11 53)", "(_ to_fp 11 53)", bitVector(view.getBigUint64(0), 64));
    return this.theory.significand === 53
      ? double
      : this.script.make(this.#sort, `${this.#toFloat()} ${NEAREST}`, double);
  }

  #rounding(op: string, ...args: readonly Expr[]): Expr {
    return this.script.make(this.#sort, `${op} ${NEAREST}`, ...args);
  }

  #is(predicate: string, ...args: readonly Expr[]): Expr {
    return this.script.make("Bool", predicate, ...args);
  }

  /** `exact` as a number, or undefined if its bounds reach beyond what is exact: in `int` that is an obligation. */
  #within(exact: Exact): Num | undefined {
    if (exact.low >= -this.#limit && exact.high <= this.#limit) return { exact };
    if (this.theory.name !== "int") return undefined;
    if (sizeOf(exact.low) > this.width - 2 || sizeOf(exact.high) > this.width - 2)
      throw new Unstated("a number of many bits");
    const limit = bitVector(this.#limit, this.width);
    const least = bitVector(-this.#limit, this.width);
    this.script.obligations.push(this.#is("bvsle", least, exact.bits), this.#is("bvsle", exact.bits, limit));
    return { exact: { ...exact, low: max(exact.low, -this.#limit), high: min(exact.high, this.#limit) } };
  }

  #arithmetic(op: string, ...args: readonly Expr[]): Expr {
    return this.script.make(bits(this.width), op, ...args);
  }

  /** Both on the greater scale. */
  #aligned(a: Exact, b: Exact): readonly [Exact, Exact] {
    const scale = Math.max(a.scale, b.scale);
    return [this.#onScale(a, scale), this.#onScale(b, scale)];
  }

  #onScale(a: Exact, scale: number): Exact {
    const shift = BigInt(scale - a.scale);
    if (shift === 0n) return a;
    if (sizeOf(a.low << shift) > this.width - 2 || sizeOf(a.high << shift) > this.width - 2) {
      throw new Unstated("a number of many bits");
    }
    const shifted = this.#arithmetic("bvshl", a.bits, bitVector(shift, this.width));
    return { ...a, bits: shifted, scale, low: a.low << shift, high: a.high << shift };
  }

  #negative(a: Exact): Expr {
    return this.script.or(this.#is("bvslt", a.bits, bitVector(0n, this.width)), a.minusZero);
  }

  #zero(a: Exact): Expr {
    return this.script.same(a.bits, bitVector(0n, this.width));
  }

  add(a: Num, b: Num): Num {
    if (a.exact && b.exact) {
      const [x, y] = this.#aligned(a.exact, b.exact);
      const found = this.#within({
        bits: this.#arithmetic("bvadd", x.bits, y.bits),
        scale: x.scale,
        low: x.low + y.low,
        high: x.high + y.high,
        minusZero: this.script.and(x.minusZero, y.minusZero),
      });
      if (found) return found;
    }
    return { float: this.#rounding("fp.add", this.float(a), this.float(b)), depth: depthOf(a, b) };
  }

  negate(a: Num): Num {
    if (a.exact) {
      const { bits: x, scale, low, high, minusZero } = a.exact;
      const zero = this.script.and(this.#zero(a.exact), this.script.not(minusZero));
      return { exact: { bits: this.#arithmetic("bvneg", x), scale, low: -high, high: -low, minusZero: zero } };
    }
    return { float: this.script.make(this.#sort, "fp.neg", this.float(a)), depth: depthOf(a) };
  }

  subtract(a: Num, b: Num): Num {
    if (a.exact && b.exact) return this.add(a, this.negate(b));
    return { float: this.#rounding("fp.sub", this.float(a), this.float(b)), depth: depthOf(a, b) };
  }

  multiply(a: Num, b: Num): Num {
    if (a.exact && b.exact && a.exact.scale + b.exact.scale <= this.#mostScale) {
      const [x, y] = [a.exact, b.exact];
      const corners = [x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high];
      const signs = this.script.xor(this.#negative(x), this.#negative(y));
      const found = this.#within({
        bits: this.#arithmetic("bvmul", x.bits, y.bits),
        scale: x.scale + y.scale,
        low: corners.reduce(min),
        high: corners.reduce(max),
        minusZero: this.script.and(this.script.or(this.#zero(x), this.#zero(y)), signs),
      });
      if (found) return found;
    }
    return this.#deep("fp.mul", a, b);
  }

  #deep(op: string, ...args: readonly Num[]): Num {
    const own = args.some(({ constant }) => constant !== undefined) ? 0.5 : 1;
    const depth = Math.max(...args.map((arg) => arg.depth ?? 0)) + own;
    if (depth > MOST_DEPTH && this.theory.significand > 11) throw new Unstated("products within products");
    return { float: this.#rounding(op, ...args.map((arg) => this.float(arg))), depth };
  }

  divide(a: Num, b: Num): Num {
    const power = b.constant === undefined ? undefined : powerOfTwo(b.constant);
    const small = this.theory.significand === 53;
    if (a.exact && power !== undefined && small && power >= 0 && a.exact.scale + power <= this.#mostScale) {
      const x = b.constant! < 0 ? this.negate(a).exact! : a.exact;
      return { exact: { ...x, scale: x.scale + power } };
    }
    return this.#deep("fp.div", a, b);
  }

  remainder(a: Num, b: Num): Num {
    // By a constant: a division by an unknown of so many bits is beyond the solver.
    if (a.exact && b.exact && b.constant !== undefined && b.constant !== 0) {
      const [x, y] = this.#aligned(a.exact, b.exact);
      const rest = this.#arithmetic("bvsrem", x.bits, y.bits);
      const minusZero = this.script.and(this.script.same(rest, bitVector(0n, this.width)), this.#negative(x));
      const size = max(-x.low, x.high);
      return { exact: { bits: rest, scale: x.scale, low: -size, high: size, minusZero } };
    }
    if (this.theory.significand > 11) {
      // Bit by bit it is beyond the solver: what is said here holds of any function that is odd in its first operand
      // and even in its second, as the remainder is.
      return this.#signedRemainder(a, b);
    }
    const [x, y] = [this.float(a), this.float(b)];
    // fp.rem is to the nearest multiple: below zero, the truncated one is a divisor away, and exact.
    const size = this.script.make(this.#sort, "fp.abs", y);
    const near = this.script.make(this.#sort, "fp.rem", this.script.make(this.#sort, "fp.abs", x), size);
    const rest = this.script.if(this.#is("fp.lt", near, this.#literal(0)), this.#rounding("fp.add", near, size), near);
    const signed = this.script.if(
      this.#is("fp.isNegative", x),
      this.script.make(this.#sort, "fp.neg", this.script.make(this.#sort, "fp.abs", rest)),
      this.script.make(this.#sort, "fp.abs", rest),
    );
    const finite = this.script.not(this.script.or(this.#is("fp.isNaN", x), this.#is("fp.isInfinite", x)));
    const defined = this.script.and(
      finite,
      this.script.not(this.#is("fp.isZero", y)),
      this.script.not(this.#is("fp.isNaN", y)),
    );
    const float = this.script.if(
      defined,
      this.script.if(this.#is("fp.isInfinite", y), x, signed),
      this.#literal(Number.NaN),
    );
    return { float };
  }

  #signedRemainder(a: Num, b: Num): Num {
    const [x, y] = [this.float(a), this.float(b)];
    const absolute = (value: Expr): Expr => this.script.make(this.#sort, "fp.abs", value);
    const rest = this.script.apply("remainder", this.#sort, absolute(x), absolute(y));
    const negated = this.script.make(this.#sort, "fp.neg", rest);
    return { float: this.script.if(this.#is("fp.isNegative", x), negated, rest) };
  }

  power(a: Num, b: Num): Num {
    if (b.constant === 0) return this.constant(1);
    const [x, y] = [this.float(a), this.float(b)];
    const value = this.script.apply("power", this.#sort, x, y);
    const one = this.script.if(this.#is("fp.isZero", y), this.#literal(1), value);
    return { float: this.script.if(this.#is("fp.isNaN", y), this.#literal(Number.NaN), one) };
  }

  /** A function of Math of which nothing is said. */
  opaque(name: string, args: readonly Num[]): Num {
    return { float: this.script.apply(name, this.#sort, ...args.map((arg) => this.float(arg))) };
  }

  /** A number that is a function of something else, of which nothing is said. */
  ofOther(name: string, ...args: readonly Expr[]): Num {
    if (this.theory.name === "int") throw new Unstated("a number that need not be exact");
    return { float: this.script.apply(name, this.#sort, ...args) };
  }

  round(a: Num, way: "floor" | "ceil" | "trunc" | "round"): Num {
    if (a.exact) return this.#roundExact(a.exact, way);
    const x = this.float(a);
    const modes = { floor: "RTN", ceil: "RTP", trunc: "RTZ" } as const;
    if (way !== "round") return { float: this.script.make(this.#sort, `fp.roundToIntegral ${modes[way]}`, x) };
    // Halves go up: one more than the floor where it is at least half below. What is left of a negative number is -0.
    const floor = this.script.make(this.#sort, "fp.roundToIntegral RTN", x);
    const above = this.#is("fp.geq", this.#rounding("fp.sub", x, floor), this.#literal(0.5));
    const value = this.script.if(above, this.#rounding("fp.add", floor, this.#literal(1)), floor);
    const minusZero = this.script.and(this.#is("fp.isZero", value), this.#is("fp.isNegative", x));
    return { float: this.script.if(minusZero, this.#literal(-0), value) };
  }

  #roundExact(a: Exact, way: "floor" | "ceil" | "trunc" | "round"): Num {
    if (a.scale === 0) return { exact: a };
    const scale = BigInt(a.scale);
    const negative = this.#negative(a);
    const floorOf = (value: Expr): Expr => this.#arithmetic("bvashr", value, bitVector(scale, this.width));
    const up = this.#arithmetic("bvneg", floorOf(this.#arithmetic("bvneg", a.bits)));
    const down = floorOf(a.bits);
    const half = floorOf(this.#arithmetic("bvadd", a.bits, bitVector(2n ** (scale - 1n), this.width)));
    const value = { floor: down, ceil: up, trunc: this.script.if(negative, up, down), round: half }[way];
    const isZero = this.script.same(value, bitVector(0n, this.width));
    const minusZero = way === "floor" ? a.minusZero : this.script.and(isZero, negative);
    return { exact: { bits: value, scale: 0, low: (a.low >> scale) - 1n, high: (a.high >> scale) + 1n, minusZero } };
  }

  fround(a: Num): Num {
    if (this.theory.name !== "f64") throw new Unstated("Math.fround outside of binary64");
    const single = this.script.make("(_ FloatingPoint 8 24)", `(_ to_fp 8 24) ${NEAREST}`, this.float(a));
    return { float: this.script.make(this.#sort, `${this.#toFloat()} ${NEAREST}`, single) };
  }

  squareRoot(a: Num): Num {
    return this.#deep("fp.sqrt", a);
  }

  absolute(a: Num): Num {
    if (a.exact) {
      const size = max(max(-a.exact.low, a.exact.high), 0n);
      const value = this.script.if(this.#negative(a.exact), this.#arithmetic("bvneg", a.exact.bits), a.exact.bits);
      return { exact: { bits: value, scale: a.exact.scale, low: 0n, high: size, minusZero: FALSE } };
    }
    return { float: this.script.make(this.#sort, "fp.abs", this.float(a)) };
  }

  sign(a: Num): Num {
    const [one, minusOne] = [this.constant(1), this.constant(-1)];
    const zero = this.constant(0);
    return this.if(this.less(zero, a), one, this.if(this.less(a, zero), minusOne, a));
  }

  extreme(a: Num, b: Num, way: "min" | "max"): Num {
    const [lesser, greater] = [this.less(a, b), this.less(b, a)];
    // -0 is below 0.
    const first = this.script.or(
      way === "min" ? lesser : greater,
      this.script.and(this.equal(a, b), way === "min" ? this.isNegative(a) : this.script.not(this.isNegative(a))),
    );
    const chosen = this.if(first, a, b);
    if (a.exact && b.exact) return chosen;
    const nan = this.script.or(this.isNaN(a), this.isNaN(b));
    return nan === FALSE ? chosen : this.if(nan, this.constant(Number.NaN), chosen);
  }

  less(a: Num, b: Num): Expr {
    return this.#compare(a, b, "bvslt", "fp.lt");
  }

  lessOrEqual(a: Num, b: Num): Expr {
    return this.#compare(a, b, "bvsle", "fp.leq");
  }

  equal(a: Num, b: Num): Expr {
    if (a.exact && b.exact) {
      const [x, y] = this.#aligned(a.exact, b.exact);
      return this.script.same(x.bits, y.bits);
    }
    return this.#is("fp.eq", this.float(a), this.float(b));
  }

  #compare(a: Num, b: Num, ofBits: string, ofFloats: string): Expr {
    if (a.exact && b.exact) {
      const [x, y] = this.#aligned(a.exact, b.exact);
      return this.#is(ofBits, x.bits, y.bits);
    }
    return this.#is(ofFloats, this.float(a), this.float(b));
  }

  sameValue(a: Num, b: Num): Expr {
    if (a.exact && b.exact) {
      return this.script.and(this.equal(a, b), this.script.same(a.exact.minusZero, b.exact.minusZero));
    }
    return this.script.same(this.float(a), this.float(b));
  }

  isNaN(a: Num): Expr {
    return a.exact ? FALSE : this.#is("fp.isNaN", this.float(a));
  }

  isInfinite(a: Num): Expr {
    return a.exact ? FALSE : this.#is("fp.isInfinite", this.float(a));
  }

  isNegative(a: Num): Expr {
    return a.exact ? this.#negative(a.exact) : this.#is("fp.isNegative", this.float(a));
  }

  isZero(a: Num): Expr {
    return a.exact ? this.#zero(a.exact) : this.#is("fp.isZero", this.float(a));
  }

  /** A power of two, negated perhaps, whose reciprocal is one too, some way from both ends of the theory's range. */
  hasExactReciprocal(a: Num): Expr {
    const { exponent, significand } = this.theory;
    const most = 2 ** Math.min(1000, 2 ** (exponent - 1) - 2);
    const raw = this.script.make(bits(exponent + significand), "fp.to_ieee_bv", this.float(a));
    const fraction = this.script.make(bits(significand - 1), `(_ extract ${significand - 2} 0)`, raw);
    const size = this.absolute(a);
    return this.script.and(
      this.script.same(fraction, bitVector(0n, significand - 1)),
      this.lessOrEqual(this.constant(1 / most), size),
      this.lessOrEqual(size, this.constant(most)),
    );
  }

  isInteger(a: Num): Expr {
    if (a.exact?.scale === 0) return TRUE;
    const whole = this.equal(a, this.round(a, "trunc"));
    return this.script.and(whole, this.script.not(this.isInfinite(a)));
  }

  if(test: Expr, a: Num, b: Num): Num {
    if (test === TRUE) return a;
    if (test === FALSE) return b;
    if (a.exact && b.exact) {
      const [x, y] = this.#aligned(a.exact, b.exact);
      const exact = {
        bits: this.script.if(test, x.bits, y.bits),
        scale: x.scale,
        low: min(x.low, y.low),
        high: max(x.high, y.high),
        minusZero: this.script.if(test, x.minusZero, y.minusZero),
      };
      // Aligned, constants may need more bits than a significand has; their floats do not.
      if (exact.low >= -this.#limit && exact.high <= this.#limit) return { exact };
    }
    return { float: this.script.if(test, this.float(a), this.float(b)), depth: depthOf(a, b) };
  }

  /** ToInt32 and ToUint32: 32 bits. */
  word(a: Num): Expr {
    if (a.exact) {
      const whole = this.round(a, "trunc").exact!;
      return this.script.make(bits(32), "(_ extract 31 0)", whole.bits);
    }
    const x = this.float(a);
    const { exponent, significand } = this.theory;
    const total = exponent + significand;
    const width = significand + 32;
    const raw = this.script.make(bits(total), "fp.to_ieee_bv", x);
    const part = (from: number, to: number): Expr =>
      this.script.make(bits(from - to + 1), `(_ extract ${from} ${to})`, raw);
    const of = (op: string, ...args: readonly Expr[]): Expr => this.script.make(bits(width), op, ...args);
    const wide = (value: Expr, size: number): Expr => of(`(_ zero_extend ${width - size})`, value);
    const fraction = of(
      "bvor",
      wide(part(significand - 2, 0), significand - 1),
      bitVector(1n << BigInt(significand - 1), width),
    );
    const bias = BigInt(2 ** (exponent - 1) - 1 + significand - 1);
    const shift = of("bvsub", wide(part(total - 2, significand - 1), exponent), bitVector(bias, width));
    const isLeft = this.#is("bvsle", bitVector(0n, width), shift);
    const size = this.script.if(isLeft, of("bvshl", fraction, shift), of("bvlshr", fraction, of("bvneg", shift)));
    const low = this.script.make(bits(32), "(_ extract 31 0)", size);
    const signed = this.script.if(this.#is("fp.isNegative", x), this.script.make(bits(32), "bvneg", low), low);
    const finite = this.script.not(this.script.or(this.#is("fp.isNaN", x), this.#is("fp.isInfinite", x)));
    return this.script.if(finite, signed, bitVector(0n, 32));
  }
}

function integer(wide: Expr, low: bigint, high: bigint): Exact {
  return { bits: wide, scale: 0, low, high, minusZero: FALSE };
}

function exactConstant(value: number, limit: bigint, mostScale: number, width: number): Exact | undefined {
  if (!Number.isFinite(value)) return undefined;
  for (let scale = 0; scale <= mostScale; scale++) {
    const scaled = value * 2 ** scale;
    if (!Number.isSafeInteger(scaled) || BigInt(scaled) > limit || BigInt(scaled) < -limit) continue;
    const whole = BigInt(scaled);
    const minusZero = Object.is(value, -0) ? TRUE : FALSE;
    return { bits: bitVector(whole, width), scale, low: whole, high: whole, minusZero };
  }
  return undefined;
}

/** The exponent of a power of two, negated perhaps. */
function powerOfTwo(value: number): number | undefined {
  const power = Math.log2(Math.abs(value));
  return Number.isInteger(power) && 2 ** power === Math.abs(value) ? power : undefined;
}

function depthOf(...nums: readonly Num[]): number {
  return Math.max(...nums.map(({ depth }) => depth ?? 0));
}

function sizeOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
