// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import { parts } from "./parts.ts";
import type { Random } from "./random.ts";

/**
 * Chains whose last stage writes something that is its own, or nearly: for each condition that makes it so there are
 * declarations and bodies that meet it and such that do not, behind a stage that tells whether the two took turns.
 */

/** What a body writes: how it may have been declared, and what may be done to it. */
interface Target {
  readonly name: string;
  readonly declarations: readonly string[];
  readonly bodies: readonly string[];
}

const VARIABLE: Target = {
  name: "s",
  declarations: [
    ...parts(
      "let s = 0;|let s = 0;|let s = '';|let s = k;|let s;|var s = 0;|let s = 0; s = o;|let s = 0; s = 3n;|let s = 1; s += k;",
    ),
    ...parts(
      "let s = 0; s = k;|let s = '', u = s; s = Symbol.iterator;|const s = 0;|const s = '';|const s = 1, u = 2;|if (k > 2) { var s = 0; }|let [s] = [o];|let { a: s } = o;",
    ),
  ],
  bodies: [
    ...parts(
      "s += x;|s -= x;|s++;|s = x;|s -= 1;|if (x > s) s = x;|s = Math.max(s, x);|s ||= x;|s += `${x},`;|t = s; s += x;",
    ),
    ...parts(
      "s++; t = s * 2;|s += x; t = s > 4;|t -= s; s = x;|t += `${s}`; s = x;|t = -s; s = x; s = [x];|s = [x]; t = s;",
    ),
    ...parts(
      "if (s > 1) t = late + 1; s = 1;|s = s > 3 ? late * k : 4;|if (t === 2) s = late === x; t = 1;|s = s || 1n / 0n;",
    ),
    ...parts("const y = s; s = x; t = y;|if (x > 2) return; s = x;|s = typeof s; t += s;|s = t; t = x;"),
  ],
};

const LIST: Target = {
  name: "l",
  declarations: [
    ...parts(
      "const l = [];|const l = [];|const l = [1, 2];|const l = [, 1];|const l = [o];|const l = [pushy];|const l = [[1], [k]];",
    ),
    ...parts(
      "const l = [...xs];|const l = new Array(3).fill(0);|const l = Array(4).fill(o);|let l = [];|let l = []; l = xs;|var l = [];",
    ),
    ...parts("if (k > 2) { var l = []; }|const l = xs;|const [l] = [[]];|const l = [], u = l;"),
  ],
  // No key that may be `__proto__` before a call: that would write the prototype of every array, the fuzzer's own too.
  bodies: [
    ...parts(
      "l.push(x);|l.push({ x });|l.push({ [x]: 1 });|l.push([x, l.length]);|l.push(l.length * 2);|t = l.length; l.push(t, x);",
    ),
    ...parts(
      "l[x] = 1;|l[k] = x;|l[x]++;|l[x & 3] += x;|l[0].push(x);|l[0].push(k); t = x;|l[0] = x; l[0].push(k);|l[+x] ??= []; l[+x].push(k);|l.length = x;",
    ),
    ...parts(
      "if (x > 2) l.push(x);|l.push(x); l.push(k);|l[x] = [x]; t += l[k];|t += l[x]; l[x] = x;|l[0] = pushy; l[0].push(x);|l[0] = { push: poke }; l[0].push(x);|l[0] = [k]; t = l[0].push(x);",
    ),
    ...parts("l.push(l);|l.push(() => l.length);|const y = [x]; l.push(y, y);|l.push([k]); t = l[0];"),
  ],
};

const RECORD: Target = {
  name: "b",
  declarations: [
    ...parts(
      "const b = {};|const b = {};|const b = { a: 1, n: 0 };|const b = { a: o };|const b = { __proto__: o };|let b = {}; b = o;",
    ),
    ...parts(
      "const b = Object.create(null);|const b = { a: [], s: '' };|const b = { '__proto__': o, n: 1 };|const b = { get a() { return log(1); } };",
    ),
    ...parts(
      "var b = {};|if (k > 2) { var b = {}; }|const b = { a: pushy, n: 3n };|const b = o;|const { b = {} } = o;",
    ),
  ],
  bodies: [
    ...parts(
      "b[x] = 1;|b.a = x;|b.n = (b.n ?? 0) + 1;|b[x] = (b[x] ?? 0) + 1;|b[x] = (b[x] || 0) + x;|b.a += x;|b[x]++;|b.n++;",
    ),
    ...parts(
      "b[x] = o; b.a = 1;|b[k] = o; b.a = x;|b[x] = x; b.s = k;|b[x] ??= o; b.n = x;|b[x] = [x]; b.a = 1;|b[x] = { a: x }; b.n = 2;|b.a = { push: poke }; b.a.push(x);|b[k] ??= { push: poke, n: x }; b[k].push(x);",
    ),
    ...parts(
      "(b[x] ??= []).push(k);|if (!b[x]) b[x] = []; b[x].push(k);|if (x > 2) b[x] = []; b[x].push(k);|b.a.push(x);",
    ),
    ...parts(
      "t = b[x]; b[x] = k;|t += b.a; b.a = x;|b[x] = b[k] + 1;|b[x] = b;|b.toString = x; t += b.toString;|b.__proto__ = x; b.a = 1;",
    ),
    ...parts("b[k] = []; b[x].push(x);|delete b[x];|b.a = b.n; b.n = x;|t += b[k] + x; b[k] = x;"),
  ],
};

const MAP: Target = {
  name: "m",
  declarations: parts(
    "const m = new Map();|const m = new Map();|const m = new Map();|let m = new Map();|const m = new Map([[2, [k]]]);|if (k > 2) { var m = new Map(); }|const m = new Map(NAMED);",
  ),
  bodies: [
    ...parts(
      "m.set(x, 1);|m.set(x, (m.get(x) ?? 0) + 1);|m.set(x, (m.get(x) ?? '') + x);|m.set(k, [x]); m.get(x).push(k);|m.set(x, [k]); m.get(2).push(k);|t += m.get(x); m.set(x, k);",
    ),
    ...parts(
      "if (x > 2) m.set(x, [x]); m.get(x).push(k);|m.set(x, pushy); m.get(x).push(k);|m.set(1, pushy); m.get(1).push(x);|m.set(x, { push: poke }); m.get(x).push(k);|m.set(x, o); t = m.get(k); m.set(x, t);",
    ),
    ...parts(
      "const y = m.get(x); if (y) y.push(k); else m.set(x, [x]);|m.set(x, m.size);|m.set(x, xs); m.get(x).push(k);|m.delete(x); t = m.size;",
    ),
    ...parts("m.set(x, m);|m.set(x, m.get(k) - 1);|m.set(x, [x]); t = m.get(x);|t = m.has(x); m.set(x, t);"),
  ],
};

const SEEN: Target = {
  name: "z",
  declarations: parts(
    "const z = new Set();|const z = new Set();|let z = new Set();|const z = new Set(PICKED);|var z = new Set();",
  ),
  bodies: parts(
    "z.add(x);|if (z.has(x)) t++; else z.add(x);|z.delete(x); t += z.size;|t = z.size; z.add(k);|z.add([x]);|z.add(z);|z.add(x).add(k);",
  ),
};

const TARGETS: readonly (readonly [weight: number, target: Target])[] = [
  [4, VARIABLE],
  [3, LIST],
  [4, RECORD],
  [2.5, MAP],
  [0.8, SEEN],
];

/** What an accumulator starts from: what a target may hold. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  s: ["0", "''", "k", "o"],
  l: ["[]", "[]", "[1, 2]", "[[1]]", "[pushy]", "new Array(3).fill(0)", "xs", "[, 1]"],
  b: [
    "{}",
    "{}",
    "{ a: 1, n: 0 }",
    "{ __proto__: null, n: 1 }",
    "Object.create(null)",
    "{ '__proto__': o }",
    "{ a: o }",
    "o",
  ],
  m: ["new Map()", "new Map()", "new Map(NAMED)"],
  z: ["new Set()", "new Set(PICKED)"],
};

/** Stages that tell when they ran: they write what is seen, read what may be written, throw, or see the target. */
const STAGES: readonly (readonly string[])[] = [
  parts(
    ".map(x => log(x))|.map(x => (m0 = x))|.map((x, i) => { log(i); return x; })|.filter(x => log(x) !== 0)|.map(x => touch(x))|.map(x => ext(x))",
  ),
  parts(
    ".map(x => m0)|.map(x => (m0 > 3 ? k : x))|.filter(x => m0 < 9)|.filter((x, i) => i < m0)|.map(x => (m0 === 3 ? x : spy))|.map(x => [m0, x].length > m0 ? x : k)",
  ),
  parts(
    ".map((x, i) => (i > 1 ? late : x))|.map((x, i) => (i > 0 ? late : k))|.map(x => { if (x > 2) throw x; return x; })|.filter(x => boom(x))|.map(x => x.a)|.filter((x, i) => i < 2 || late)",
  ),
  parts(
    ".map(x => later(x))|.map(x => (hook ? hook(x) : x))|.filter(x => !later(x))|.map(x => (read(), x))|.filter(x => read() !== 2)",
  ),
  parts(
    ".map(x => x)|.filter(x => x)|.map(x => x + 1)|.filter(x => x !== k)|.map((x, i) => i)|.map(x => [x, k])|.map(String)",
  ),
];

const HEADS: readonly (readonly [weight: number, text: string])[] = [
  [5, "[...xs]"],
  [3, "xs"],
  [2, "Object.values(o)"],
  [2, "[spy, ...xs, spy]"],
  [2, "['__proto__', 'a', ...xs]"],
  [1, "[k, o, ...xs]"],
  [1, "[2, 1, k, 3]"],
  [0.5, "Object.keys(o)"],
];

/** Where the chain stands, `NAME` being what it writes. */
const AROUND: readonly (readonly [weight: number, around: (site: string) => string])[] = [
  [2, (site) => site],
  [2, (site) => `try {\n${site}\n} catch (e) { log(NAME); }`],
  [0.7, (site) => `try {\n${site}\n} finally { log(NAME); }`],
  [1.5, (site) => `for (let r = 0; r < 2; r++) {\n${site}\nhook = () => log(NAME);\n}`],
  [0.5, (site) => `for (let r = 0; r < 2; r++) {\n${site}\n}`],
  [0.7, (site) => `hook = () => NAME;\n${site}`],
  [0.5, (site) => `if (k) {\n${site}\n}`],
  [0.4, (site) => `(() => {\n${site}\n})();`],
  [0.3, (site) => `switch (k) {\ndefault: ${site}\n}`],
];

/** What its parts mention, and how that is declared: `early` before everything, `late` behind it. */
function withDeclared(random: Random, text: string, name: string): string {
  const mentions = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(text);
  const spies = [
    "{ valueOf() { m0 = 70; return 2; } }",
    "{ toString() { m0 = 70; return 'a'; } }",
    "{ [Symbol.toPrimitive]() { log(m0); return 3; } }",
    "{ get a() { m0 = 70; return 1; } }",
    "3n",
    "Symbol.iterator",
    "'__proto__'",
  ];
  const early = [
    ...(mentions("spy") ? [`const spy = ${random.pick(spies)};`] : []),
    ...(mentions("pushy") ? ["const pushy = { push(y) { m0++; return log(y); } };"] : []),
    ...(mentions("hook") ? ["let hook;"] : []),
    ...(mentions("read") ? [`const read = () => ${name};`] : []),
    "let t = 0;",
  ];
  const late = [
    ...(mentions("later")
      ? [`function later(x) { return ${random.pick([`log(${name})`, name, `${name} === x`])}; }`]
      : []),
    ...(mentions("late") ? [random.pick(["const late = 2;", "let late;"])] : []),
  ];
  return [...early, text, ...late].join("\n");
}

/** What each kind of target, `NAME`, may tell, and what a body does that depends on it: nothing of that may come before. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  s: parts("s === x|s > 2|typeof s === 'number'|!s|s === k|s !== 0|s"),
  l: parts("l.length > 1|l[0] === x|l.includes(x)|!l.length|l.length % 2"),
  b: parts("x in b|b.a === x|!b.n|Object.hasOwn(b, x)|b[x] === undefined|!b[x]|b.hasOwnProperty(x)"),
  m: parts("m.has(x)|m.get(x) === k|m.size > 1|!m.has(k)|m.get(2) === x"),
  z: parts("z.has(x)|!z.has(k)|z.size > 1|z.size"),
};
const DEPENDENT: readonly string[] = [
  ...parts(
    "t = late === x;|t = late;|t = x * 2;|t += x;|t = `${x}`;|t = x in o;|t = m0;|t = -k;|t = k < x;|t = [late, x];",
  ),
  ...parts("const y = x; t = y;|t += k;|t++;|t = t === 1 ? late : k;|let y = x; if (y === t) y = late; t = y;"),
];

/** `body`, and something that is done only where a target tells so: instead, before or behind. */
function conditional(random: Random, name: string, body: string): string {
  const told = random.pick(TOLD[name]!);
  const test = random.weighted([
    [4, told],
    [1, "t"],
    [1, "t === x"],
    [1, `t && ${told}`],
  ]);
  const dependent = random.pick(DEPENDENT);
  return random.pick([
    `if (${test}) { ${dependent} } ${body}`,
    `${body} if (${test}) { ${dependent} }`,
    `if (${test}) { ${dependent} } else { ${body} }`,
    `if (${test}) { ${body} } else { ${dependent} }`,
    `${body} t = ${test};`,
    `t = ${test} ? x * 2 : k; ${body}`,
  ]);
}

/** Which part of a program may be out of the ordinary: the others are as they mostly are, so that it is this one that tells. */
type Twist = "declaration" | "body" | "stage" | "around" | "any";

/** How often which of {@link STAGES} are picked from. */
const TELLING: Readonly<Record<Twist, readonly number[]>> = {
  declaration: [6, 1, 0, 0.5, 0],
  // Behind a stage that does nothing, what a body makes of its own values is all that is seen.
  body: [4, 3, 2, 0, 2.5],
  stage: [0, 1, 1, 6, 0],
  around: [1, 0, 4, 4, 0],
  any: [4, 4, 3, 4, 2],
};

/** Statements of a function `main(xs, k, o)`, the return included. */
export function ownSeam(random: Random): string {
  const target = random.weighted(TARGETS);
  const { name, declarations, bodies } = target;
  const twist = random.weighted<Twist>([
    [3, "declaration"],
    [4, "body"],
    [1.5, "stage"],
    [2, "around"],
    [2, "any"],
  ]);
  const has = (part: Twist): boolean => twist === part || twist === "any";
  const stages = STAGES.map((texts, index) => [TELLING[twist][index]!, texts] as const);
  let chain = random.weighted(HEADS);
  const count = random.pick(twist === "any" ? [0, 1, 2] : [1, 1, 1, 1, 2]);
  for (let i = 0; i < count; i++) chain += random.pick(random.weighted(stages));
  const isAny = has("body") || random.chance(twist === "declaration" ? 0.4 : 0.1);
  const statement = (): string => random.pick(isAny ? bodies : bodies.slice(0, 4));
  const written = random.list(random.pick([1, 1, 1, 2]), statement).join(" ");
  const body = has("body") && random.chance(0.25) ? conditional(random, name, written) : written;
  const isReduction = (twist === "body" || twist === "any") && random.chance(0.25);
  const declaration = isReduction ? "" : random.pick(has("declaration") ? declarations : declarations.slice(0, 2));
  const reduced = (): string => {
    const last = random.pick(["return a;", "return a;", "return a;", "return x;", "if (x > 2) return k; return a;"]);
    const inReducer = body.replaceAll("return;", "return a;").replace(new RegExp(`\\b${name}\\b`, "g"), "a");
    const method = random.chance(0.8) ? "reduce" : "reduceRight";
    return `const ${name} = ${chain}.${method}((a, x) => { ${inReducer} ${last} }, ${random.pick(STARTS[name]!)});`;
  };
  const site = random.weighted<() => string>([
    [isReduction ? 1 : 0, reduced],
    [isReduction ? 0 : 5, () => `${chain}.forEach((x) => { ${body} });`],
    [
      isReduction ? 0 : 3,
      () => `for (const x of ${chain}) { ${body.replaceAll("return;", random.pick(["continue;", "break;"]))} }`,
    ],
  ])();
  const isLate = !isReduction && twist === "declaration" && random.chance(0.2);
  const placed = has("around") && !isReduction ? random.weighted(AROUND) : (text: string): string => text;
  const around = placed(site.startsWith("[") ? `;${site}` : site);
  const whole = isLate ? `${around}\n${declaration}` : `${declaration}\n${around}`;
  const shown = random.chance(0.85) ? `return [${name}, t, m0];` : `return ${name};`;
  return withDeclared(random, `${whole.replaceAll("NAME", name)}\n${shown}`, name);
}
