import { Context } from "./context.ts";
import { parts } from "./parts.ts";
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
const NONE = Number("none");
const LYING = new Proxy([4, 5, 6], { get: (list, key) => (key === "length" ? 2.5 : list[key]) });
function noisy(x) { log(x); return x; }
`;

export const HEADS: readonly (readonly [weight: number, text: string])[] = [
  [12, "xs"],
  [1.5, "[...xs]"],
  [1, "Array.from(xs)"],
  [1, "[5, k, 1, , 7]"],
  [1, "[k, ...xs]"],
  [1, "Array.from({ length: k > 99 ? 3 : k }, (_, i) => i * 2)"],
  [1, "Array.from({ length: 5 }, (_, i) => i)"],
  [0.5, "[...Array(5).keys()]"],
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
  ...parts("x => x * 2|x => x + 1|x => x + k|(x, i) => x * i|(x, i) => i|x => -x|x => x.a|x => x?.a|x => String(x)"),
  ...parts(
    "x => `${x}!`|x => ({ a: x, s: k })|(x, i) => [x, i]|x => k|() => 0|x => m0|x => k.a|x => x === k|x => typeof x",
  ),
  ...parts("x => Math.sqrt(x)|x => Math.max(x, k)|x => x ** 2|x => x / k|x => x | 0|x => x * 1 + 0|x => k * k|x => !x"),
  ...parts(
    "x => x > 2 ? x : k|x => x && k|x => x ?? k|x => x.length|x => x[0]|half|Number|String|Math.abs|Boolean|parseInt",
  ),
  ...parts("({ a }) => a|({ a = 2 }) => a|([p, q]) => q|([p]) => p|(x = 4) => x|(...all) => all.length|() => {}"),
  ...parts(
    "x => NAMED.get(x)|x => LISTED.indexOf(x)|x => x.s.slice(k)|({ a, s }) => [a, s]|({ s }) => s.length|x => /2/.test(x)",
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
  "x => { xs.reverse(); return x; }",
  "x => (x > 2 ? NONE : x)",
  "x => { return [k, x]; var k; }",
  "x => { return k; const k = 1; }",
  "x => { if (x) return m0; return x; var m0 = 2; }",
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
  ...parts(
    "x => [x, k]|x => x|(x, i) => [i]|x => [[x]]|x => x > 2 ? [x] : []|x => x.a|x => x?.a|x => [x * 2, x]|x => xs|o => o.p",
  ),
  ...parts(
    "x => [...xs]|x => xs.slice(0, 2)|x => [x, , k]|x => k|x => xs.map((y) => y + x)|x => x.ns|o => o.ns.map((y) => y * 2)",
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
export const SLICES: readonly string[] = parts(
  "|1|2|-1|k|0, 2|1, 3|0, -1|0, k|k, 3|NaN, 2.5|undefined, 2|0, Infinity|0, m0|3, 1|log(1)",
);

export const NOISY_ARRAYS: readonly string[] = [
  ...parts(
    "x => log([x])|x => boom([x, k])|x => { log(x); return [x]; }|x => xs.concat(log(x))|x => { xs.push(1); return xs; }",
  ),
  ...parts(
    "x => touch(xs) ?? [x]|x => { if (x === 3) throw x; return xs; }|x => [log(x), 1]|x => [x, log(k)]|x => (m0++, [m0])",
  ),
];

export const NOISY_MAPS: readonly string[] = [
  ...parts(
    "x => log(x)|x => boom(x)|x => touch(x)|x => (m0 = x)|x => m0++|x => xs.push(x)|noisy|ext|log|x => missing|x => late",
  ),
  ...parts(
    "x => (log(k), x)|(x, i) => log(i)|x => { log(x); }|() => log(1)|x => { if (x > 3) throw x; return x; }|x => x++",
  ),
];

export const TESTS: readonly string[] = [
  ...parts(
    "x => x > 2|x => x|x => !x|(x, i) => i % 2|(x, i) => i < 2|(x, i) => i < x|(x, i) => x >= i|(x, i) => x > i|x => x !== k|x => !(x < k)|() => true",
  ),
  ...parts(
    "() => false|x => x.a > 1|x => x === undefined|x => x > k && x < 9|x => x % 2 === 0|x => m0 < x|Boolean|big|() => k",
  ),
  ...parts(
    "x => x === x|x => typeof x === 'number'|({ a }) => a|([p]) => p|x => x.length > 1|x => { if (x < 1) return false; return x < k; }",
  ),
  ...parts(
    "x => PICKED.has(x)|x => LISTED.includes(x)|x => /2/.test(x)|x => /a/g.test(x)|x => /a/.test(x.s)|x => x.s.includes(k)",
  ),
  ...parts(
    "x => PICKED.has(x.a)|x => !LISTED.includes(x)|x => x.s.startsWith(k)|({ a, s }) => a > 1 && s|({ a: { b } }) => b",
  ),
  "async x => x",
  "function (x) { return this; }",
  "undefined",
];

export const NOISY_TESTS: readonly string[] = [
  ...parts(
    "x => log(x) > 1|x => boom(x)|x => touch(x)|x => (m0 = x)|x => m0-- > 0|noisy|ext|x => { log(x); return x > 1; }|(x, i) => log(i) < 2",
  ),
  ...parts("x => { if (x === k) throw x; return true; }|x => (xs.length = 2)|x => x < late|() => log(0)"),
];

/** What writes or reads a variable around it and cannot throw: only the order of stages is seen. */
const CELL_MAPS: readonly string[] = [
  ...parts(
    "x => (m0 = x)|x => m0|x => [m0, x]|(x, i) => (m0 = i)|x => (m1 = m0)|x => { m0 = x; return k; }|() => m1|x => !m0",
  ),
];
const CELL_TESTS: readonly string[] = [
  ...parts(
    "x => (m0 = x)|x => m0|x => m0 !== x|x => (m0 = !m0)|x => m1 === m0|(x, i) => { m1 = x; return i; }|() => !m1",
  ),
];

/** What throws and does nothing else, each an error of its own class: only the order of stages is seen. */
const THROWING_MAPS: readonly string[] = [
  ...parts(
    "x => late|(x, i) => (i > 1 ? late : x)|(x, i) => i > 0 && late|(x, i) => i > 1 && 1n / 0n|(x, i) => (i ? 2n ** -1n : x)",
  ),
  ...parts("(x, i) => i > 1 && late|(x, i) => (i < 1 ? i : 1n % 0n)|x => 3n / 0n|(x, i) => (x > k ? late : i)|x => x"),
];
const THROWING_TESTS: readonly string[] = [
  ...parts(
    "x => late|x => 1n / 0n|(x, i) => i < 1 && late|(x, i) => i < 1 || 1n % 0n|(x, i) => (i > 0 ? late : 1)|x => x",
  ),
  ...parts("(x, i) => i > 0 && 2n ** -1n|() => 5n / 0n|(x, i) => x === i || late"),
];
/** Elements that do something when they are converted, stages that convert, and stages that see what it did. */
const SPIES: readonly string[] = [
  "{ valueOf() { m0 = 70; return 2; } }",
  "{ toString() { m0 = 70; return 'a'; } }",
  "{ valueOf() { m0 = 70; return 1n; }, get a() { m0 = 60; return 1; } }",
];
const SPIED_HEADS: readonly string[] = parts(
  "[1, spy, ...xs]|[k, 2, spy]|[k, ...xs, spy]|Object.values({ ...o, spy })",
);
const WATCHING_MAPS: readonly string[] = parts(
  "x => x * 2|x => -x|x => `${x}!`|x => x + 1|x => [m0, x]|x => m0|x => (m0 > 9 ? x : k)|(x, i) => [i, m0]|x => m0 === x|x => x",
);
const WATCHING_TESTS: readonly string[] = parts(
  "x => x > 2|x => x < 9|x => m0 < 9|x => m0 !== 70|(x, i) => i < m0|x => x * 2|x => m0 > 9 || x|x => x !== 1",
);
/** Positions: stages that ask for them, count them or make a loop end early, among such that may be seen. */
const PLACED_HEADS: readonly string[] = parts(
  "[...xs]|xs|Array.from({ length: 6 }, (_, i) => i)|[...Array(5).keys()]|xs.slice(k)|xs.slice(1)|xs.slice(k, -1)|[k, ...xs]",
);
const COUNTED: readonly string[] = parts(
  ".filter(x => x > 1)|.filter(x => x !== 0)|.filter(x => log(x))|.filter(x => m0-- > 0)|.map(x => x)|.map(x => log(x))|.map((x, i) => i)|",
);
const RANGES: readonly string[] = parts(
  "Array.from({ length: 6 }, (_, i) => i)|[...Array(5).keys()]|Array.from({ length: 4 })|[...Array(3).keys()]",
);
/** Behind these there are as many elements as are in what they give. */
const FLATTENED: readonly string[] = parts(
  ".flatMap(x => [x, k])|.flatMap(x => [[x], x])|.flatMap((x, i) => [i, x])|.flatMap(x => xs)|.flatMap(x => (x > 2 ? [] : [x, 1]))|.flat()|.map(x => [x, k]).flat()|.map(x => [x]).flat()",
);
/** Stages that show the positions of elements. */
const POSITIONS: readonly string[] = parts(
  ".map((x, i) => i)|.map((x, i) => [x, i])|.map((x, i) => x * i)|.filter((x, i) => i % 2)|.flatMap((x, i) => [i, x])",
);
const PLACES: readonly string[] = parts(
  ".filter((x, i) => i < x)|.filter((x, i) => i < x)|.filter((x, i) => x >= i)|.filter((x, i) => i < 2)|.filter((x, i) => i <= k)|.filter((x, i) => i < m0)|.slice(0, 2)|.slice(1, 3)|.slice(k, 3)|.slice(1, k)",
);
/** NaN among other numbers, as `includes` finds it and `===` does not. */
const NAN_MAPS: readonly string[] = parts(
  "x => NONE|x => (x > 2 ? NONE : x)|(x, i) => (i > 0 ? NONE : i)|(x, i) => Math.sqrt(1 - i)|x => +x|x => x * NONE",
);
const NAN_TESTS: readonly string[] = parts("x => x !== 1|x => x !== x|(x, i) => i > 0|x => !x");
const NAN_SEARCHES: readonly string[] = parts(".includes(NONE)|.includes(NaN)|.includes(k)|.indexOf(NONE)");
/** What changes the array that is walked, or sees that it has changed; in the tame ones, without a hole. */
const CHANGED_HEADS: readonly string[] = parts(
  "xs|xs|xs.slice(1)|xs.slice(0, 3)|xs.slice(1, 3)|xs.slice(k, 4)|[...xs]|xs.slice(0, k)",
);
const CHANGING_MAPS: readonly string[] = parts(
  "x => { xs.reverse(); return x; }|x => xs.push(x)|x => (xs[0] = k)|(x, i) => { xs[0] = i; return x; }|x => x|x => xs[0]|x => k",
);
const CHANGING_TESTS: readonly string[] = parts(
  "x => xs.reverse()|x => xs.push(k)|x => (xs[0] = x) !== k|x => x|x => xs[0] !== x|(x, i) => i < 2",
);
const SHRINKING_MAPS: readonly string[] = [
  ...CHANGING_MAPS,
  ...parts(
    "x => { xs.length = 1; return x; }|x => xs.pop()|x => xs.shift()|(x, i) => { xs[i + 1] = k; return x; }|x => delete xs[2]",
  ),
];
const SHRINKING_TESTS: readonly string[] = [
  ...CHANGING_TESTS,
  ...parts("x => (xs.length = 2)|x => delete xs[1]|x => xs.pop() !== x|(x, i) => (xs[i + 2] = k)"),
];
/** Where elements are read without a test that might fail. */
const QUIET_HEADS: readonly string[] = [
  ...parts("Object.values(o)|Object.keys(o)|Object.values(o)|xs|Array.from({ length: 4 }, (_, i) => i)|[...xs]"),
];

/** What is picked from; absent: what all programs are made of. */
interface Family {
  readonly heads?: readonly string[];
  readonly maps: readonly string[];
  readonly tests: readonly string[];
}

const FAMILIES: Readonly<
  Record<"cells" | "throwing" | "spied" | "placed" | "changing" | "shrinking" | "nan" | "any", Family>
> = {
  cells: { maps: CELL_MAPS, tests: CELL_TESTS },
  throwing: { heads: QUIET_HEADS, maps: THROWING_MAPS, tests: THROWING_TESTS },
  spied: { heads: SPIED_HEADS, maps: WATCHING_MAPS, tests: WATCHING_TESTS },
  placed: { heads: PLACED_HEADS, maps: MAPS, tests: TESTS },
  changing: { heads: CHANGED_HEADS, maps: CHANGING_MAPS, tests: CHANGING_TESTS },
  nan: { heads: QUIET_HEADS, maps: NAN_MAPS, tests: NAN_TESTS },
  shrinking: { heads: CHANGED_HEADS, maps: SHRINKING_MAPS, tests: SHRINKING_TESTS },
  any: { maps: MAPS, tests: TESTS },
};

/** A chain in the place of a value: an operand of another one. */
export function innerChain(random: Random): string {
  const [map, test] = [random.pick(MAPS), random.pick(TESTS)];
  const stages = random.pick([`.filter(${test})`, `.map(${map}).filter(${test})`, `.filter(${test}).map(${map})`]);
  return `${random.pick(["xs", "o.ns", "Object.values(o)"])}${stages}${random.pick([".length", "[0]", ".length", ".length > 1"])}`;
}

export const REDUCERS: readonly string[] = [
  ...parts(
    "(a, x) => a + x|(a, x) => a * x|(a, x) => Math.max(a, x)|(a, x, i) => a + i|(a, x) => x > a ? x : a|(a, x) => a",
  ),
  ...parts(
    "(a, x) => x|() => 1|(a, x) => a + k|(a, x) => log(a) + x|(a, x) => boom(a + x)|(a, { a: v }) => a + v|(a, x, i, all) => a + all.length",
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
  const family = random.weighted<keyof typeof FAMILIES>([
    [isTame ? 0 : 0.08, "cells"],
    [isTame ? 0 : 0.06, "throwing"],
    [isTame ? 0 : 0.07, "spied"],
    [isTame ? 0 : 0.09, "placed"],
    [isTame ? 0.08 : 0.02, "changing"],
    [isTame ? 0 : 0.05, "shrinking"],
    [isTame ? 0 : 0.04, "nan"],
    [0.7, "any"],
  ]);
  const cells = family !== "any" && family !== "placed";
  const { heads, maps, tests } = FAMILIES[family];
  const map = (): string => (cells ? random.pick(maps) : withThis(pick(MAPS, NOISY_MAPS)));
  const test = (): string => (cells ? random.pick(tests) : withThis(pick(TESTS, NOISY_TESTS)));
  let text = heads === undefined ? random.weighted(HEADS) : random.pick(heads);
  if (family === "placed") {
    // A range counts by itself: what is made of it must not be counted by the same variable.
    if (random.chance(0.5)) text = random.pick(random.chance(0.5) ? RANGES : PLACED_HEADS) + random.pick(FLATTENED);
    text += random.pick(COUNTED) + random.pick(random.chance(0.8) ? PLACES : POSITIONS);
  }
  const count = random.pick(family === "placed" ? [0, 0, 1] : heads !== undefined ? [1, 2, 2] : [0, 1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < count; i++) {
    text += random.weighted<() => string>([
      [5, () => `.map(${map()})`],
      [5, () => `.filter(${test()})`],
      [1, () => `.flatMap(${random.chance(noise) ? random.pick(NOISY_ARRAYS) : random.pick(ARRAYS)})`],
      [0.6, () => `.flat(${random.pick(["", "", "", "1", "2", "0"])})`],
      [0.8, () => `.slice(${random.chance(0.06) ? innerChain(random) : random.pick(SLICES)})`],
    ])();
  }
  const search = random.pick(NAN_SEARCHES);
  const consumer = family === "nan" ? (each: string): string => each + search : consumerOf(random, map, test);
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
  const spies = family === "spied" ? `const spy = ${random.pick(SPIES)};\n` : "";
  const placed = position(whole);
  // A constant of the function has its value by now, so that its kind is known.
  const none = placed.includes("NONE") && random.chance(0.6) ? 'const NONE = Number("none");\n' : "";
  const body = none + spies + placed;
  return {
    seed,
    source: `${PRELUDE}export ${kind} main(xs, k, o) {\n${body}${body.includes("late") ? late : ""}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: noise > 0 || cells,
  };
}

/** A variable `n` whose declaration shows a kind of value, which it has or not when it is read; `var` stands last. */
const DECLARED: readonly (readonly [type: Type, text: string])[] = [
  ["num", "const n = 2;"],
  ["num", "let n = 4;"],
  ["num", "let n = 1; n = v;"],
  ["num", "let n = 1; if (t) n = s;"],
  ["str", "let n = 'a'; n = v;"],
  ["num", "var n = 1;"],
  ["str", "var n = 'a';"],
  ["num", "const { a: n } = 5;"],
  ["str", "const { length: n } = 'abc';"],
  ["str", "const { length: n } = `${s}`;"],
  ["bool", "const { a: n } = true;"],
  ["num", "const [n] = [v];"],
  ["num", "const n = x > 99 ? n2 : 1, n2 = x > 99 ? n : 2;"],
];

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
  const [type, declaration] = random.chance(0.4) ? random.pick(DECLARED) : [];
  if (type !== undefined) for (let i = 0; i < 4; i++) c.vars.push({ name: "n", type, assignable: false });
  const shape = (): string => fromTemplate(c, random.pick(domains), random.pick([0, 0, 1]));
  const known = random.pick([
    "",
    "x = +x;\n",
    "x = x | 0;\ny = +y;\n",
    'if (typeof x !== "number" || typeof y !== "number") return;\n',
    "const m = x & 15;\n",
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
    source: `${PRELUDE}export function main(${names.join(", ")}) {\n${known}${declaration?.startsWith("var ") === true ? `${body}\n${declaration}` : `${declaration ?? ""}\n${body}`}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: style.impure > 0,
  };
}

function consumerOf(random: Random, map: () => string, test: () => string): (text: string) => string {
  const reducer = (): string => random.pick(REDUCERS);
  const operand = (texts: readonly string[]): string => (random.chance(0.06) ? innerChain(random) : random.pick(texts));
  const value = (): string => operand(["2", "k", "NaN", "undefined", "-0", '"a"', "0", "NONE", "NONE"]);
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
