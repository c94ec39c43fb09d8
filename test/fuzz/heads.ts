import { callback } from "./callbacks.ts";
import { sliceArguments } from "./chains.ts";
import type { Context } from "./context.ts";
import { expression, stringLiteral } from "./scalars.ts";
import { arrayOf, elementOf, isArrayType, type ScalarType } from "./types.ts";

interface Head {
  readonly text: string;
  readonly element: ScalarType | "num[]";
}

/** Where a chain starts: any receiver, or one of the producers. */
export function head(c: Context, depth: number): Head {
  const { random } = c;
  const element = random.weighted<ScalarType>([
    [5, "num"],
    [3, "obj"],
    [2, "str"],
    [0.6, "any"],
    [0.5, "pair"],
    [0.3, "bool"],
  ]);
  const array = arrayOf(element);
  return random.weighted<() => Head>([
    [8, () => receiver(c)],
    [1.5, () => ({ text: literal(c, element), element })],
    [0.7, () => ({ text: `Object.keys(${holder(c)})`, element: "str" })],
    [0.5, () => ({ text: `Object.values(${holder(c)})`, element: "any" })],
    [0.9, () => ({ text: `Object.entries(${holder(c)})`, element: "pair" })],
    [
      1,
      () => ({
        text: `${expression(c, "str", Math.min(depth - 1, 1))}.split(${random.pick(['","', '""', '"a"', stringLiteral(c), "/,/", '",", 2'])})`,
        element: "str",
      }),
    ],
    [0.8, () => ({ text: `[...${expression(c, random.chance(0.7) ? array : "any", 0)}]`, element })],
    [0.5, () => ({ text: `[...${expression(c, array, 0)}, ...${expression(c, array, 0)}]`, element })],
    [0.7, () => ({ text: `Array.from(${expression(c, random.chance(0.7) ? array : "any", 0)})`, element })],
    [
      0.5,
      () => ({
        text: `Array.from(${expression(c, array, 0)}, ${callback(c, { from: element, to: "num", role: "from" }, depth - 1)})`,
        element: "num",
      }),
    ],
    [1.2, () => range(c, depth)],
    [0.8, () => ({ text: `${expression(c, array, 0)}.slice(${sliceArguments(c)})`, element })],
    [0.5, () => ({ text: `${expression(c, array, 0)}.concat(${expression(c, array, 0)})`, element })],
  ])();
}

/** A variable, a property, a result: nothing is known of it. */
function receiver(c: Context): Head {
  const { random } = c;
  const known = c.anyArray();
  const optional = random.chance(0.03) ? "?." : "";
  if (known !== undefined && isArrayType(known.type) && random.chance(0.85)) {
    return { text: `${known.name}${optional === "" ? "" : "?.slice()"}`, element: elementOf(known.type) };
  }
  const owner = c.variable("obj");
  if (owner !== undefined && random.chance(0.6)) return { text: `${owner.name}.ns`, element: "num" };
  return random.pick<Head>([
    { text: "state.list", element: "num" },
    { text: "input(0)", element: "num" },
    { text: `quiet(${known?.name ?? "[1, 2]"})`, element: "any" },
    {
      text: `(${expression(c, "bool", 0)} ? ${expression(c, "num[]", 0)} : ${expression(c, "num[]", 0)})`,
      element: "num",
    },
    { text: c.style.plainReceivers ? "[1]" : `(${expression(c, "any", 0)} ?? [])`, element: "any" },
  ]);
}

function literal(c: Context, element: ScalarType): string {
  const { random } = c;
  const parts = random.list(random.int(5), () =>
    random.weighted<() => string>([
      [8, () => expression(c, element, 1)],
      [c.style.noHoles ? 0 : 0.4, () => ""],
      [1, () => `...${expression(c, arrayOf(element), 0)}`],
      [0.3, () => expression(c, "any", 1)],
    ])(),
  );
  return parts.length > 0 && parts[parts.length - 1] === "" ? `[${parts.join(", ")},]` : `[${parts.join(", ")}]`;
}

function holder(c: Context): string {
  const { random } = c;
  return random.weighted([
    [3, c.variable("obj")?.name ?? "state"],
    [1, expression(c, "obj", 1)],
    [1, `{ b: ${expression(c, "num", 1)}, 1: ${expression(c, "num", 0)}, ["a" + ${expression(c, "num", 0)}]: 3 }`],
    [0.5, c.anyArray()?.name ?? "[5, 6]"],
    [0.2, expression(c, "any", 1)],
  ]);
}

/** Counting ranges in their usual spellings. */
function range(c: Context, depth: number): Head {
  const { random } = c;
  const count = random.weighted([
    [5, random.pick(["3", "5", "0", "1", "4"])],
    [2, `${c.anyArray()?.name ?? "[1]"}.length`],
    [1, expression(c, "num", 1).replace(/^(?=.*)/s, "8 & ")],
    [0.4, c.random.pick(["-1", "2.5", '"3"', "null", "undefined", "NaN", "{}"])],
  ]);
  const each = callback(c, { from: "any", to: "num", role: "range" }, depth - 1);
  return random.pick<Head>([
    { text: `Array.from({ length: ${count} }, ${each})`, element: "num" },
    { text: `Array.from({ length: ${count} }, (_, i) => i)`, element: "num" },
    { text: `Array(${count}).fill().map(${each})`, element: "num" },
    { text: `new Array(${count}).fill(${expression(c, "num", 0)}).map(${each})`, element: "num" },
    { text: `Array(${count}).fill(${expression(c, "num", 0)})`, element: "num" },
    { text: c.style.noHoles ? "[2, 3]" : `new Array(${count})`, element: "num" },
    { text: `[...Array(${count}).keys()]`, element: "num" },
  ]);
}
