// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import { HEADS, MAPS, NOISY_MAPS, NOISY_TESTS, PRELUDE, REDUCERS, TESTS } from "./focused.ts";
import { parts } from "./parts.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

/** Callbacks that give pairs, for what is built from them. */
const PAIRS: readonly string[] = [
  ...parts(
    "x => [x, k]|x => [x, x]|(x, i) => [i, x]|x => [String(x), x * 2]|x => [x > 2, x]|x => [k, x]|x => [x.a, x]",
  ),
  ...parts("x => [`p${x}`, { a: x }]|x => [x]|x => []|x => x|x => [x, k, 1]|([p, q]) => [q, p]|([p, q]) => [p, q * 2]"),
  ...parts(
    "({ a, s }) => [s, a]|x => ['__proto__', x]|x => { return [x, 1]; }|x => { const y = x * 2; return [y, x]; }",
  ),
  ...parts("x => ['toString', x]|x => [o, x]|x => [[x], x]|x => [...x]|x => [, x]|x => ({ 0: x, 1: k })|x => `${x}z`"),
];

const NOISY_PAIRS: readonly string[] = parts(
  "x => [log(x), x]|x => [x, log(x)]|x => [touch(x), boom(x)]|x => (log(x), [x, 1])|x => { log(x); return [x, x]; }|x => [x, m0++]|x => [boom(x), 1]",
);

const FLATS: readonly string[] = [
  ...parts(
    "x => [x, k]|x => x|(x, i) => [i]|x => [[x]]|x => x > 2 ? [x] : []|x => x > 2 ? [] : [x, x]|x => o.ns|x => x.ns",
  ),
  ...parts(
    "x => xs|x => LYING|x => LYING|x => [, x]|x => [x, , k]|x => [...xs]|x => k|x => x ? [x * 2] : []|x => x.map(y => y)|x => Object.values(x)|x => []",
  ),
  ...parts(
    "(x, i) => i ? [x] : []|x => { if (x > 2) return []; return [x]; }|x => x > 2 && [x]|x => String(x).split('')|x => ({ 0: x })",
  ),
  "x => log([x])",
  "x => log(x) ? [x] : []",
  "x => { xs.length = 1; return [x]; }",
];

const SPREADERS: readonly (readonly [reducer: string, start: string])[] = [
  ["(a, x) => [...a, x]", "[]"],
  ["(a, x) => [...a, x, k]", "[]"],
  ["(a, x) => [...a, a.length]", "[]"],
  ["(a, x) => [x, ...a]", "[]"],
  ["(a, x) => x > 2 ? [...a, x] : a", "[]"],
  ["(a, x) => x === k ? a : [...a, x]", "[]"],
  ["(a, x) => x !== k ? [...a, x] : a", "[]"],
  ["(a, x, i) => i === 1 ? a : [...a, x]", "[]"],
  ["(a, x) => x ? { ...a, [`${x}`]: k } : a", "{}"],
  ["(a, x, i) => x ? a : { ...a, [i]: x }", "{}"],
  ["(a, x) => a.concat(x)", "[]"],
  ["(a, x) => a.concat([x])", "[]"],
  ["(a, x) => ({ ...a, [x]: k })", "{}"],
  ["(a, x) => ({ ...a, [x]: a })", "{}"],
  ["(a, x, i) => ({ ...a, [x]: i })", "{}"],
  ["(a, x) => ({ [x]: 1, ...a })", "{}"],
  ["(a, x) => ({ ...a, ['__proto__']: x })", "{}"],
  ["(a, x) => ({ ...a, n: (a.n ?? 0) + 1 })", "{}"],
  ["(a, x) => ({ ...a, [x]: (a[x] || 0) + 1 })", "{}"],
  ["(a, x) => ({ ...a, [x]: [...(a[x] ?? []), k] })", "{}"],
  ["(a, x) => ({ ...a, [log(x)]: 1 })", "{}"],
  ["(a, x) => [...a, log(x)]", "[]"],
  ["(a, x) => { a.push(x); return a; }", "[]"],
  ["(a, x) => { a.push(log(x)); return a; }", "[]"],
  ["(a, x) => { if (x > 2) a.push(x * 2); return a; }", "[]"],
  ["(a, x) => { a[x] = (a[x] || 0) + 1; return a; }", "{}"],
  ["(a, x) => { a[x] = (a[x] ?? 0) + 1; return a; }", "Object.create(null)"],
  ["(a, x) => { (a[x] ||= []).push(x); return a; }", "{}"],
  ["(a, x) => { a[x.s] = x; return a; }", "{}"],
  ["(a, x) => { a[k] = x; k = a; return a; }", "{}"],
  ["(a, x) => a.set(x, (a.get(x) ?? 0) + 1)", "new Map()"],
  ["(a, x) => a.add(x)", "new Set()"],
  ["(a, x) => { a.add(x); return a; }", "new Set()"],
  ["(a, [p, q]) => ({ ...a, [p]: q })", "{}"],
  ["(a, x) => ({ ...a, [x]: k })", "{ a: 1 }"],
  ["(a, x) => [...a, x]", "[1, , 2]"],
  ["(a, x) => [...a, x]", "xs"],
  ["(a, x) => Object.assign(a, { [x]: k })", "{}"],
];

/** Steps that copy their accumulator and do all kinds of things beside it. */
const COPIERS: readonly (readonly [reducer: string, start: string])[] = [
  ["(a, x) => a.includes(x) ? a : [...a, log(x)]", "[]"],
  ["(a, x, i) => [...a, touch(x), a.length, i]", "[1]"],
  ["(a, x) => a.some(y => y === x || log(y)) ? a : [...a, boom(x)]", "[]"],
  ["(a, x) => [...a, () => a.length]", "[]"],
  ["(a, x) => [...a, ...(Array.isArray(x) ? x : [x, touch(k)])]", "[]"],
  ["(a, x) => [...a, ...x]", "[]"],
  ["(a, x) => a.concat(touch(x))", "[]"],
  ["(a, x) => a.concat(x).concat(k)", "[]"],
  ["(a, x) => x > 2 ? a.concat(log([x, , k])) : a", "[]"],
  ["(a, x) => a.concat([log(x)], [boom(k)])", "[]"],
  ["(a, x) => { const y = touch(x); if (y === a[a.length - 1]) return a; return [...a, y]; }", "[]"],
  ["(a, x) => { for (const y of a) if (y === x) return a; return [...a, x]; }", "[]"],
  ["(a, x) => { try { return [...a, boom(x)]; } catch { return a; } }", "[]"],
  ["(a, x) => { if (x > 2) { return [...a, log(x)]; } else return a.length > 1 ? a : [...a, k]; }", "[]"],
  ["(a, x) => { for (const y of [1, 2]) { if (y === x) return [...a, y]; } return a; }", "[]"],
  ["function (a, x) { return [...a, x]; }", "[]"],
  ["(a, x) => (k = a, [...a, x])", "[]"],
  ["(a, x) => [...a, (m0 = a.length)]", "[]"],
  ["(a, x) => ({ ...a, [log(x)]: touch(x) })", "{}"],
  ["(a, x) => ({ ...a, [x]: boom(x) })", "{}"],
  ["(a, x) => ({ ...a, [o]: log(x), k })", "{}"],
  ["(a, x) => ({ ...a, s: touch(k), [x]: a.s, n: log(a.n) })", "{ n: 0 }"],
  ["(a, x) => ({ ...a, toString: x, ['__proto__']: log(x) })", "{}"],
  ["(a, x) => ({ ...a, ...x })", "{}"],
  ["(a, x) => ({ ...a, ...touch(o) })", "{ a: 1 }"],
  ["(a, x) => x in a ? a : { ...a, [x]: Object.keys(a).length }", "{}"],
  ["(a, x) => ({ ...a, [x]: [...(a[x] || []), log(x)] })", "{}"],
  ["(a, x) => ({ ...a, [x]: a[x]?.(x) })", "{}"],
  ["(a, x) => ({ ...a, [x]: () => x })", "{}"],
  ["(a, x) => ({ ...a, x })", "{}"],
  ["(a, x) => Object.assign({}, a, { [log(x)]: touch(x) })", "{}"],
  ["(a, x) => Object.assign({}, a, { [x > 2 ? '__proto__' : x]: x > 3 ? o : null })", "{}"],
  ["(a, x) => x === k ? a : Object.assign({}, a, { ['__proto__']: o })", "{}"],
  ["(a, x) => Object.assign({}, a, { n: a.s, s: x })", "{ s: 1 }"],
  ["(a, x) => Object.assign({}, a, { s: x })", "{ s: 1 }"],
  ["(a, [p, q]) => ({ ...a, [log(p)]: touch(q) })", "{}"],
  ["(a, [p, q], i) => q ? { ...a, [p]: [q, i] } : a", "{}"],
  ["(a, x, i, all) => [...a, all]", "[]"],
  ["(a, x) => { if (x > 2) a = []; return [...a, touch(x)]; }", "[]"],
  ["(a, x) => { a = a.slice(1); return [...a, x, log(k)]; }", "[k]"],
  ["(a, x) => { if (x === k) a = o; return { ...a, [x]: log(x) }; }", "{}"],
];

/** `reducer` such that whoever catches what it throws goes on with its accumulator. */
function caught(random: Random, reducer: string): string {
  const [head] = /^\(.*?\) => (?!\{)/.exec(reducer) ?? [];
  if (head === undefined) return reducer;
  const goingOn = random.pick(["catch { return a; }", "finally { log(Object.keys(a)); }", "catch (e) { return a; }"]);
  return `${head}{ try { return ${reducer.slice(head.length)}; } ${goingOn} }`;
}

/** Bodies of `for (… of chain)` and the declarations that they go with. */
const LOOPS: readonly (readonly [declaration: string, body: string])[] = [
  ["const x", "s += x;"],
  ["const x", "s += x * 2;"],
  ["const x", "log(x);"],
  ["const x", "if (x > 3) break; s += x;"],
  ["const x", "if (x === k) continue; s = [s, x];"],
  ["const x", "if (x > 2) return [x, s]; s++;"],
  ["const x", "all.push(() => x); s++;"],
  ["let x", "x += 1; all.push(x);"],
  ["const x", "xs.push(9); if (s++ > 4) break;"],
  ["const x", "xs.length = 1; s += x;"],
  ["const x", "all.push(x); o.a = x;"],
  ["const x", "if (s++ > 20) break; all.push([...xs]);"],
  ["const x", "const y = x; all.push(y);"],
  ["const x", "switch (x) { case k: break; default: s++; }"],
  ["const x", "for (const y of [1, 2]) { if (y === x) break; if (y > 1) continue; s += y; }"],
  ["const x", "try { s += boom(x); } catch { s = -1; break; }"],
  ["const x", "m0 = x;"],
  ["const x", "k = x; s++;"],
  ["const x", "var late1 = x; s = late1;"],
  ["const [p, q]", "s += p; all.push(q);"],
  ["const [p = 3, ...q]", "all.push(p, q);"],
  ["const { a }", "all.push(a);"],
  ["var x", "s += x;"],
  ["s", "log(s);"],
  ["const x", "function inner() { return x; } all.push(inner);"],
  ["const x", "{ const s = x; all.push(s); }"],
  ["const x", "s += x; s && poke(s);"],
  ["const x", ""],
  ["const i", "s += i;"],
  ["const n", "const i = n; const left = i; s += left;"],
];

/** The program of `seed`: one chain, and one of the consumers that collect, fold backwards or iterate. */
export function makeConsumed(seed: number): Program {
  const random = new Random(deriveSeed(seed, 5));
  const noise = random.pick([0, 0, 0.2, 0.5]);
  const pick = (quiet: readonly string[], noisy: readonly string[]): string =>
    random.pick(random.chance(noise) ? noisy : quiet);
  const map = (): string => pick(MAPS, NOISY_MAPS);
  const test = (): string => pick(TESTS, NOISY_TESTS);
  const pair = (): string => pick(PAIRS, NOISY_PAIRS);
  let chain = random.weighted(HEADS);
  const count = random.pick([0, 1, 1, 2, 2]);
  for (let i = 0; i < count; i++) {
    chain += random.weighted<() => string>([
      [4, () => `.map(${map()})`],
      [4, () => `.filter(${test()})`],
      [1.5, () => `.flatMap(${random.pick(FLATS)})`],
      [0.5, () => ".flat()"],
      [0.5, () => `.slice(${random.pick(["", "1", "0, 2", "-1", "k"])})`],
      [0.4, () => `.concat(${random.pick(["xs", "k", "[k]", "[1, , 2], xs"])})`],
    ])();
  }
  const value = (): string => random.pick(["2", "k", "NaN", "undefined", "-0", '"a"', "0"]);
  const consumed = (): string =>
    random.weighted<() => string>([
      [1, () => `${chain}.findLast(${test()})`],
      [1, () => `${chain}.findLastIndex(${test()})`],
      [1, () => `${chain}.lastIndexOf(${value()})`],
      [1, () => `${chain}.at(-1)`],
      [0.5, () => `${chain}.pop()`],
      [0.4, () => `${chain}.shift()`],
      [1.5, () => `${chain}.reduceRight(${random.pick(REDUCERS)}, ${random.pick(["0", '""', "k", "[]"])})`],
      [2.5, () => `new Map(${chain}.map(${pair()}))`],
      [3, () => `Object.fromEntries(${chain}.map(${pair()}))`],
      [
        1,
        () =>
          `Object.fromEntries(Object.entries(o).map(([key, value]) => [${random.pick(["key", "value", "key + k"])}, ${random.pick(["value", "key", "log(value)", "[value]"])}]))`,
      ],
      [
        0.5,
        () =>
          `Object.fromEntries(Object.entries(o).filter(([key, value]) => ${random.pick(["key !== k", "value", "log(key)"])}))`,
      ],
      [0.6, () => `new Map(${chain})`],
      [0.6, () => `Object.fromEntries(${chain})`],
      [1.5, () => `${chain}.flatMap(${random.pick(FLATS)})`],
      [1, () => `${chain}.flatMap(${random.pick(FLATS)}).map(${map()})`],
      [0.7, () => `${chain}.flatMap(${random.pick(FLATS)}).filter(${test()}).length`],
      [0.7, () => `${chain}.flat().map(${map()})`],
      [2, () => `${chain}.join(${random.pick(['""', '","', "", "k", '"-"', "undefined", "null", "o"])})`],
      [1, () => `${chain}.slice(${random.pick(["0, 2", "1", "0, 1", "1, 3", "2, 1", "-1", "k", "0, k"])})`],
      [0.5, () => `${chain}.slice(0, 2).map(${map()})`],
      [0.5, () => `${chain}.concat(${random.pick(["xs", "k", "[k]", "o.ns"])}).map(${map()})`],
      [
        3,
        () => {
          const [reducer, start] = random.pick(SPREADERS);
          return `${chain}.reduce(${reducer}, ${start})`;
        },
      ],
      [
        4,
        () => {
          const [plain, start] = random.pick(random.chance(0.6) ? COPIERS : SPREADERS);
          const reducer = random.chance(0.12) ? caught(random, plain) : plain;
          const head = random.weighted([
            [6, "xs"],
            [1, "o.ns"],
            [1, "Object.keys(o)"],
            [2, "Object.entries(o)"],
            [1, "xs.concat(k)"],
            [3, chain],
          ]);
          return `${head}.reduce(${reducer}, ${start})`;
        },
      ],
    ])();
  const loop = (): string => {
    const [declaration, body] = random.pick(LOOPS);
    const label = random.chance(0.1) ? "outer: " : "";
    const text = body.includes("for (") || label === "" ? body : body.replace(/\b(break|continue);/, "$1 outer;");
    return `let s = 0;\nconst all = [];\n${label}for (${declaration} of ${chain}) {\n${text}\n}\nreturn [s, all.map((f) => typeof f === "function" ? f() : f)];`;
  };
  const body = random.weighted<() => string>([
    [5, () => `return ${consumed()};`],
    [1, () => `const t = ${consumed()};\nreturn [t, m0];`],
    [0.5, () => `return [log(1), ${consumed()}, log(2)];`],
    [0.5, () => `try { return ${consumed()}; } catch (e) { return [e === k, e instanceof TypeError]; }`],
    [4, loop],
    [
      0.7,
      () => {
        const text = loop();
        return `try {\n${text}\n} catch (e) { return [e === k, m0]; }`;
      },
    ],
    [0.4, () => `let s = 0;\ntry {\nfor (const x of ${chain}) s += x;\n} catch (e) { return s; }\nreturn s;`],
    [0.3, () => `const f = () => s;\nlet s = 0;\nfor (const x of ${chain}) s += x;\nreturn [s, f()];`],
  ])();
  const kind = random.weighted([
    [10, "function"],
    [0.7, "async function"],
    [0.7, "function*"],
  ]);
  const parameters: readonly Type[] = [
    random.weighted<Type>([
      [5, "num[]"],
      [2.5, "obj[]"],
      [2, "str[]"],
      [1, "any[]"],
      [1, "pair[]"],
    ]),
    random.weighted<Type>([
      [3, "num"],
      [1, "any"],
      [0.5, "str"],
    ]),
    "obj",
  ];
  const late = random.chance(0.5) ? "\nconst late = 2;" : "\nlet late;";
  return {
    seed,
    source: `${PRELUDE}export ${kind} main(xs, k, o) {\n${body}${/\blate\b/.test(body) ? late : ""}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: noise > 0,
  };
}
