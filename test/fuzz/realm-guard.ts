import { otherRealm } from "../../trial/realm.ts";

/** One property of a built-in object as it was at the start. */
interface Kept {
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

interface Holder {
  readonly object: object;
  readonly prototype: object | null;
  readonly keys: number;
  readonly properties: readonly Kept[];
}

/** What is written by programs, if by accident: prototypes that values lead to, and constructors with their functions. */
function builtIns(): object[] {
  const found = new Set<object>([globalThis, Math, JSON, Reflect]);
  const constructors = [
    ...[Array, Object, Function, String, Number, Boolean, BigInt, Symbol, RegExp, Date, Promise, Map, Set, WeakMap],
    ...[Error, TypeError, RangeError, SyntaxError, ReferenceError],
    ...[Float64Array, Float32Array, Int32Array, Uint8Array, BigInt64Array],
    ...[otherRealm().Array, otherRealm().Object],
  ];
  const samples = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ""[Symbol.iterator](),
    (function* (): Generator {})(),
    (async function* (): AsyncGenerator {})(),
    async () => {},
  ];
  for (const each of constructors) found.add(each).add(Reflect.get(each, "prototype") as object);
  for (const each of samples) {
    for (let object: object | null = Object.getPrototypeOf(each); object !== null; ) {
      found.add(object);
      object = Object.getPrototypeOf(object) as object | null;
    }
  }
  return [...found];
}

/** Names that Node gives to the global object when they are first asked for, and that the fuzzer itself writes. */
function isFixed(holder: object, key: PropertyKey, { get, configurable, writable }: PropertyDescriptor): boolean {
  const isOpen = configurable === true || writable === true;
  return isOpen && (holder !== globalThis || (get === undefined && key !== "eqsatTimedCall"));
}

function holderOf(object: object): Holder {
  const keys = Reflect.ownKeys(object);
  const properties = keys.flatMap((key): Kept[] => {
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined || !isFixed(object, key, descriptor)) return [];
    return [{ key, descriptor }];
  });
  const prototype = Object.getPrototypeOf(object) as object | null;
  return { object, prototype, keys: keys.length, properties };
}

/**
 * The built-in objects of this realm and of the other one as they are now. A program that writes one of them, a method
 * or a property that was not there, would be seen by all that run later.
 */
class RealmGuard {
  readonly #holders: readonly Holder[] = builtIns().map(holderOf);
  readonly #isIntact: () => boolean = intactTest(this.#holders);

  /**
   * Undoes what was written since; true if there was anything. Accessors, and properties that `defineProperty` hides on a
   * prototype of few values, are found only if it looks at `everything`.
   */
  restore(everything = false): boolean {
    const isIntact = this.#isIntact();
    if (isIntact && !everything) return false;
    for (let i = 0; i < this.#holders.length; i++) restoreHolder(this.#holders[i]!);
    return !isIntact;
  }
}

let guard: RealmGuard | undefined;

/** Makes the built-in objects what they were when it was first called: see {@link RealmGuard.restore}. */
export function keepRealm(everything = false): boolean {
  guard ??= new RealmGuard();
  return guard.restore(everything);
}

/**
 * Looks at every method, as code that names them: read one by one through a list of names they take ten times as long.
 * What is new is counted on the prototypes of everything, and else looked for as assignments make it.
 */
function intactTest(holders: readonly Holder[]): () => boolean {
  const counted = new Set(
    [Array, Object, Function, otherRealm().Array, otherRealm().Object].map((each) => each.prototype),
  );
  const values: unknown[] = [];
  const put = (value: unknown): string => `v[${values.push(value) - 1}]`;
  const lines = holders.flatMap(({ object, prototype, keys, properties }, index) => {
    const held = `o${index}`;
    const tests = properties.flatMap(({ key, descriptor }) => {
      if (!("value" in descriptor)) return [];
      const isName = typeof key === "string" && /^[\w$]+$/.test(key);
      return [`${isName ? `${held}.${key}` : `${held}[${put(key)}]`} !== ${put(descriptor.value)}`];
    });
    // Programs make their variables on the global object, which no other mentions.
    if (object !== globalThis) {
      tests.push(`getPrototypeOf(${held}) !== ${put(prototype)}`);
      if (counted.has(object as never)) tests.push(`ownKeys(${held}).length !== ${keys}`);
    }
    const isSearched = object !== globalThis && !counted.has(object as never) && !hasEnumerable(object);
    const news = isSearched ? [`for (const key in ${held}) return false;`] : [];
    return [`const ${held} = ${put(object)};`, ...tests.map((test) => `if (${test}) return false;`), ...news];
  });
  const make = new Function("v", "ownKeys", "getPrototypeOf", `return () => {\n${lines.join("\n")}\nreturn true;\n};`);
  return make(values, ownKeys, getPrototypeOf) as () => boolean;
}

function hasEnumerable(object: object): boolean {
  for (const _ in object) return true;
  return false;
}

/** Calls no method of what it restores. */
function restoreHolder({ object, prototype, properties }: Holder): void {
  const keys = ownKeys(object);
  for (let i = 0; object !== globalThis && i < keys.length; i++) {
    let isKnown = false;
    for (let j = 0; j < properties.length; j++) isKnown ||= properties[j]!.key === keys[i];
    if (!isKnown) deleteProperty(object, keys[i]!);
  }
  for (let i = 0; i < properties.length; i++) {
    const { key, descriptor } = properties[i]!;
    // What is written anew, if only with what it was, makes V8 give up what it takes for granted: all gets slower.
    if (!isSame(getOwnPropertyDescriptor(object, key), descriptor)) defineProperty(object, key, descriptor);
  }
  if (object !== globalThis && getPrototypeOf(object) !== prototype) setPrototypeOf(object, prototype);
}

function isSame(now: PropertyDescriptor | undefined, before: PropertyDescriptor): boolean {
  return (
    now !== undefined &&
    is(now.value, before.value) &&
    now.get === before.get &&
    now.set === before.set &&
    now.writable === before.writable &&
    now.enumerable === before.enumerable &&
    now.configurable === before.configurable
  );
}

const { ownKeys, deleteProperty, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Reflect;
const { is } = Object;
