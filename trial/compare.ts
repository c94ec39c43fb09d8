import { types } from "node:util";
import type { World } from "./world.ts";

/** Two values that must correspond, and where they were found. */
interface Pair {
  readonly a: unknown;
  readonly b: unknown;
  readonly path: string;
}

/** Pairs after which a comparison gives up and counts as equal. */
const ENOUGH = 20_000;

/** How exactly numbers must agree: `Object.is`, or to within a relative error where rounding was given up by name. */
export type SameNumber = (a: number, b: number) => boolean;

/**
 * Compares what two worlds hold: `Object.is` on primitives; for objects keys and their order, descriptors, holes,
 * prototypes, internal slots, and a one-to-one correspondence, which is identity and aliasing. No trap is sprung.
 */
export class Comparison {
  readonly #left: World;
  readonly #right: World;
  readonly #forth = new Map<object, object>();
  readonly #back = new Map<object, object>();
  readonly #symbols = new Map<symbol, symbol>();
  readonly #work: Pair[] = [];
  readonly #sameNumber: SameNumber;

  constructor(left: World, right: World, sameNumber: SameNumber = Object.is) {
    this.#left = left;
    this.#right = right;
    this.#sameNumber = sameNumber;
  }

  /** The first difference between `a` of the left world and `b` of the right one, or undefined. */
  difference(a: unknown, b: unknown, path: string): string | undefined {
    this.#work.push({ a, b, path });
    let steps = 0;
    for (let pair = this.#work.pop(); pair !== undefined && steps < ENOUGH; pair = this.#work.pop(), steps++) {
      const found = this.#step(pair);
      if (found !== undefined) {
        this.#work.length = 0;
        return found;
      }
    }
    return undefined;
  }

  #step({ a, b, path }: Pair): string | undefined {
    if (!isObject(a) || !isObject(b)) {
      if (Object.is(a, b)) return undefined;
      if (typeof a === "number" && typeof b === "number" && this.#sameNumber(a, b)) return undefined;
      if (typeof a === "symbol" && typeof b === "symbol" && this.#sameSymbol(a, b)) return undefined;
      return `${path}: ${brief(a)} against ${brief(b)}`;
    }
    const partner = this.#forth.get(a);
    const back = this.#back.get(b);
    if (partner !== undefined || back !== undefined) {
      return partner === b && back === a ? undefined : `${path}: identity or aliasing differs`;
    }
    this.#forth.set(a, b);
    this.#back.set(b, a);
    return this.#compareObjects(a, b, path);
  }

  /** Symbols that a program makes correspond one to one too. */
  #sameSymbol(a: symbol, b: symbol): boolean {
    if (a === b) return true;
    if (Symbol.keyFor(a) !== undefined || a.description !== b.description) return false;
    const partner = this.#symbols.get(a);
    this.#symbols.set(a, b);
    return partner === undefined || partner === b;
  }

  #compareObjects(a: object, b: object, path: string): string | undefined {
    const proxyA = this.#left.behind.has(a);
    if (proxyA !== this.#right.behind.has(b)) return `${path}: a Proxy against none`;
    if (proxyA) {
      this.#work.push({ a: this.#left.behind.get(a), b: this.#right.behind.get(b), path: `${path}(target)` });
      return undefined;
    }
    if (a === b) return undefined;
    if (typeof a !== typeof b) return `${path}: ${typeof a} against ${typeof b}`;
    if (Array.isArray(a) !== Array.isArray(b)) return `${path}: an array against none`;
    if (Object.isExtensible(a) !== Object.isExtensible(b)) return `${path}: extensibility differs`;
    const slots = this.#compareSlots(a, b, path);
    if (slots !== undefined) return slots;
    this.#work.push({ a: Object.getPrototypeOf(a), b: Object.getPrototypeOf(b), path: `${path}.__proto__` });
    return this.#compareProperties(a, b, path);
  }

  #compareSlots(a: object, b: object, path: string): string | undefined {
    const tagA = tagOf(a);
    const tagB = tagOf(b);
    if (tagA !== tagB) return `${path}: ${tagA} against ${tagB}`;
    if (types.isDate(a) && types.isDate(b) && !Object.is(a.getTime(), b.getTime())) return `${path}: dates differ`;
    if (types.isMap(a) && types.isMap(b)) {
      this.#work.push({ a: [...a.entries()].flat(), b: [...b.entries()].flat(), path: `${path}(entries)` });
    }
    if (types.isSet(a) && types.isSet(b)) {
      this.#work.push({ a: [...a.values()], b: [...b.values()], path: `${path}(values)` });
    }
    if (types.isBoxedPrimitive(a)) {
      if (!Object.is(unbox(a), unbox(b))) return `${path}: boxed ${brief(unbox(a))} against ${brief(unbox(b))}`;
    }
    return undefined;
  }

  #compareProperties(a: object, b: object, path: string): string | undefined {
    const keysA = Reflect.ownKeys(a);
    const keysB = Reflect.ownKeys(b);
    let areSame = keysA.length === keysB.length;
    for (let i = 0; areSame && i < keysA.length; i++) areSame = this.#sameKey(keysA[i]!, keysB[i]);
    if (!areSame) return `${path}: keys ${brief(keysA)} against ${brief(keysB)}`;
    const error = types.isNativeError(a) ? a : undefined;
    for (let i = 0; i < keysA.length; i++) {
      const key = keysA[i]!;
      if (
        error &&
        (key === "stack" ||
          (key === "message" &&
            !isUserText(error.message) &&
            !isUserText(Object.getOwnPropertyDescriptor(b, key)?.value)))
      )
        continue;
      const found = this.#compareProperty(a, b, [key, keysB[i] ?? key], path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #sameKey(a: PropertyKey, b: PropertyKey | undefined): boolean {
    return a === b || (typeof a === "symbol" && typeof b === "symbol" && this.#sameSymbol(a, b));
  }

  #compareProperty(
    a: object,
    b: object,
    keys: readonly [PropertyKey, PropertyKey],
    holder: string,
  ): string | undefined {
    const x = Object.getOwnPropertyDescriptor(a, keys[0]);
    const y = Object.getOwnPropertyDescriptor(b, keys[1]);
    if (x === undefined || y === undefined) return `${holder}.${String(keys[0])}: missing`;
    if (x.enumerable !== y.enumerable || x.configurable !== y.configurable || x.writable !== y.writable) {
      return `${holder}.${String(keys[0])}: attributes differ`;
    }
    if ("value" in x || "value" in y) {
      // Most are the same primitive: then there is nothing to remember.
      if (Object.is(x.value, y.value) && !isObject(x.value)) return undefined;
      this.#work.push({ a: x.value, b: y.value, path: `${holder}.${String(keys[0])}` });
      return undefined;
    }
    this.#work.push({ a: x.get, b: y.get, path: `${holder}.${String(keys[0])}(get)` });
    this.#work.push({ a: x.set, b: y.set, path: `${holder}.${String(keys[0])}(set)` });
    return undefined;
  }
}

/** Messages of errors that programs and worlds make start so; the wording of the engine's own is not compared. */
function isUserText(message: unknown): boolean {
  return typeof message === "string" && message.startsWith("user");
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** The kind of object by internal slot, without running code. */
function tagOf(value: object): string {
  if (typeof value === "function") return "function";
  if (types.isDate(value)) return "Date";
  if (types.isMap(value)) return "Map";
  if (types.isSet(value)) return "Set";
  if (types.isPromise(value)) return "Promise";
  if (types.isNativeError(value)) return "Error";
  if (types.isRegExp(value)) return String(value);
  if (types.isBoxedPrimitive(value)) return `boxed ${typeof unbox(value)}`;
  return types.isTypedArray(value) ? "typed array" : "object";
}

/** The primitive in a boxed one. */
function unbox(value: object): unknown {
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  return types.isBigIntObject(value) ? BigInt.prototype.valueOf.call(value) : "symbol";
}

function brief(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${value.slice(0, 12).map(brief).join(",")}]`;
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
