import {
  type AccessorSpec,
  type ArraySpec,
  accessor,
  array,
  fn,
  HOLE,
  type HoleSpec,
  object,
  type PropSpec,
  proxy,
  type RecordSpec,
  type Spec,
} from "./spec.ts";

type Item = Spec | HoleSpec | AccessorSpec;

/**
 * One receiver of each hostile kind that `semantics.md` names, holding `items` where it can: what a method call
 * on "an array" may meet. A null receiver comes last.
 */
export function receivers(...items: Spec[]): readonly Spec[] {
  return [...arrays(items), ...proxies(items), ...strangers(items)];
}

/** True arrays, well and badly behaved. */
function arrays(items: readonly Spec[]): readonly Spec[] {
  const plain: ArraySpec = { k: "array", items };
  const own = (...props: PropSpec[]): ArraySpec => ({ ...plain, own: props });
  const withFirst = (first: Item): ArraySpec => ({ ...plain, items: [first, ...items.slice(1)] });
  return [
    plain,
    array(),
    { ...plain, items: [HOLE, ...items, HOLE] },
    { ...plain, length: items.length + 2 },
    { k: "array", items: [], length: 3 },
    { ...plain, state: "frozen" },
    { ...plain, state: "sealed" },
    { ...plain, state: "length-read-only" },
    own({ key: "extra", value: 1 }, { key: "-1", value: "minus one" }, { key: "__proto__", value: "own" }),
    own({ key: "map", value: fn("own map", "wrap") }, { key: "filter", value: fn("own filter", { value: array(9) }) }),
    own({ key: "map", value: accessor(undefined) }),
    own({ key: "@@iterator", value: fn("own iterator", { value: 5 }) }),
    own({ key: "@@isConcatSpreadable", value: false }),
    { ...plain, ctor: "undefined" },
    { ...plain, ctor: "null" },
    { ...plain, ctor: "number" },
    { ...plain, ctor: "bare-object" },
    { ...plain, ctor: "species" },
    { ...plain, ctor: "getter" },
    { ...plain, like: "subclass" },
    { ...plain, like: "species" },
    { ...plain, like: "species-null" },
    { ...plain, like: "species-throws" },
    { ...plain, like: "null-proto" },
    { ...plain, like: "own-proto", items: [items[0], HOLE, ...items.slice(1)] },
    { ...plain, like: "realm" },
    withFirst(accessor(items[0])),
    withFirst(accessor(items[0], { on: 1, do: "throw", value: "second read" })),
    withFirst(accessor(items[0], { do: "throw", value: "user first read" })),
    withFirst(accessor(items[0], { do: "push", value: 77 })),
    withFirst(accessor(items[0], { do: "shrink", index: 1 })),
    withFirst(accessor(items[0], { do: "set", index: 2, value: "changed" })),
    withFirst(accessor(items[0], { do: "poke", value: 5 })),
  ];
}

function proxies(items: readonly Spec[]): readonly Spec[] {
  const plain: ArraySpec = { k: "array", items };
  const length = (value: Spec): Spec => proxy(plain, { get: [{ key: "length", value }] });
  return [
    proxy(plain),
    proxy({ ...plain, items: [...items, HOLE, 1] }),
    proxy(plain, { revoked: true }),
    proxy(plain, { has: [{ key: "0", value: false }] }),
    proxy(plain, { get: [{ key: "map", value: fn("lying map", "wrap") }] }),
    proxy(plain, { get: [{ key: "constructor", value: undefined }] }),
    proxy(plain, { does: [{ on: 6, do: "throw", value: "user trap" }] }),
    proxy(plain, { does: [{ on: 5, do: "shrink", index: 1 }] }),
    length(2.5),
    length("2"),
    length(-1),
    length(undefined),
    length({ k: "convertible", numeric: { gives: 2 } }),
  ];
}

/** Values that are no arrays. */
function strangers(items: readonly Spec[]): readonly Spec[] {
  const plain: ArraySpec = { k: "array", items };
  const numbers = items.filter((item) => typeof item === "number");
  const indexed = Object.fromEntries(items.map((item, i): [string, Spec] => [String(i), item]));
  return [
    { k: "typed", of: "Float64Array", items: numbers },
    { k: "typed", of: "BigInt64Array", items: numbers },
    object({ ...indexed, length: items.length }),
    object({ ...indexed, length: items.length, map: fn("map of an array-like", { value: plain }) }),
    borrowing(indexed, items.length),
    proxy(borrowing(indexed, items.length)),
    { k: "set", items },
    { k: "map", items },
    { k: "iterable", items, returns: true },
    { k: "iterable", items, returns: true, does: [{ on: 1, do: "throw", value: "user next" }] },
    "a string",
    { k: "boxed", value: "boxed" },
    5,
    true,
    fn("a function", "arg0"),
    undefined,
    null,
  ];
}

/** An array-like with the built-in methods as its own. */
function borrowing(indexed: Readonly<Record<string, Spec>>, length: number): RecordSpec {
  const names = [
    "map",
    "filter",
    "slice",
    "flatMap",
    "reduce",
    "some",
    "every",
    "find",
    "findIndex",
    "join",
    "forEach",
  ];
  const methods = names.map((name): PropSpec => ({ key: name, value: { k: "builtin", name } }));
  const own = object({ ...indexed, length });
  return { ...own, props: [...own.props, ...methods] };
}
