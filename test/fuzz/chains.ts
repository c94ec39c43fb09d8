import { callback, callbackArguments, reducer } from "./callbacks.ts";
import type { Context } from "./context.ts";
import { head } from "./heads.ts";
import { expression, numberLiteral, stringLiteral } from "./scalars.ts";
import { type ArrayType, arrayOf, elementOf, type ScalarType, type Type } from "./types.ts";

type Element = ScalarType | "num[]";

/** A chain under construction: its text and what its elements are meant to be. */
interface Chain {
  readonly text: string;
  readonly element: Element;
}

/** An expression for an array of `type`: a variable, a literal or a chain. */
export function arrayExpression(c: Context, type: ArrayType, depth: number): string {
  const known = c.variable(type);
  if (known !== undefined && (depth <= 0 || c.random.chance(0.45))) return known.name;
  const element = elementOf(type);
  if (depth <= 0 || c.random.chance(0.25)) {
    return `[${c.random.list(c.random.int(4), () => expression(c, element, Math.min(depth - 1, 1))).join(", ")}]`;
  }
  return arrayChain(c, type, depth);
}

/** A chain that gives an array of `type`. */
export function arrayChain(c: Context, type: ArrayType, depth: number): string {
  const { text, element } = stages(c, depth);
  const wanted = elementOf(type);
  if (element === wanted || (wanted === "any" && c.random.chance(0.5))) return text;
  return `${text}.map(${callback(c, { from: element, to: wanted, role: "map" }, depth)})`;
}

/** A head and none to three stages. */
function stages(c: Context, depth: number): Chain {
  let chain = head(c, depth);
  const count = c.random.weighted([
    [1.5, 0],
    [3, 1],
    [2.5, 2],
    [1, 3],
  ]);
  for (let i = 0; i < count; i++) chain = stage(c, chain, depth);
  return chain;
}

function stage(c: Context, chain: Chain, depth: number): Chain {
  const { random } = c;
  const { text, element } = chain;
  switch (
    random.weighted([
      [4, "map"],
      [4, "filter"],
      [0.8, "flatMap"],
      [0.3, "flat"],
      [0.7, "slice"],
      [0.3, "concat"],
      [0.25, "other"],
    ])
  ) {
    case "map": {
      const to = random.weighted<Element>([
        [4, "num"],
        [2, "str"],
        [1, "bool"],
        [2, "obj"],
        [1, "pair"],
        [0.5, "any"],
        [0.5, "num[]"],
        [2, element],
      ]);
      return { text: `${text}.map(${callbackArguments(c, { from: element, to, role: "map" }, depth)})`, element: to };
    }
    case "filter": {
      if (random.chance(0.06)) return { text: `${text}.filter(Boolean)`, element };
      return {
        text: `${text}.filter(${callbackArguments(c, { from: element, to: "bool", role: "filter" }, depth)})`,
        element,
      };
    }
    case "flatMap": {
      const to = random.pick<ScalarType>(["num", "str", "any"]);
      const result: Type = random.chance(0.2) ? to : arrayOf(to);
      return {
        text: `${text}.flatMap(${callback(c, { from: element, to: result, role: "map" }, depth)})`,
        element: to,
      };
    }
    case "flat":
      return {
        text: `${text}.flat(${random.weighted([
          [4, ""],
          [1, "1"],
          [1, "2"],
          [1, "Infinity"],
          [0.5, "0"],
          [0.5, numberLiteral(c)],
        ])})`,
        element: element === "num[]" ? "num" : element,
      };
    case "slice":
      return { text: `${text}.slice(${sliceArguments(c)})`, element };
    case "concat":
      return {
        text: `${text}.concat(${expression(c, arrayOf(element), 0)}${random.chance(0.3) ? `, ${expression(c, element, 0)}` : ""})`,
        element,
      };
    default:
      return {
        text: `${text}.${random.pick(["reverse()", "sort()", "slice().sort((a, b) => a - b)", "fill(1, 1)", "toSorted()", "toReversed()", "values().toArray?.()"])}`,
        element,
      };
  }
}

export function sliceArguments(c: Context): string {
  const bound = (): string =>
    c.random.weighted([
      [5, c.random.pick(["0", "1", "2", "-1", "-2", "3"])],
      [1, expression(c, "num", 1)],
      [0.3, numberLiteral(c)],
    ]);
  return c.random.weighted([
    [1, ""],
    [3, bound()],
    [3, `${bound()}, ${bound()}`],
  ]);
}

/** A chain and a consumer that give a value of `type`. */
export function chainTo(c: Context, type: Exclude<Type, ArrayType>, depth: number): string {
  const chain = c.random.chance(0.25) && depth <= 1 ? head(c, 0) : stages(c, Math.max(depth, 1));
  switch (type) {
    case "num":
      return toNumber(c, chain, depth);
    case "str":
      return toText(c, chain, depth);
    case "bool":
      return toBoolean(c, chain, depth);
    case "obj":
      return toRecord(c, chain, depth);
    case "pair":
      return pickOne(c, ensure(c, chain, "pair", depth));
    default:
      return toAnything(c, chain, depth);
  }
}

/** `chain` with elements of `element`. */
function ensure(c: Context, chain: Chain, element: Element, depth: number): Chain {
  if (chain.element === element) return chain;
  return {
    text: `${chain.text}.map(${callback(c, { from: chain.element, to: element, role: "map" }, depth)})`,
    element,
  };
}

function test(c: Context, chain: Chain, depth: number): string {
  return callbackArguments(c, { from: chain.element, to: "bool", role: "filter" }, depth);
}

function pickOne(c: Context, chain: Chain): string {
  const { random } = c;
  return random.weighted<() => string>([
    [3, () => `${chain.text}[0]`],
    [1, () => `${chain.text}.at(${random.pick(["0", "-1", "1", "-2", numberLiteral(c)])})`],
    [2, () => `${chain.text}.find(${test(c, chain, 1)})`],
    [0.6, () => `${chain.text}.findLast(${test(c, chain, 1)})`],
    [0.5, () => `${chain.text}[${chain.text.length > 60 ? "1" : `${chain.text}.length - 1`}]`],
    [0.3, () => `${chain.text}.pop()`],
  ])();
}

function toNumber(c: Context, chain: Chain, depth: number): string {
  const { random } = c;
  switch (
    random.weighted([
      [5, "reduce"],
      [1, "reduceRight"],
      [1, "index"],
      [1.5, "length"],
      [1.5, "extreme"],
      [1, "one"],
      [0.8, "position"],
    ])
  ) {
    case "reduce": {
      const start = random.weighted([
        [4, "0"],
        [1, "1"],
        [1, expression(c, "num", 1)],
      ]);
      if (random.chance(0.2)) {
        const numbers = ensure(c, chain, "num", depth);
        return `${numbers.text}.reduce(${reducer(c, "num", "num", depth)})`;
      }
      return `${chain.text}.reduce(${reducer(c, "num", chain.element, depth)}, ${start})`;
    }
    case "reduceRight":
      return `${chain.text}.reduceRight(${reducer(c, "num", chain.element, depth)}, ${expression(c, "num", 1)})`;
    case "index":
      return `${chain.text}.${random.pick(["findIndex", "findIndex", "findLastIndex"])}(${test(c, chain, depth)})`;
    case "length":
      return `${chain.text}.length`;
    case "extreme": {
      const numbers = ensure(c, chain, "num", depth);
      const more = random.chance(0.3) ? `${expression(c, "num", 1)}, ` : "";
      return `Math.${random.pick(["max", "min", "max", "min", "hypot"])}(${more}...${numbers.text})`;
    }
    case "position":
      return `${chain.text}.${random.pick(["indexOf", "lastIndexOf"])}(${expression(c, chain.element, 1)}${random.chance(0.2) ? `, ${expression(c, "num", 0)}` : ""})`;
    default:
      return pickOne(c, ensure(c, chain, "num", depth));
  }
}

function toText(c: Context, chain: Chain, depth: number): string {
  const { random } = c;
  return random.weighted<() => string>([
    [
      5,
      () =>
        `${chain.text}.join(${random.weighted([
          [3, stringLiteral(c)],
          [1, ""],
          [1, expression(c, "str", 1)],
          [0.3, expression(c, "any", 1)],
        ])})`,
    ],
    [
      1.5,
      () =>
        `${chain.text}.reduce(${reducer(c, "str", chain.element, depth)}, ${random.pick(['""', '"<"', expression(c, "str", 0)])})`,
    ],
    [0.5, () => `${chain.text}.reduceRight(${reducer(c, "str", chain.element, depth)}, "")`],
    [1.5, () => pickOne(c, ensure(c, chain, "str", depth))],
    [0.3, () => `String(${chain.text})`],
    [0.3, () => `\`\${${chain.text}}\``],
  ])();
}

function toBoolean(c: Context, chain: Chain, depth: number): string {
  const { random } = c;
  return random.weighted<() => string>([
    [4, () => `${chain.text}.some(${test(c, chain, depth)})`],
    [4, () => `${chain.text}.every(${test(c, chain, depth)})`],
    [
      3,
      () =>
        `${chain.text}.includes(${expression(c, chain.element, 1)}${random.chance(0.15) ? `, ${expression(c, "num", 0)}` : ""})`,
    ],
    [1, () => `(${chain.text}.length ${random.pick(["> 0", "=== 0", "!== 0", ">= 1", "< 2"])})`],
    [
      1,
      () =>
        `(${chain.text}.indexOf(${expression(c, chain.element, 1)}) ${random.pick(["!== -1", ">= 0", "=== -1", "< 0", "> -1"])})`,
    ],
    [
      1,
      () =>
        `(${chain.text}.find(${test(c, chain, depth)}) ${random.pick(["!== undefined", "=== undefined", "!= null"])})`,
    ],
    [1, () => `(${chain.text}.findIndex(${test(c, chain, depth)}) ${random.pick(["!== -1", ">= 0", "< 0"])})`],
    [0.5, () => `new Set(${chain.text}).has(${expression(c, chain.element, 1)})`],
    [0.3, () => `Array.isArray(${chain.text})`],
    [0.3, () => `!${chain.text}.length`.replace(/^.*$/s, "($&)")],
  ])();
}

function toRecord(c: Context, chain: Chain, depth: number): string {
  const { random } = c;
  return random.weighted<() => string>([
    [2, () => pickOne(c, ensure(c, chain, "obj", depth))],
    [2, () => `Object.fromEntries(${ensure(c, chain, "pair", depth).text})`],
    [2, () => `${chain.text}.reduce(${counting(c, chain.element)}, {})`],
    [
      1,
      () =>
        `${chain.text}.reduce((acc, x) => ({ ...acc, [${keyFrom(c, "x", chain.element)}]: ${random.pick(["x", "1", "acc"])} }), {})`,
    ],
    [0.5, () => `${chain.text}.reduce(${reducer(c, "obj", chain.element, depth)}, { a: 0 })`],
  ])();
}

function keyFrom(c: Context, name: string, element: Element): string {
  return element === "obj" ? `${name}.${c.random.pick(["s", "id", "a"])}` : name;
}

/** Group counting: an accumulator that is written and returned. */
function counting(c: Context, element: Element): string {
  const key = keyFrom(c, "x", element);
  return c.random.pick([
    `(acc, x) => { acc[${key}] = (acc[${key}] ?? 0) + 1; return acc; }`,
    `(acc, x) => { (acc[${key}] ||= []).push(x); return acc; }`,
    `(acc, x, i) => { acc[${key}] = i; return acc; }`,
  ]);
}

function toAnything(c: Context, chain: Chain, depth: number): string {
  const { random } = c;
  const { text, element } = chain;
  return random.weighted<() => string>([
    [3, () => text],
    [1.5, () => pickOne(c, chain)],
    [1, () => `${text}.reduce(${reducer(c, element, element, depth)})`],
    [0.5, () => `${text}.reduceRight(${reducer(c, element, element, depth)})`],
    [1, () => `new Set(${text})`],
    [1, () => `new Map(${ensure(c, chain, "pair", depth).text})`],
    [1, () => `Object.fromEntries(${ensure(c, chain, "pair", depth).text})`],
    [1.5, () => `[...${text}]`],
    [1, () => `[${expression(c, element, 0)}, ...${text}, ${random.pick(["1", "...[2]", expression(c, "any", 0)])}]`],
    [1, () => `${text}.forEach(${callbackArguments(c, { from: element, to: "any", role: "each" }, depth)})`],
    [0.5, () => `${text}.entries().next().value`],
    [0.7, () => `${text}.reduce((acc, x) => [...acc, ${random.pick(["x", "acc.length"])}], [])`],
    [0.5, () => `Array.from(${text})`],
    [0.5, () => `${text}.join()`],
    [0.4, () => `ext(...${text})`],
    [0.4, () => `${text}.map(x => () => x).map(f => f())`],
    [0.4, () => `JSON.stringify(${text})`],
    [0.3, () => `(${text}, 5)`],
    [0.3, () => `${text}?.map(x => x)`],
    [0.3, () => `${text}.length = 5`.replace(/^.*$/s, "($&)")],
    [0.3, () => `(0 in ${text})`],
  ])();
}
