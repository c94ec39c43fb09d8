import { Context } from "./context.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import { fromTemplate } from "./substitute.ts";
import type { Domain } from "./templates.ts";
import type { Type, Variable } from "./types.ts";

/**
 * Tiny programs of one chain, from lists of telling parts. They are cheap to optimize and dense: most pairs of stages
 * with most kinds of callbacks come up within a thousand of them.
 */
export const PRELUDE: string = `let m0 = 3;
let m1 = "k";
export function reset() { m0 = 3; m1 = "k"; }
export function poke(value) { m0 = value; }
export function peek() { return [m0, m1]; }
const half = (x) => x / 2;
function big(x) { return x > 2; }
const PICKED = new Set([1, 2, 5, "a"]);
const NAMED = new Map([[2, "two"], ["a", { a: 4 }]]);
const LISTED = [2, 3, "a", undefined];
function noisy(x) { log(x); return x; }
`;

export const HEADS: readonly (readonly [weight: number, text: string])[] = [
  [12, "xs"],
  [1.5, "[...xs]"],
  [1, "Array.from(xs)"],
  [1, "[5, k, 1, , 7]"],
  [1, "[k, ...xs]"],
  [1, "Array.from({ length: k > 99 ? 3 : k }, (_, i) => i * 2)"],
  [0.7, "Array.from({ length: 4 })"],
  [0.5, "Array.from({ length: 3 }, () => k)"],
  [0.7, "Array(4).fill(k)"],
  [0.5, "new Array(3).fill().map((_, i) => i)"],
  [1, "Object.keys(o)"],
  [1, "Object.values(o)"],
  [0.7, "Object.entries(o).map(([key, value]) => value)"],
  [0.7, 'String(k).split("")'],
  [0.7, "xs.slice(1)"],
  [0.5, "xs.slice(-2, k)"],
  [0.5, "xs.concat([k], 4)"],
  [0.7, "o.ns"],
  [0.3, "state.list"],
  [0.3, "quiet(xs)"],
];

export const MAPS: readonly string[] = [
  ..."x => x * 2|x => x + 1|x => x + k|(x, i) => x * i|(x, i) => i|x => -x|x => x.a|x => x?.a|x => String(x)".split(
    "|",
  ),
  ..."x => `${x}!`|x => ({ a: x, s: k })|(x, i) => [x, i]|x => k|() => 0|x => m0|x => k.a|x => x === k|x => typeof x".split(
    "|",
  ),
  ..."x => Math.sqrt(x)|x => Math.max(x, k)|x => x ** 2|x => x / k|x => x | 0|x => x * 1 + 0|x => k * k|x => !x".split(
    "|",
  ),
  ..."x => x > 2 ? x : k|x => x && k|x => x ?? k|x => x.length|x => x[0]|half|Number|String|Math.abs|Boolean|parseInt".split(
    "|",
  ),
  ..."({ a }) => a|({ a = 2 }) => a|([p, q]) => q|([p]) => p|(x = 4) => x|(...all) => all.length|() => {}".split("|"),
  ..."x => NAMED.get(x)|x => LISTED.indexOf(x)|x => x.s.slice(k)|({ a, s }) => [a, s]|({ s }) => s.length|x => /2/.test(x)".split(
    "|",
  ),
  "x => { if (x > 2) return 0; return x; }",
  "x => { const y = x * 2; return y + y; }",
  "x => { let y = x; y += 1; return y; }",
  // Names that mean something else on the next line.
  "x => { const y = k; const k = x; return y; }",
  "x => { const y = x > m0 ? 1 : 2; let m0 = y; return m0; }",
  "({ a = k }) => { const k = 2; return [a, k]; }",
  "([p = k]) => { const k = p; return k; }",
  "({ a = m0 }) => { const m0 = [a]; return m0; }",
  "x => { for (const z of [1, 2]) if (z === x) return k; return x; }",
  "(x, i, all) => all.length",
  "function (x) { return this === undefined ? x : 0; }",
  "function () { return arguments.length; }",
  "function (x) { return [x, this.id]; }",
  "x => () => x",
  "async x => x",
  "function* (x) { yield x; }",
];

/** Callbacks that give arrays, or may. */
export const ARRAYS: readonly string[] = [
  ..."x => [x, k]|x => x|(x, i) => [i]|x => [[x]]|x => x > 2 ? [x] : []|x => x.a|x => x?.a|x => [x * 2, x]|x => xs|o => o.p".split(
    "|",
  ),
  ..."x => [...xs]|x => xs.slice(0, 2)|x => [x, , k]|x => k|x => xs.map((y) => y + x)|x => x.ns|o => o.ns.map((y) => y * 2)".split(
    "|",
  ),
  "x => String(x).split('')",
  "x => x.split('a')",
  "x => x > 2 ? String(x).split('') : []",
  "x => { if (x > 3) return [x, x]; return k; }",
  "(x, i) => i > 1 ? x : [x, [k]]",
  "x => Array.from(xs)",
  "x => Array(3)",
];

/** Bounds of slices. */
export const SLICES: readonly string[] =
  "|1|2|-1|k|0, 2|1, 3|0, -1|0, k|k, 3|NaN, 2.5|undefined, 2|0, Infinity|0, m0|3, 1|log(1)".split("|");

export const NOISY_ARRAYS: readonly string[] = [
  ..."x => log([x])|x => boom([x, k])|x => { log(x); return [x]; }|x => xs.concat(log(x))|x => { xs.push(1); return xs; }".split(
    "|",
  ),
  ..."x => touch(xs) ?? [x]|x => { if (x === 3) throw x; return xs; }|x => [log(x), 1]|x => [x, log(k)]|x => (m0++, [m0])".split(
    "|",
  ),
];

export const NOISY_MAPS: readonly string[] = [
  ..."x => log(x)|x => boom(x)|x => touch(x)|x => (m0 = x)|x => m0++|x => xs.push(x)|noisy|ext|log|x => missing|x => late".split(
    "|",
  ),
  ..."x => (log(k), x)|(x, i) => log(i)|x => { log(x); }|() => log(1)|x => { if (x > 3) throw x; return x; }|x => x++".split(
    "|",
  ),
];

export const TESTS: readonly string[] = [
  ..."x => x > 2|x => x|x => !x|(x, i) => i % 2|(x, i) => i < 2|(x, i) => x > i|x => x !== k|x => !(x < k)|() => true".split(
    "|",
  ),
  ..."() => false|x => x.a > 1|x => x === undefined|x => x > k && x < 9|x => x % 2 === 0|x => m0 < x|Boolean|big|() => k".split(
    "|",
  ),
  ..."x => x === x|x => typeof x === 'number'|({ a }) => a|([p]) => p|x => x.length > 1|x => { if (x < 1) return false; return x < k; }".split(
    "|",
  ),
  ..."x => PICKED.has(x)|x => LISTED.includes(x)|x => /2/.test(x)|x => /a/g.test(x)|x => /a/.test(x.s)|x => x.s.includes(k)".split(
    "|",
  ),
  ..."x => PICKED.has(x.a)|x => !LISTED.includes(x)|x => x.s.startsWith(k)|({ a, s }) => a > 1 && s|({ a: { b } }) => b".split(
    "|",
  ),
  "async x => x",
  "function (x) { return this; }",
  "undefined",
];

export const NOISY_TESTS: readonly string[] = [
  ..."x => log(x) > 1|x => boom(x)|x => touch(x)|x => (m0 = x)|x => m0-- > 0|noisy|ext|x => { log(x); return x > 1; }|(x, i) => log(i) < 2".split(
    "|",
  ),
  ..."x => { if (x === k) throw x; return true; }|x => (xs.length = 2)|x => x < late|() => log(0)".split("|"),
];

/** What writes or reads a variable around it and cannot throw: only the order of stages is seen. */
const CELL_MAPS: readonly string[] = [
  ..."x => (m0 = x)|x => m0|x => [m0, x]|(x, i) => (m0 = i)|x => (m1 = m0)|x => { m0 = x; return k; }|() => m1|x => !m0".split(
    "|",
  ),
];
const CELL_TESTS: readonly string[] = [
  ..."x => (m0 = x)|x => m0|x => m0 !== x|x => (m0 = !m0)|x => m1 === m0|(x, i) => { m1 = x; return i; }|() => !m1".split(
    "|",
  ),
];

/** What throws and does nothing else, each an error of its own class: only the order of stages is seen. */
const THROWING_MAPS: readonly string[] = [
  ..."x => late|(x, i) => (i > 1 ? late : x)|(x, i) => i > 0 && late|(x, i) => i > 1 && 1n / 0n|(x, i) => (i ? 2n ** -1n : x)".split(
    "|",
  ),
  ..."(x, i) => i > 1 && late|(x, i) => (i < 1 ? i : 1n % 0n)|x => 3n / 0n|(x, i) => (x > k ? late : i)|x => x".split(
    "|",
  ),
];
const THROWING_TESTS: readonly string[] = [
  ..."x => late|x => 1n / 0n|(x, i) => i < 1 && late|(x, i) => i < 1 || 1n % 0n|(x, i) => (i > 0 ? late : 1)|x => x".split(
    "|",
  ),
  ..."(x, i) => i > 0 && 2n ** -1n|() => 5n / 0n|(x, i) => x === i || late".split("|"),
];
/** Where elements are read without a test that might fail. */
const QUIET_HEADS: readonly string[] = [
  ..."Object.values(o)|Object.keys(o)|Object.values(o)|xs|Array.from({ length: 4 }, (_, i) => i)|[...xs]".split("|"),
];

/** A chain in the place of a value: an operand of another one. */
export function innerChain(random: Random): string {
  const [map, test] = [random.pick(MAPS), random.pick(TESTS)];
  const stages = random.pick([`.filter(${test})`, `.map(${map}).filter(${test})`, `.filter(${test}).map(${map})`]);
  return `${random.pick(["xs", "o.ns", "Object.values(o)"])}${stages}${random.pick([".length", "[0]", ".length", ".length > 1"])}`;
}

export const REDUCERS: readonly string[] = [
  ..."(a, x) => a + x|(a, x) => a * x|(a, x) => Math.max(a, x)|(a, x, i) => a + i|(a, x) => x > a ? x : a|(a, x) => a".split(
    "|",
  ),
  ..."(a, x) => x|() => 1|(a, x) => a + k|(a, x) => log(a) + x|(a, x) => boom(a + x)|(a, { a: v }) => a + v|(a, x, i, all) => a + all.length".split(
    "|",
  ),
  "(a, x) => { a += x; return a; }",
  "(a, x) => { if (x > 2) return a; return a + x; }",
  "(a, x) => { }",
];

/** The program of `seed`. */
export function makeFocused(seed: number, isTame = false): Program {
  const random = new Random(deriveSeed(seed, 3));
  const noise = isTame ? 0 : random.pick([0, 0, 0.15, 0.4]);
  const pick = (quiet: readonly string[], noisy: readonly string[]): string =>
    random.pick(random.chance(noise) ? noisy : quiet);
  const withThis = (text: string): string =>
    text +
    (random.chance(text.includes("this") ? 0.5 : 0.03) ? `, ${random.chance(0.1) ? innerChain(random) : "o"}` : "");
  const family = random.weighted<"cells" | "throwing" | "any">([
    [isTame ? 0 : 0.08, "cells"],
    [isTame ? 0 : 0.06, "throwing"],
    [0.86, "any"],
  ]);
  const cells = family !== "any";
  const [maps, tests] = family === "cells" ? [CELL_MAPS, CELL_TESTS] : [THROWING_MAPS, THROWING_TESTS];
  const map = (): string => (cells ? random.pick(maps) : withThis(pick(MAPS, NOISY_MAPS)));
  const test = (): string => (cells ? random.pick(tests) : withThis(pick(TESTS, NOISY_TESTS)));
  let text = family === "throwing" ? random.pick(QUIET_HEADS) : random.weighted(HEADS);
  const count = random.pick(family === "throwing" ? [1, 2, 2] : [0, 1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < count; i++) {
    text += random.weighted<() => string>([
      [5, () => `.map(${map()})`],
      [5, () => `.filter(${test()})`],
      [1, () => `.flatMap(${random.chance(noise) ? random.pick(NOISY_ARRAYS) : random.pick(ARRAYS)})`],
      [0.6, () => `.flat(${random.pick(["", "", "", "1", "2", "0"])})`],
      [0.8, () => `.slice(${random.chance(0.06) ? innerChain(random) : random.pick(SLICES)})`],
    ])();
  }
  const consumer = consumerOf(random, map, test);
  const whole = consumer(text);
  const position = random.weighted<(text: string) => string>([
    [8, (each) => `return ${each};`],
    [1, (each) => `const t = ${each};\nreturn [t, m0];`],
    [0.6, (each) => `return [log(1), ${each}, log(2)];`],
    [0.5, (each) => `return k && ${each};`],
    [0.4, (each) => `${each.startsWith("[") || each.startsWith("{") ? ";" : ""}${each};\nreturn m0;`],
    [
      0.5,
      (each) =>
        /^\w/.test(each) ? `m0 = k\n${each}${random.pick([", m0", " || log(m0)", " ? 1 : 2"])}\nreturn m0` : each,
    ],
    [0.4, (each) => `if (${each}) return 1;\nreturn 0;`],
    [0.4, (each) => `for (let i = 0; i < 2; i++) log(${each});`],
    [0.3, (each) => `try { return ${each}; } catch (e) { return [e === k, e instanceof TypeError]; }`],
  ]);
  const kind = random.weighted([
    [10, "function"],
    [0.7, "async function"],
    [0.7, "function*"],
  ]);
  const parameters: readonly Type[] = [
    random.weighted([
      [6, "num[]"],
      [2, "obj[]"],
      [1.5, "num[][]"],
      [1.5, "str[]"],
      [1, "any[]"],
      [0.7, "pair[]"],
    ]),
    random.weighted([
      [3, "num"],
      [1, "any"],
      [0.5, "str"],
    ]),
    "obj",
  ];
  const late = random.chance(0.5) ? "\nconst late = 2;" : "\nlet late;";
  const body = position(whole);
  return {
    seed,
    source: `${PRELUDE}export ${kind} main(xs, k, o) {\n${body}${body.includes("late") ? late : ""}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: noise > 0 || cells,
  };
}

/** Two or three shapes of the rule catalogue, as results or in the callbacks of a chain. */
export function makeScalar(seed: number): Program {
  const random = new Random(deriveSeed(seed, 4));
  const style = {
    impure: random.chance(0.8) ? 0 : 0.2,
    clashing: false,
    typescript: false,
    sloppy: false,
    scalar: true,
    tame: false,
    noHoles: false,
    plainReceivers: false,
    small: true,
  };
  const c = new Context(random, style);
  const parameters: Type[] = ["num[]", "num", "num", "str", "any", "big", "bool"];
  const names = ["xs", "x", "y", "s", "v", "b", "t"];
  const all = parameters.map((type, i): Variable => ({ name: names[i] ?? "q", type, assignable: false }));
  c.vars.push(...all.slice(1));
  const domains: readonly Domain[] = [
    "number",
    "number",
    "number",
    "any",
    "int32",
    "string",
    "bigint",
    "boolean",
    "int16",
    "uint16",
    "uint32",
  ];
  const shape = (): string => fromTemplate(c, random.pick(domains), random.pick([0, 0, 1]));
  const known = random.pick([
    "",
    "x = +x;\n",
    "x = x | 0;\ny = +y;\n",
    'if (typeof x !== "number" || typeof y !== "number") return;\n',
    "const n = x & 15;\n",
  ]);
  const body = random.weighted<() => string>([
    [5, () => `return [${[shape(), shape()].join(", ")}];`],
    [2, () => `const w = ${shape()};\nreturn [w, ${shape()}, w];`],
    [2, () => `return xs.map((x) => ${shape()}).filter((y) => ${shape()});`],
    [1, () => `return xs.map((x) => ${shape()}).reduce((y, x) => y + ${shape()}, 0);`],
    [1, () => `let w = 0;\nfor (let i = 0; i < 3; i++) w += ${shape()};\nreturn w;`],
  ])();
  return {
    seed,
    source: `${PRELUDE}export function main(${names.join(", ")}) {\n${known}${body}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: style.impure > 0,
  };
}

function consumerOf(random: Random, map: () => string, test: () => string): (text: string) => string {
  const reducer = (): string => random.pick(REDUCERS);
  const operand = (texts: readonly string[]): string => (random.chance(0.06) ? innerChain(random) : random.pick(texts));
  const value = (): string => operand(["2", "k", "NaN", "undefined", "-0", '"a"', "0"]);
  return random.weighted<() => (text: string) => string>([
    [6, () => (text) => text],
    [
      2.5,
      () => {
        const r = reducer();
        const start = operand(["0", "0", '""', "k", "1"]);
        return (text) => `${text}.reduce(${r}, ${start})`;
      },
    ],
    [
      1.5,
      () => {
        const r = reducer();
        return (text) => `${text}.reduce(${r})`;
      },
    ],
    [
      0.5,
      () => {
        const r = reducer();
        return (text) => `${text}.reduceRight(${r}, 0)`;
      },
    ],
    [
      1.5,
      () => {
        const t = test();
        return (text) => `${text}.some(${t})`;
      },
    ],
    [
      1.5,
      () => {
        const t = test();
        return (text) => `${text}.every(${t})`;
      },
    ],
    [
      1.5,
      () => {
        const t = test();
        return (text) => `${text}.find(${t})`;
      },
    ],
    [
      1,
      () => {
        const t = test();
        return (text) => `${text}.findIndex(${t})`;
      },
    ],
    [
      0.6,
      () => {
        const t = test();
        return (text) => `${text}.findLast(${t})`;
      },
    ],
    [
      1,
      () => {
        const v = value();
        return (text) => `${text}.includes(${v})`;
      },
    ],
    [
      1,
      () => {
        const v = value();
        return (text) => `${text}.indexOf(${v})`;
      },
    ],
    [
      0.5,
      () => {
        const v = value();
        return (text) => `${text}.lastIndexOf(${v})`;
      },
    ],
    [
      1,
      () => {
        const m = map();
        return (text) => `${text}.forEach(${m})`;
      },
    ],
    [
      1,
      () => {
        const s = operand(['""', '","', "", "k"]);
        return (text) => `${text}.join(${s})`;
      },
    ],
    [1.2, () => (text) => `${text}.length`],
    [1.2, () => (text) => `${text}[0]`],
    [0.4, () => (text) => `${text}.at(-1)`],
    [0.6, () => (text) => `Math.max(...${text})`],
    [0.6, () => (text) => `Math.min(k, ...${text})`],
    [0.8, () => (text) => `new Set(${text})`],
    [0.5, () => (text) => `new Map(${text}.map(x => [x, k]))`],
    [0.5, () => (text) => `Object.fromEntries(${text}.map((x, i) => [x, i]))`],
    [0.7, () => (text) => `[0, ...${text}, k]`],
  ])();
}
