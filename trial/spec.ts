import type { World } from "./world.ts";

/**
 * Descriptions of hostile values as plain data. A description is built once per world (`world.ts`), so that the
 * original and the output of one program get equal but separate values; data can be shrunk and printed, objects cannot.
 * Primitives describe themselves.
 */
export type Spec = undefined | null | boolean | number | string | bigint | ObjectSpec | SymbolSpec;

export type ObjectSpec =
  | ArraySpec
  | RecordSpec
  | ProxySpec
  | FunctionSpec
  | ConvertibleSpec
  | TypedSpec
  | CollectionSpec
  | IterableSpec
  | BoxedSpec
  | BuiltinSpec
  | RefSpec;

/** Makes the value that a description stands for, fresh, in a world. */
export type Build = (world: World, spec: Spec) => unknown;

/** A symbol by name, the same in every world. */
export interface SymbolSpec {
  readonly k: "symbol";
  readonly name: string;
}

/** No element at this index of an array. */
export interface HoleSpec {
  readonly k: "hole";
}

/** A property that is a getter (and, with `settable`, a setter). It logs, does its deeds, then gives `value`. */
export interface AccessorSpec {
  readonly k: "accessor";
  readonly value: Spec;
  readonly does?: readonly Deed[];
  readonly settable?: boolean;
  /** Neither logs nor counts fuel: a pure getter, for runs that assume `pureGetters`. */
  readonly silent?: boolean;
}

/** What a hostile member does when it runs, beside logging. */
export interface Deed {
  /** On which call, counted from 0; absent: on every call. */
  readonly on?: number;
  /** `poke` writes the variable of the program that `poke(value)` writes; the others act on the owner or the first input. */
  readonly do: "throw" | "push" | "shrink" | "grow" | "set" | "delete" | "poke";
  readonly value?: Spec;
  readonly index?: number;
}

/** A property: `@@name` stands for the well-known symbol. */
export interface PropSpec {
  readonly key: string;
  readonly value: Spec | AccessorSpec;
  readonly hidden?: boolean;
  readonly readOnly?: boolean;
}

export interface ArraySpec {
  readonly k: "array";
  readonly items: readonly (Spec | HoleSpec | AccessorSpec)[];
  /** Larger than `items.length`: holes at the end. */
  readonly length?: number;
  /** Which array: a subclass with the inherited species, one with another species, an array of another realm, … */
  readonly like?: "subclass" | "species" | "species-null" | "species-throws" | "null-proto" | "own-proto" | "realm";
  /** An own `constructor` property. */
  readonly ctor?: "undefined" | "null" | "array" | "number" | "bare-object" | "species" | "getter";
  readonly own?: readonly PropSpec[];
  readonly state?: "frozen" | "sealed" | "fixed" | "length-read-only";
}

export interface RecordSpec {
  readonly k: "object";
  readonly props: readonly PropSpec[];
  readonly proto?: "null" | "class" | readonly PropSpec[];
  readonly state?: "frozen" | "sealed" | "fixed";
}

/** Every trap logs. `get` and `has` answer by `lies` first: property name to value. */
export interface ProxySpec {
  readonly k: "proxy";
  readonly target: Spec;
  readonly get?: readonly PropSpec[];
  readonly has?: readonly { readonly key: string; readonly value: boolean }[];
  readonly does?: readonly Deed[];
  readonly revoked?: boolean;
  readonly silent?: boolean;
}

/** A function that logs its name, `this` and arguments. */
export interface FunctionSpec {
  readonly k: "fn";
  readonly name: string;
  /** `arg0`…: that argument; `not`: its negation; `plus`: `a + 1` or `a + b`; `count`: how often it was called; `wrap`: `[arg0]` */
  readonly gives: "arg0" | "arg1" | "arg2" | "not" | "plus" | "count" | "wrap" | "this" | { readonly value: Spec };
  readonly does?: readonly Deed[];
  readonly kind?: "arrow" | "class" | "async" | "generator";
  readonly silent?: boolean;
}

/** An object with traced conversions; absent ones are inherited. */
export interface ConvertibleSpec {
  readonly k: "convertible";
  /** What `valueOf`, `toString`, `Symbol.toPrimitive` give. */
  readonly numeric?: { readonly gives: Spec };
  readonly textual?: { readonly gives: Spec };
  readonly primitive?: { readonly gives: Spec };
  readonly does?: readonly Deed[];
  readonly silent?: boolean;
}

export interface TypedSpec {
  readonly k: "typed";
  readonly of: "Float64Array" | "Float32Array" | "Int32Array" | "Uint8Array" | "BigInt64Array";
  readonly items: readonly number[];
}

export interface CollectionSpec {
  readonly k: "set" | "map";
  readonly items: readonly Spec[];
}

/** An object with its own traced `Symbol.iterator`. */
export interface IterableSpec {
  readonly k: "iterable";
  readonly items: readonly Spec[];
  readonly does?: readonly Deed[];
  readonly returns?: boolean;
}

export interface BoxedSpec {
  readonly k: "boxed" | "date" | "error" | "regexp" | "promise" | "rejected";
  readonly value: Spec;
}

/** A method of `Array.prototype`: array-likes that borrow it pass any comparison of methods. */
export interface BuiltinSpec {
  readonly k: "builtin";
  readonly name: string;
}

/** The same object as input `to`. */
export interface RefSpec {
  readonly k: "ref";
  readonly to: number;
}

/** One call of one program. */
export interface Case {
  /** Which export to call; default `main`. */
  readonly call?: string;
  readonly args: readonly Spec[];
  readonly self?: Spec;
  /** What the host function `touch` does. */
  readonly touch?: readonly Deed[];
  /** On which call, counted from 0, the host function `boom` throws. */
  readonly boomAt?: number;
}

export const HOLE: HoleSpec = { k: "hole" };

export function array(...items: (Spec | HoleSpec | AccessorSpec)[]): ArraySpec {
  return { k: "array", items };
}

export function object(fields: Readonly<Record<string, Spec | AccessorSpec>>): RecordSpec {
  return { k: "object", props: Object.entries(fields).map(([key, value]) => ({ key, value })) };
}

export function proxy(target: Spec, more: Partial<Omit<ProxySpec, "k" | "target">> = {}): ProxySpec {
  return { k: "proxy", target, ...more };
}

export function accessor(value: Spec, ...does: Deed[]): AccessorSpec {
  return { k: "accessor", value, does };
}

export function fn(name: string, gives: FunctionSpec["gives"], ...does: Deed[]): FunctionSpec {
  return { k: "fn", name, gives, does };
}

/** Is `spec` described by an object (a symbol is too)? */
export function isDescription(spec: unknown): spec is ObjectSpec | SymbolSpec | HoleSpec | AccessorSpec {
  return typeof spec === "object" && spec !== null && "k" in spec;
}

/** Fields that may hold a meant `undefined`. */
const MEANT = new Set(["value", "gives", "target"]);

/** `spec`, or any part of a case, as the source text of a literal. */
export function show(part: unknown): string {
  if (Array.isArray(part)) return `[${part.map(show).join(", ")}]`;
  if (typeof part === "object" && part !== null) {
    const fields = Object.entries(part)
      .filter(([key, value]) => value !== undefined || MEANT.has(key))
      .map(([key, value]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${show(value)}`);
    return `{ ${fields.join(", ")} }`;
  }
  if (typeof part === "string") return JSON.stringify(part);
  if (typeof part === "bigint") return `${part}n`;
  if (Object.is(part, -0)) return "-0";
  return String(part);
}
