import { format } from "./format.ts";
import { buildFunction } from "./functions.ts";
import { keyOf, symbolOf } from "./naming.ts";
import { buildProxy } from "./proxies.ts";
import { otherRealm } from "./realm.ts";
import type {
  AccessorSpec,
  ArraySpec,
  BoxedSpec,
  CollectionSpec,
  ConvertibleSpec,
  IterableSpec,
  ObjectSpec,
  PropSpec,
  RecordSpec,
  Spec,
  TypedSpec,
} from "./spec.ts";
import { isDescription } from "./spec.ts";
import type { World } from "./world.ts";

/** Makes the value that `spec` describes, fresh, in `world`. */
export function build(world: World, spec: Spec): unknown {
  if (!isDescription(spec)) return spec;
  if (spec.k === "symbol") return symbolOf(spec.name);
  return buildObject(world, spec);
}

function buildObject(world: World, spec: ObjectSpec): unknown {
  switch (spec.k) {
    case "array":
      return buildArray(world, spec);
    case "object":
      return buildRecord(world, spec);
    case "proxy":
      return buildProxy(world, spec, build);
    case "fn":
      return buildFunction(world, spec, build);
    case "convertible":
      return buildConvertible(world, spec);
    case "typed":
      return buildTyped(world, spec);
    case "set":
    case "map":
      return buildCollection(world, spec);
    case "iterable":
      return buildIterable(world, spec);
    case "builtin":
      return Reflect.get(Array.prototype, spec.name);
    case "ref":
      return world.inputs[spec.to];
    default:
      return buildBoxed(world, spec);
  }
}

function isAccessor(value: unknown): value is AccessorSpec {
  return isDescription(value) && value.k === "accessor";
}

/** Defines property `key` of `holder`. `owner` is what the deeds of an accessor act on. */
export function define(world: World, holder: object, prop: PropSpec): void {
  const key = keyOf(prop.key);
  const enumerable = prop.hidden !== true;
  if (!isAccessor(prop.value)) {
    const value = build(world, prop.value);
    Object.defineProperty(holder, key, { value, enumerable, writable: prop.readOnly !== true, configurable: true });
    return;
  }
  const { value, does, settable, silent } = prop.value;
  const answer = build(world, value);
  let calls = 0;
  const get = (): unknown => {
    if (silent === true) return answer;
    world.note(`get ${world.id(holder)}.${String(key)}`);
    world.perform(does, calls++, holder, (spec) => build(world, spec));
    return answer;
  };
  const set = (to: unknown): void => {
    world.note(`set ${world.id(holder)}.${String(key)} = ${format(world, to)}`);
  };
  const getter: PropertyDescriptor = { get: world.own(get), enumerable, configurable: true };
  Object.defineProperty(holder, key, settable === true ? { ...getter, set: world.own(set) } : getter);
}

function buildArray(world: World, spec: ArraySpec): unknown[] {
  const xs = world.own(emptyArray(world, spec));
  xs.length = Math.max(spec.length ?? 0, spec.items.length);
  for (const [i, item] of spec.items.entries()) {
    if (isDescription(item) && item.k === "hole") continue;
    if (isAccessor(item)) define(world, xs, { key: String(i), value: item });
    else xs[i] = build(world, item);
  }
  if (spec.ctor !== undefined) defineConstructor(world, xs, spec.ctor);
  for (const prop of spec.own ?? []) define(world, xs, prop);
  close(xs, spec.state);
  return xs;
}

function emptyArray(world: World, spec: ArraySpec): unknown[] {
  switch (spec.like) {
    case "realm":
      return otherRealm().Array.of<unknown>();
    case "subclass":
    case "species":
    case "species-null":
    case "species-throws":
      return new (subclass(world, spec.like))();
    case "null-proto":
      return Object.setPrototypeOf([], null) as unknown[];
    case "own-proto": {
      const proto = world.own(Object.create(Array.prototype) as object);
      define(world, proto, { key: "1", value: { k: "accessor", value: "from the prototype", settable: true } });
      return Object.setPrototypeOf([], proto) as unknown[];
    }
    default:
      return [];
  }
}

/** A constructor that logs and makes a plain array: what a species may be. */
function speciesConstructor(world: World): new (length: number) => unknown[] {
  class Other extends Array<unknown> {
    constructor(length: number) {
      super();
      world.note(`new Other(${format(world, length)})`);
      this.length = typeof length === "number" && length < 1000 ? length : 0;
    }
  }
  world.own(Other.prototype);
  return world.own(Other);
}

function subclass(world: World, like: string): new () => unknown[] {
  class Sub extends Array<unknown> {
    get first(): unknown {
      return this[0];
    }
  }
  world.own(Sub.prototype);
  world.own(Sub);
  if (like === "subclass") return Sub;
  const other = like === "species" ? speciesConstructor(world) : null;
  const get = world.own(() => {
    world.note("get species");
    if (like === "species-throws") throw world.objects[0];
    return other;
  });
  Object.defineProperty(Sub, Symbol.species, { get, configurable: true });
  return Sub;
}

function defineConstructor(world: World, xs: unknown[], ctor: NonNullable<ArraySpec["ctor"]>): void {
  const species = (): object => world.own({ [Symbol.species]: speciesConstructor(world) });
  if (ctor === "getter") {
    const get = world.own(() => {
      world.note(`get ${world.id(xs)}.constructor`);
      return Array;
    });
    Object.defineProperty(xs, "constructor", { get, configurable: true });
    return;
  }
  const table = { undefined: undefined, null: null, array: Array, number: 5 };
  let value: unknown;
  if (ctor === "bare-object") value = world.own({});
  else value = ctor === "species" ? species() : table[ctor];
  Object.defineProperty(xs, "constructor", { value, configurable: true, writable: true });
}

function close(value: object, state: ArraySpec["state"]): void {
  if (state === "frozen") Object.freeze(value);
  else if (state === "sealed") Object.seal(value);
  else if (state === "fixed") Object.preventExtensions(value);
  else if (state === "length-read-only") Object.defineProperty(value, "length", { writable: false });
}

function buildRecord(world: World, spec: RecordSpec): object {
  let proto: object | null = Object.prototype;
  if (spec.proto === "null") proto = null;
  else if (spec.proto === "class") proto = world.own(class Thing {}).prototype;
  else if (spec.proto !== undefined) {
    proto = world.own({});
    for (const prop of spec.proto) define(world, proto, prop);
  }
  const record = world.own(Object.create(proto) as object);
  for (const prop of spec.props) define(world, record, prop);
  close(record, spec.state);
  return record;
}

function buildConvertible(world: World, spec: ConvertibleSpec): object {
  const value = world.own({});
  let calls = 0;
  const member = (name: string, gives: Spec): (() => unknown) => {
    const answer = build(world, gives);
    const call = (hint: unknown): unknown => {
      if (spec.silent === true) return answer;
      world.note(`${name} of ${world.id(value)} (${format(world, hint)})`);
      world.perform(spec.does, calls++, value, (part) => build(world, part));
      return answer;
    };
    return world.own(call) as () => unknown;
  };
  const put = (key: string | symbol, name: string, gives: { readonly gives: Spec } | undefined): void => {
    if (gives !== undefined)
      Object.defineProperty(value, key, { value: member(name, gives.gives), configurable: true });
  };
  put("valueOf", "valueOf", spec.numeric);
  put("toString", "toString", spec.textual);
  put(Symbol.toPrimitive, "toPrimitive", spec.primitive);
  return value;
}

function buildTyped(world: World, spec: TypedSpec): object {
  if (spec.of === "BigInt64Array")
    return world.own(BigInt64Array.from(spec.items, (x) => (Number.isSafeInteger(x) ? BigInt(x) : 1n)));
  const types = { Float64Array, Float32Array, Int32Array, Uint8Array };
  return world.own(types[spec.of].from(spec.items));
}

function buildCollection(world: World, spec: CollectionSpec): object {
  const items = spec.items.map((item) => build(world, item));
  if (spec.k === "set") return world.own(new Set(items));
  return world.own(new Map(items.map((item, i) => [`k${i}`, item])));
}

function buildIterable(world: World, spec: IterableSpec): object {
  const items = spec.items.map((item) => build(world, item));
  const self: object = world.own({});
  let calls = 0;
  const iterate = (): object => {
    world.note(`iterate ${world.id(self)}`);
    let i = 0;
    const iterator: Record<string, unknown> = {
      next: () => {
        world.note(`next of ${world.id(self)}`);
        world.perform(spec.does, calls++, self, (part) => build(world, part));
        return i < items.length ? { value: items[i++], done: false } : { value: undefined, done: true };
      },
    };
    if (spec.returns === true) {
      iterator.return = () => {
        world.note(`return of ${world.id(self)}`);
        return {};
      };
    }
    return iterator;
  };
  Object.defineProperty(self, Symbol.iterator, { value: world.own(iterate), configurable: true });
  return self;
}

function buildBoxed(world: World, spec: BoxedSpec): object {
  const value = build(world, spec.value);
  switch (spec.k) {
    case "date":
      return world.own(new Date(typeof value === "number" ? value : 0));
    case "error":
      return world.own(new RangeError(`user ${typeof value === "string" ? value : "error"}`));
    case "regexp":
      return world.own(/a|1/g);
    case "promise":
      return world.own(Promise.resolve(value));
    case "rejected": {
      const rejected = Promise.reject(value);
      rejected.catch(() => {});
      return world.own(rejected);
    }
    default:
      return world.own(Object(value ?? 1) as object);
  }
}
