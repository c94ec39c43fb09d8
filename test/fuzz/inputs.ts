import {
  type AccessorSpec,
  type ArraySpec,
  type Case,
  type Deed,
  HOLE,
  type HoleSpec,
  object,
  type PropSpec,
  type Spec,
} from "../../trial/spec.ts";
import type { Random } from "./random.ts";
import { elementOf, isArrayType, type Type } from "./types.ts";

/** What the inputs of a run may be: each restriction belongs to an assumption that promises it. */
export interface InputOptions {
  /** No accessors, no Proxies. */
  readonly noGetters?: boolean;
  /** No objects with traced conversions, no symbols, no bigints among numbers. */
  readonly noCoercions?: boolean;
  /** Where an array is meant, a true array with its own prototype and without extras comes. */
  readonly plainArrays?: boolean;
  readonly noHoles?: boolean;
  /** Arrays of what is declared have holes all the same: a type tells nothing of them. */
  readonly holes?: boolean;
  /** Every value is of the type that it is declared with. */
  readonly trustTypes?: boolean;
  /** Every value is of its type, and numbers are finite and of moderate size; what may hold anything holds a number. */
  readonly finite?: boolean;
}

const EDGE_NUMBERS: readonly number[] = [
  -0,
  NaN,
  Infinity,
  -Infinity,
  0.1,
  1e21,
  -1.5,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  5e-324,
  1.7976931348623157e308,
  0.49999999999999994,
];
const STRINGS: readonly string[] = [
  "a",
  "b",
  "k1",
  "",
  "1",
  "x,y,z",
  " pad ",
  "-3",
  "é",
  "\ud800",
  "__proto__",
  "length",
  "0",
  "constructor",
];

/** Inputs for a call of an entry with `parameters`: most are what the program means, the rest hostile. */
export function makeCase(random: Random, call: string, parameters: readonly Type[], options: InputOptions = {}): Case {
  const temper = random.weighted([
    [5, "friendly"],
    [3, "odd"],
    [4, "hostile"],
  ]);
  const victim = random.int(Math.max(parameters.length, 1));
  const args = parameters.map((type, i): Spec => {
    if (temper === "friendly" || options.trustTypes === true || options.finite === true)
      return withHoles(random, friendly(random, type, options), options);
    if (temper === "odd") return odd(random, type, options);
    if (i === victim || random.chance(0.15)) return hostile(random, type, options);
    return friendly(random, type, options);
  });
  if (temper !== "friendly" && random.chance(0.06) && isLoose(options)) {
    const same = parameters.findIndex((type, i) => i > 0 && type === parameters[0]);
    if (same > 0) args[same] = { k: "ref", to: 0 };
  }
  if (temper === "hostile" && random.chance(0.05) && isLoose(options)) args.length = random.int(args.length + 1);
  const made: Case = {
    call,
    args,
    ...(random.chance(0.15) ? { self: friendly(random, "obj", options) } : {}),
    ...(random.chance(0.5) ? { boomAt: random.int(5) } : {}),
    touch: [deed(random)],
  };
  return options.noHoles === true ? packed(made) : made;
}

/** What makes holes: also a length or an index beyond the end. */
const MAKES_HOLES: ReadonlySet<unknown> = new Set(["delete", "grow", "set"]);

/** `spec` with other deeds in the place of those that would break the promise that arrays are packed. */
function packed<T>(spec: T): T {
  if (typeof spec !== "object" || spec === null) return spec;
  if (Array.isArray(spec)) return spec.map(packed) as T;
  const entries = Object.entries(spec).map(([key, value]) => [
    key,
    key === "do" && MAKES_HOLES.has(value) ? "push" : packed(value),
  ]);
  return Object.fromEntries(entries) as T;
}

function isLoose(options: InputOptions): boolean {
  return options.trustTypes !== true && options.finite !== true;
}

function deed(random: Random): Deed {
  const on = random.chance(0.7) ? { on: random.int(4) } : {};
  return random.pick<Deed>([
    { ...on, do: "push", value: 50 },
    { ...on, do: "shrink", index: random.int(3) },
    { ...on, do: "grow" },
    { ...on, do: "set", index: random.int(4), value: 60 },
    { ...on, do: "delete", index: random.int(4) },
    { ...on, do: "poke", value: 70 },
    { ...on, do: "throw", value: "user deed" },
  ]);
}

function friendlyNumber(random: Random): number {
  return random.chance(0.7) ? random.int(12) - 2 : random.pick([0.5, 1.5, -3, 100, 2.25, 1e3, -7.5]);
}

function withHoles(random: Random, spec: Spec, { holes }: InputOptions): Spec {
  if (holes !== true || typeof spec !== "object" || spec?.k !== "array" || !random.chance(0.4)) return spec;
  return { ...spec, items: spec.items.map((item) => (random.chance(0.3) ? HOLE : item)) };
}

/** A value of `type`, as the program means it. */
export function friendly(random: Random, type: Type, options: InputOptions): Spec {
  if (isArrayType(type)) {
    const length = random.pick([0, 1, 2, 3, 3, 4, 5, 7]);
    return { k: "array", items: random.list(length, () => friendly(random, elementOf(type), options)) };
  }
  switch (type) {
    case "num":
      return friendlyNumber(random);
    case "str":
      return random.pick(STRINGS.slice(0, 8));
    case "bool":
      return random.chance(0.5);
    case "big":
      return random.pick([0n, 1n, -5n, 12n, 2n ** 70n]);
    case "obj":
      return friendlyRecord(random, options);
    case "pair":
      return { k: "array", items: [random.pick(STRINGS.slice(0, 6)), friendlyNumber(random)] };
    default:
      if (options.finite === true) return friendlyNumber(random);
      return friendly(random, random.pick<Type>(["num", "str", "bool", "obj", "num[]"]), options);
  }
}

function friendlyRecord(random: Random, options: InputOptions): Spec {
  const made = object({
    id: random.int(6),
    a: friendlyNumber(random),
    s: random.pick(STRINGS.slice(0, 6)),
    t: random.chance(0.5),
    ns: { k: "array", items: random.list(random.int(4), () => friendlyNumber(random)) },
  });
  if (random.chance(0.3)) return { ...made, props: [...made.props, { key: "o", value: object({ a: 4 }) }] };
  return random.chance(0.06) && isLoose(options) ? { ...made, proto: "class" } : made;
}

/** Nearly what the program means: edge numbers, holes, stray elements. */
function odd(random: Random, type: Type, options: InputOptions): Spec {
  if (type === "num") return random.chance(0.6) ? random.pick(EDGE_NUMBERS) : strayElement(random, options);
  if (type === "str") return random.pick(STRINGS);
  if (!isArrayType(type)) return random.chance(0.3) ? strayElement(random, options) : friendly(random, type, options);
  const base = friendly(random, type, options);
  if (typeof base !== "object" || base?.k !== "array") return base;
  const items: (Spec | HoleSpec | AccessorSpec)[] = [...base.items];
  for (let i = 0; i < 1 + random.int(2); i++) {
    const at = random.int(items.length + 1);
    const kind = random.weighted([
      [options.noHoles === true ? 0 : 5, "hole"],
      [type === "num[]" ? 4 : 1, "edge"],
      [3, "stray"],
      [options.noGetters === true ? 0 : 1, "accessor"],
    ]);
    if (kind === "hole") items[at] = HOLE;
    else if (kind === "edge") items[at] = random.pick(EDGE_NUMBERS);
    else if (kind === "accessor") items[at] = accessorElement(random, items[at], options);
    else items[at] = strayElement(random, options);
  }
  return { ...base, items };
}

function accessorElement(random: Random, item: Spec | HoleSpec | AccessorSpec, options: InputOptions): AccessorSpec {
  const value =
    typeof item === "object" && item !== null && (item.k === "hole" || item.k === "accessor") ? 5 : (item as Spec);
  return {
    k: "accessor",
    value: value ?? friendlyNumber(random),
    ...(random.chance(0.6) ? { does: [deed(random)] } : {}),
    ...(options.noGetters === true ? { silent: true } : {}),
  };
}

/** A value of another type than its neighbours. */
function strayElement(random: Random, options: InputOptions): Spec {
  const choices: (readonly [number, () => Spec])[] = [
    [2, () => undefined],
    [2, () => null],
    [2, () => random.pick(STRINGS)],
    [1, () => random.chance(0.5)],
    [1, () => object({ a: 1 })],
    [1, () => ({ k: "array", items: [1, [2, 3].length] })],
    [0.3, () => ({ k: "date", value: 86_400_000 })],
    [0.3, () => ({ k: "fn", name: "element", gives: "arg0" })],
    [0.3, () => ({ k: "object", proto: "null", props: [{ key: "a", value: 1 }] })],
    [0.2, () => ({ k: "boxed", value: 7 })],
    [0.2, () => ({ k: "regexp", value: null })],
  ];
  if (options.noCoercions !== true) {
    choices.push(
      [1, () => random.pick([1n, -2n, 0n])],
      [0.8, () => ({ k: "symbol", name: "s" })],
      [2.5, () => convertible(random)],
    );
  }
  return random.weighted(choices)();
}

function convertible(random: Random): Spec {
  const does = random.chance(0.4) ? { does: [deed(random)] } : {};
  const number = { gives: random.pick<Spec>([3, "4", NaN, 1n, -0]) };
  return random.weighted<Spec>([
    [3, { k: "convertible", numeric: number, ...does }],
    [1, { k: "convertible", numeric: number, textual: { gives: "text" }, ...does }],
    [1, { k: "convertible", textual: { gives: "txt" }, ...does }],
    [1, { k: "convertible", primitive: { gives: random.pick<Spec>([2, "two", { k: "symbol", name: "p" }]) }, ...does }],
    [0.5, { k: "convertible", numeric: { gives: object({}) }, textual: { gives: object({}) }, ...does }],
  ]);
}

/** Anything in the place of a value of `type`. */
function hostile(random: Random, type: Type, options: InputOptions): Spec {
  if (!isArrayType(type)) {
    if (type === "obj" && options.noGetters !== true && random.chance(0.6)) return hostileRecord(random, options);
    return random.chance(0.6) ? strayElement(random, options) : odd(random, type, options);
  }
  const made = random.chance(0.5) ? odd(random, type, options) : friendly(random, type, options);
  if (typeof made !== "object" || made?.k !== "array") return made;
  // Subclasses, own constructors and prototypes come with getters.
  if (options.noGetters === true && options.noHoles === true && random.chance(0.5)) return stranger(random, made, true);
  if (options.plainArrays === true || options.noGetters === true) return odd(random, type, options);
  return random.weighted<() => Spec>([
    [5, () => badArray(random, made)],
    [4, () => badProxy(random, made)],
    [3, () => stranger(random, made)],
    [1, () => ({ ...made, length: made.items.length + random.pick([1, 2, 200]) })],
  ])();
}

function hostileRecord(random: Random, options: InputOptions): Spec {
  const base = friendlyRecord(random, options);
  if (typeof base !== "object" || base?.k !== "object") return base;
  if (random.chance(0.4)) return { k: "proxy", target: base, ...(random.chance(0.3) ? { does: [deed(random)] } : {}) };
  const props = base.props.map((prop): PropSpec => {
    if (!random.chance(0.5) || (typeof prop.value === "object" && prop.value?.k === "accessor")) return prop;
    return {
      key: prop.key,
      value: {
        k: "accessor",
        value: prop.value,
        does: random.chance(0.5) ? [deed(random)] : [],
        settable: random.chance(0.5),
      },
    };
  });
  return random.chance(0.3) ? { k: "object", props: [], proto: props } : { ...base, props };
}

function ownFunction(random: Random, name: string): Spec {
  return { k: "fn", name: `own ${name}`, gives: random.pick<"wrap" | "this" | "arg0">(["wrap", "this", "arg0"]) };
}

function badArray(random: Random, base: ArraySpec): Spec {
  const method = random.pick([
    "map",
    "filter",
    "reduce",
    "flatMap",
    "slice",
    "some",
    "every",
    "find",
    "join",
    "includes",
    "forEach",
    "concat",
    "indexOf",
  ]);
  return random.pick<() => Spec>([
    () => ({ ...base, state: random.pick(["frozen", "sealed", "fixed", "length-read-only"] as const) }),
    () => ({ ...base, own: [{ key: method, value: ownFunction(random, method) }] }),
    () => ({ ...base, own: [{ key: method, value: { k: "accessor", value: ownFunction(random, method) } }] }),
    () => ({ ...base, own: [{ key: random.pick(["extra", "__proto__", "-1"]), value: 1 }] }),
    () => ({
      ...base,
      own: [
        {
          key: "@@iterator",
          value: { k: "fn", name: "own iterator", gives: { value: { k: "iterable", items: [9] } } },
        },
      ],
    }),
    () => ({ ...base, own: [{ key: "@@isConcatSpreadable", value: random.pick<Spec>([false, undefined, true]) }] }),
    () => ({
      ...base,
      ctor: random.pick(["undefined", "null", "array", "number", "bare-object", "species", "getter"] as const),
    }),
    () => ({ ...base, like: random.pick(["subclass", "species", "species-null", "species-throws"] as const) }),
    () => ({ ...base, like: random.pick(["realm", "realm", "null-proto", "own-proto"] as const) }),
  ])();
}

function badProxy(random: Random, base: ArraySpec): Spec {
  const does = random.chance(0.4) ? { does: [{ ...deed(random), on: random.int(10) }] } : {};
  const length = random.pick<Spec>([
    2.5,
    "2",
    -1,
    undefined,
    NaN,
    0,
    5000,
    { k: "convertible", numeric: { gives: 2 } },
    { k: "convertible", numeric: { gives: 2 } },
  ]);
  const lie = random.pick<readonly PropSpec[]>([
    [],
    [],
    [{ key: "length", value: length }],
    [{ key: "length", value: length }],
    [{ key: "constructor", value: random.pick<Spec>([undefined, null, 5]) }],
    [
      {
        key: random.pick(["map", "filter", "reduce", "some"]),
        value: { k: "fn", name: "lying method", gives: "wrap" },
      },
    ],
    [{ key: "0", value: random.pick<Spec>([undefined, "lie", 3]) }],
  ]);
  const has = random.chance(0.2) ? { has: [{ key: random.pick(["0", "1", "2"]), value: random.chance(0.5) }] } : {};
  const target: ArraySpec = random.chance(0.2) ? { ...base, like: "subclass" } : base;
  return { k: "proxy", target, get: lie, ...has, ...does, ...(random.chance(0.03) ? { revoked: true } : {}) };
}

/** What is no array, or one of its own kind; `isQuiet`: and does nothing by itself. */
function stranger(random: Random, base: ArraySpec, isQuiet = false): Spec {
  const plain = base.items.filter(
    (item): item is Spec => typeof item !== "object" || item === null || (item.k !== "hole" && item.k !== "accessor"),
  );
  const numbers = plain.filter((item): item is number => typeof item === "number");
  const indexed = plain.map((value, i): PropSpec => ({ key: String(i), value }));
  const quiet: (() => Spec)[] = [
    () => ({
      k: "typed",
      of: random.pick(["Float64Array", "Float32Array", "Int32Array", "Uint8Array", "BigInt64Array"] as const),
      items: numbers,
    }),
    () => ({ k: "object", props: [...indexed, { key: "length", value: plain.length }] }),
    () => ({
      k: "object",
      props: [
        ...indexed,
        { key: "length", value: plain.length },
        { key: "map", value: ownFunction(random, "map") },
        { key: "filter", value: ownFunction(random, "filter") },
      ],
    }),
    () => ({ k: "set", items: plain }),
    () => ({ k: "map", items: plain }),
    () => random.pick(STRINGS),
    () => ({ ...base, like: random.pick(["subclass", "realm"] as const) }),
  ];
  if (isQuiet) return random.pick(quiet)();
  return random.pick<() => Spec>([
    ...quiet.slice(0, -1),
    () => borrowing(random, indexed),
    () => ({
      k: "iterable",
      items: plain,
      returns: random.chance(0.5),
      ...(random.chance(0.4) ? { does: [deed(random)] } : {}),
    }),
    () => random.pick<Spec>([undefined, null, 5, true, 1n, { k: "symbol", name: "s" }]),
    () => ({ k: "boxed", value: "boxed" }),
    () => ({ k: "fn", name: "callable", gives: "arg0" }),
  ])();
}

/** An array-like, or a Proxy around it, with built-in methods as its own. */
function borrowing(random: Random, indexed: readonly PropSpec[]): Spec {
  const names = ["map", "filter", "slice", "flatMap", "reduce", "some", "every", "find", "join", "forEach", "concat"];
  const methods = names.map((name): PropSpec => ({ key: name, value: { k: "builtin", name } }));
  const made: Spec = { k: "object", props: [...indexed, { key: "length", value: indexed.length }, ...methods] };
  return random.chance(0.5) ? made : { k: "proxy", target: made };
}
