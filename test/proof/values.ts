import type { Num, Numbers } from "./numbers.ts";
import { type Expr, FALSE, type Script, TRUE, Unstated } from "./script.ts";

/** A primitive of one type, or that something of this class is thrown in place of a value. */
export type Prim = (
  | { readonly type: "number"; readonly num: Num }
  | { readonly type: "boolean"; readonly bool: Expr }
  | { readonly type: "bigint"; readonly int: Expr; readonly constant?: bigint }
  | { readonly type: "string"; readonly text: Expr }
  | { readonly type: "symbol"; readonly id: Expr }
  | { readonly type: "undefined" }
  | { readonly type: "null" }
  /** Of a type that ToNumber takes, and nothing but that is asked of it. */
  | { readonly type: "convertible" }
  | { readonly type: "throws"; readonly error: "TypeError" | "RangeError" }
) & {
  /** What ToNumber makes of it, where that has a name of its own. */
  readonly number?: Num;
};

export type PrimType = Exclude<Prim["type"], "throws" | "convertible">;

/** A value of several types: of all cases, exactly one is the case. At most one case of each type. */
export type Value = readonly { readonly when: Expr; readonly prim: Prim }[];

/** Values that are one of several, conversions and comparisons of them, after ECMA-262 sections 7.1 and 7.2. */
export class Values {
  readonly script: Script;
  readonly numbers: Numbers;

  constructor(script: Script, numbers: Numbers) {
    this.script = script;
    this.numbers = numbers;
  }

  boolean(bool: Expr): Prim {
    return { type: "boolean", bool };
  }

  number(num: Num): Prim {
    return { type: "number", num };
  }

  text(value: string): Prim {
    return { type: "string", text: { text: literal(value), sort: "String" } };
  }

  integer(value: bigint): Prim {
    return {
      type: "bigint",
      int: { text: value < 0n ? `(- ${-value})` : String(value), sort: "Int" },
      constant: value,
    };
  }

  /** `f` of each case. What throws goes on being thrown. */
  map(value: Value, f: (prim: Prim) => Prim | Value): Value {
    return this.merge(
      value.flatMap(({ when, prim }) => {
        const result = prim.type === "throws" ? prim : f(prim);
        const cases = "type" in result ? [{ when: TRUE, prim: result }] : result;
        return cases.map((each) => ({ when: this.script.and(when, each.when), prim: each.prim }));
      }),
    );
  }

  /** `f` of each pair of cases; the first value's exception comes first. */
  map2(a: Value, b: Value, f: (a: Prim, b: Prim) => Prim | Value): Value {
    return this.map(a, (left) => this.map(b, (right) => f(left, right)));
  }

  if(test: Expr, a: Value, b: Value): Value {
    const under = (when: Expr, value: Value): Value =>
      value.map((each) => ({ when: this.script.and(when, each.when), prim: each.prim }));
    return this.merge([...under(test, a), ...under(this.script.not(test), b)]);
  }

  /** One case of each type. */
  merge(cases: Value): Value {
    const merged = new Map<string, { when: Expr; prim: Prim }>();
    for (const { when, prim } of cases) {
      if (when === FALSE) continue;
      const key = prim.type === "throws" ? prim.error : prim.type;
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { when, prim });
      else {
        const either = this.script.or(known.when, when);
        merged.set(key, { when: either, prim: this.#either(when, prim, known.prim) });
      }
    }
    return [...merged.values()];
  }

  #either(test: Expr, a: Prim, b: Prim): Prim {
    const { script } = this;
    if (a.type === "number" && b.type === "number") return this.number(this.numbers.if(test, a.num, b.num));
    if (a.type === "boolean" && b.type === "boolean") return this.boolean(script.if(test, a.bool, b.bool));
    if (a.type === "bigint" && b.type === "bigint") return { type: "bigint", int: script.if(test, a.int, b.int) };
    if (a.type === "string" && b.type === "string") return { type: "string", text: script.if(test, a.text, b.text) };
    if (a.type === "symbol" && b.type === "symbol") return { type: "symbol", id: script.if(test, a.id, b.id) };
    return a;
  }

  /** Do both come to the same: SameValue, or the same class of error? */
  same(a: Value, b: Value): Expr {
    const both = a.flatMap((left) =>
      b.map((right) => this.script.and(left.when, right.when, this.#samePrim(left.prim, right.prim))),
    );
    return this.script.or(...both);
  }

  #samePrim(a: Prim, b: Prim): Expr {
    if (a.type === "number" && b.type === "number") return this.numbers.sameValue(a.num, b.num);
    if (a.type === "throws" && b.type === "throws") return a.error === b.error ? TRUE : FALSE;
    return this.strictlyEqual(a, b);
  }

  strictlyEqual(a: Prim, b: Prim): Expr {
    const { script } = this;
    if (a.type === "convertible" || b.type === "convertible") throw new Unstated("a value of several types");
    if (a.type === "number" && b.type === "number") return this.numbers.equal(a.num, b.num);
    if (a.type === "boolean" && b.type === "boolean") return script.same(a.bool, b.bool);
    if (a.type === "bigint" && b.type === "bigint") return script.same(a.int, b.int);
    if (a.type === "string" && b.type === "string") return script.same(a.text, b.text);
    if (a.type === "symbol" && b.type === "symbol") return script.same(a.id, b.id);
    return a.type === b.type ? TRUE : FALSE;
  }

  looselyEqual(a: Prim, b: Prim): Expr {
    if (a.type === "convertible" || b.type === "convertible") throw new Unstated("a value of several types");
    const isNullish = (prim: Prim): boolean => prim.type === "undefined" || prim.type === "null";
    if (a.type === b.type) return this.strictlyEqual(a, b);
    if (isNullish(a) || isNullish(b)) return isNullish(a) && isNullish(b) ? TRUE : FALSE;
    if (a.type === "symbol" || b.type === "symbol") return FALSE;
    if (a.type === "boolean") return this.looselyEqual(this.number(this.numbers.boolean(a.bool)), b);
    if (b.type === "boolean") return this.looselyEqual(a, this.number(this.numbers.boolean(b.bool)));
    if (a.type === "bigint" || b.type === "bigint") throw new Unstated("BigInts compared with other types");
    return this.numbers.equal(this.toNum(a)!, this.toNum(b)!);
  }

  truthy(prim: Prim): Expr {
    const { script, numbers } = this;
    switch (prim.type) {
      case "number":
        return script.not(script.or(numbers.isZero(prim.num), numbers.isNaN(prim.num)));
      case "boolean":
        return prim.bool;
      case "bigint":
        return script.not(script.same(prim.int, { text: "0", sort: "Int" }));
      case "string":
        return script.not(script.same(prim.text, { text: '""', sort: "String" }));
      case "symbol":
        return TRUE;
      case "convertible":
        throw new Unstated("a value of several types");
      default:
        return FALSE;
    }
  }

  /** ToNumber, or undefined where it throws a TypeError. */
  toNum(prim: Prim): Num | undefined {
    if (prim.number !== undefined) return prim.number;
    switch (prim.type) {
      case "number":
        return prim.num;
      case "boolean":
        return this.numbers.boolean(prim.bool);
      case "undefined":
        return this.numbers.constant(Number.NaN);
      case "null":
        return this.numbers.constant(0);
      case "string":
        return this.numbers.ofOther("numberOfText", prim.text);
      default:
        return undefined;
    }
  }

  /** ToString, or undefined where it throws a TypeError. */
  toText(prim: Prim): Expr | undefined {
    if (prim.type === "convertible") throw new Unstated("a value of several types");
    const { script, numbers } = this;
    const constant = (value: string): Expr => ({ text: literal(value), sort: "String" });
    switch (prim.type) {
      case "string":
        return prim.text;
      case "number": {
        // Both zeros are "0".
        const text = script.apply("textOfNumber", "String", numbers.float(prim.num));
        return script.if(numbers.isZero(prim.num), constant("0"), text);
      }
      case "boolean":
        return script.if(prim.bool, constant("true"), constant("false"));
      case "bigint":
        return script.apply("textOfBigInt", "String", prim.int);
      case "undefined":
      case "null":
        return constant(prim.type);
      default:
        return undefined;
    }
  }
}

function literal(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new Unstated("text beyond ASCII");
  return `"${value.replaceAll('"', '""').replaceAll("\\", "\\u{5c}")}"`;
}
