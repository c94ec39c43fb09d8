// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import { ARRAYS, HEADS, MAPS, NOISY_ARRAYS, NOISY_MAPS, NOISY_TESTS, PRELUDE, TESTS } from "./focused.ts";
import { ownSeam } from "./own-seams.ts";
import { parts } from "./parts.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

/** Bodies over the element `x` that write local variables and fresh objects, most of them nothing else. */
const BODIES: readonly string[] = [
  ...parts(
    "s += x;|s += x * k;|s++;|s -= x;|s *= x;|c++; s += x;|t += x;|t += `${x},`;|if (x > s) s = x;|s = Math.max(s, x);",
  ),
  ...parts(
    "last = x;|if (last === undefined) last = x;|found ||= x > 2;|found ??= x;|s = x;|t = x;|s = [s, x];|s &&= x;",
  ),
  ...parts(
    "out.push(x);|if (x > 2) out.push(x * 2);|out.push({ x });|out.push([x, s]); s++;|if (!x) return; out.push(x);",
  ),
  ...parts(
    "if (x === k) return; s += x;|const y = x * 2; s += y; out.push(y);|const y = x * 2; if (!(x > 1)) return; s += y;",
  ),
  ...parts(
    "counts[x] = (counts[x] ?? 0) + 1;|counts[x] = (counts[x] || 0) + x;|counts[x]++;|counts.n = (counts.n ?? 0) + 1;",
  ),
  ...parts(
    "counts[x] ??= 1;|counts[x] = x;|counts['__proto__'] = x;|counts.toString = x;|counts.__proto__ = x; s = counts.a;",
  ),
  ...parts(
    "(lists[x] ??= []).push(x);|if (!lists[x]) lists[x] = []; lists[x].push(k);|if (lists[x] === undefined) lists[x] = [x]; else lists[x].push(x);",
  ),
  ...parts(
    "lists[x] = lists[x] || []; lists[x].push(k);|if (!(x in lists)) lists[x] = []; lists[x].push(x);|if (!Object.hasOwn(lists, x)) lists[x] = []; lists[x].push(s);",
  ),
  ...parts(
    "let l = lists[x]; if (!l) { l = []; lists[x] = l; } l.push(x);|lists[x] = [...(lists[x] ?? []), x];|Object.assign(counts, { [x]: 1, n: x });|lists['__proto__'] = [spy]; lists[0].push(x);",
  ),
  ...parts(
    "lists[x] = [spy]; lists[0].push(k);|if (!lists.hasOwnProperty(x)) lists[x] = []; lists[x].push(x);|let l = m.get(x); if (l === undefined) { l = [x]; m.set(x, l); } else if (!l.includes(k)) l.push(k);",
  ),
  ...parts(
    "m.set(x, (m.get(x) ?? 0) + 1);|m.set(x, s++);|const l = m.get(x); if (l) l.push(x); else m.set(x, [x]);|m.set(x, (m.get(x) ?? '') + x);",
  ),
  ...parts(
    "seen.add(x);|if (seen.has(x)) c++; else seen.add(x);|if (!seen.has(x)) { seen.add(x); out.push(x); }|seen.delete(x); c += seen.size;",
  ),
  ...parts(
    "bins[x]++;|bins[x] += k;|bins[x & 3] += x;|bins[x] = (bins[x] ?? 0) + 1;|bins[Math.floor(x / 2)]++;|bins.length = x;",
  ),
  ...parts(
    "x > 2 ? s += x : c++;|x && s++;|s += x > 2 ? 1 : 0;|s += typeof x === 'number' ? x : 1;|(s += x, c++);|s += -x;|s += out.length; out.push(s);",
  ),
  // Not its own, for one reason or another.
  ...parts(
    "out.push(out);|s += k; k = x;|m0 = x; s += x;|log(s); s += x;|out.push(() => s); s++;|all = out; out.push(x);|peek(); s += x;",
  ),
  ...parts(
    "xs.push(1); if (s++ > 4) xs.length = 0;|o.a = x; s += x;|x.a = s;|lists.a = x; lists.a.push(1);|counts[x] = counts;|out[x] = x;",
  ),
  ...parts(
    "s += spy; s += x;|out.push(x) > 3 && out.pop();|delete counts[x]; counts[k] = 1;|s += log(x);|out.push(boom(x));|throw x;",
  ),
  ...parts(
    "for (const y of [x]) s += y;|var z = x; s += z;|x = 3; s += x;|s += arguments.length;|s += this === undefined;|s += late;|t = counts[x] + 1;|xs.reverse(); s += x;",
  ),
];

/** The same for objects. */
const RECORD_BODIES: readonly string[] = [
  ...parts(
    "s += x.a;|s += x.n * k;|c++; s += x.a;|counts[x.s] = (counts[x.s] ?? 0) + 1;|counts[x.s] = (counts[x.s] ?? 0) + x.a;",
  ),
  ...parts(
    "m.set(x.s, (m.get(x.s) ?? 0) + x.a);|m.set(x.s, x);|(lists[x.s] ??= []).push(x);|if (lists[x.s] === undefined) lists[x.s] = []; lists[x.s].push(x.a);",
  ),
  ...parts(
    "if (x.a > s) { s = x.a; last = x; }|if (last === undefined || x.a > s) { last = x; s = x.a; }|if (x.s === k) s += x.a;|out.push(x.s);",
  ),
  ...parts(
    "out.push({ s: x.s, n: x.a });|const { a, s: name } = x; t += name; s += a;|if (!x.a) return; s += x.a;|t += x.s + ';';|seen.add(x.s);",
  ),
  ...parts(
    "counts[x.s] = x;|byKey[x.a] = x;|byKey[x.s] = x.a;|x.a++; s += x.a;|out.push(x); out[0].a = 1;|s += x.a.b;|s += last?.a ?? 0; last = x;",
  ),
];

/** Reducers with an accumulator of their own, and what they start from. */
const REDUCERS: readonly (readonly [reducer: string, start: string])[] = [
  ["(a, x) => { a.push(x); return a; }", "[]"],
  ["(a, x) => (a.push(x), a)", "[]"],
  ["(a, x, i) => { a.push([i, x]); return a; }", "[]"],
  ["(a, x) => { if (x > 2) a.push(x * 2); return a; }", "[]"],
  ["(a, x) => { if (x > 2) return a; a.push(x); return a; }", "[1, 2]"],
  ["(a, x) => { if (x > 2) return []; a.push(x); return a; }", "[]"],
  ["(a, x) => { a[x] = (a[x] ?? 0) + 1; return a; }", "{}"],
  ["(a, x) => { a[x] = (a[x] || 0) + 1; return a; }", "{ a: 1, toString: 2 }"],
  ["(a, x) => { a[x] = (a[x] ?? 0) + 1; return a; }", "Object.create(null)"],
  ["(a, x) => { a[x.s] = (a[x.s] ?? 0) + x.a; return a; }", "{}"],
  ["(a, x) => { (a[x] ??= []).push(x); return a; }", "{}"],
  ["(a, x) => { (a[x.s] ||= []).push(x.a); return a; }", "{}"],
  ["(a, x) => { if (!a[x]) a[x] = []; a[x].push(k); return a; }", "{}"],
  ["(a, x) => { a[x] = a[x] || []; a[x].push(k); return a; }", "{}"],
  ["(a, x) => { if (!Object.hasOwn(a, x)) a[x] = []; a[x].push(x); return a; }", "{ n: 1 }"],
  ["(a, x) => { a[x] = [...(a[x] ?? []), x]; return a; }", "{}"],
  ["(a, x) => { a[x] = [o]; a[0].push(x); return a; }", "{}"],
  ["(a, x) => { a[x.s] = [x]; a[0].push(k); return a; }", "{}"],
  ["(a, x) => Object.assign(a, { [x]: k })", "{}"],
  ["(a, x) => Object.assign(a, { [x.s]: x, n: x.a })", "{}"],
  ["(a, x) => { a[x > 2 ? 0 : 1].push(x); return a; }", "[[], []]"],
  ["(a, x) => { (x > 2 ? a.p : a.q).push(x); return a; }", "{ p: [], q: [k] }"],
  ["(a, x) => { (x ? a.p : a.r).push(x); a.r ??= [x]; return a; }", "{ p: [], q: [] }"],
  ["(a, x) => { let l = a.get(x); if (!l) { l = []; a.set(x, l); } l.push(k); return a; }", "new Map()"],
  ["(a, x) => { let l = a[x.s]; if (!l) l = a[x.s] = []; l.push(x.a); return a; }", "{}"],
  ["(a, x) => { a[x] = x; return a; }", "{}"],
  ["(a, x) => { a[x.s] = x; return a; }", "{}"],
  ["(a, x) => { a[x] = a; return a; }", "{}"],
  ["(a, x) => { a.__proto__ = x; a.n = 1; return a; }", "{}"],
  ["(a, x) => { last = a; a.push(x); return a; }", "[]"],
  ["(a, x) => { log(a.length); a.push(x); return a; }", "[]"],
  ["(a, x) => { a.push(log(x)); return a; }", "[]"],
  ["(a, x) => { a.push(x); }", "[]"],
  ["(a, x) => { a.n += x; a.c++; return a; }", "{ n: 0, c: 0 }"],
  ["(a, x) => { a.min = Math.min(a.min, x); return a; }", "{ min: 9 }"],
  ["(a, x) => { s += x; a.push(s); return a; }", "[]"],
  ["(a, x) => { a[x]++; return a; }", "[0, 0, 0]"],
  ["(a, x) => { a[x & 3] += 1; return a; }", "new Array(4).fill(0)"],
  ["(a, x) => a.set(x, (a.get(x) ?? 0) + 1)", "new Map()"],
  ["(a, x) => a.set(x.s, x)", "new Map()"],
  ["(a, x) => { a.set(x, [...(a.get(x) ?? []), x]); return a; }", "new Map()"],
  ["(a, x) => { const l = a.get(x); if (l) l.push(x); else a.set(x, [x]); return a; }", "new Map()"],
  ["(a, x) => a.set(x, a)", "new Map()"],
  ["(a, x) => a.add(x)", "new Set()"],
  ["(a, x) => a.has(x) ? a : a.add(x)", "new Set()"],
  ["(a, [p, q]) => { a[p] = q; return a; }", "{}"],
  ["(a, x, i, all) => { a.push(all.length); return a; }", "[]"],
  ["(a, x) => { a = [x]; return a; }", "[]"],
  ["function (a, x) { a.push(x); return a; }", "[]"],
];

/** Callbacks that see the local variables, or run code that does. */
const SPYING: readonly string[] = [
  ...parts(
    "x => x > s|x => s < 9|x => { s += 1; return x; }|x => x > spy|x => out.length < 3|x => read() < 9|x => x !== last|x => (c++, x)",
  ),
];

/** Values that do something when a body converts or reads them: what stages before it then see is another world. */
const SPIES: readonly string[] = [
  "{ valueOf() { m0 = 70; return 2; } }",
  "{ valueOf() { m0 = 70; log(s); return 2; } }",
  "{ toString() { m0 = 70; log(out); return 'q'; } }",
  "{ [Symbol.toPrimitive](hint) { log(hint, s); m0 = 70; return hint === 'number' ? 3 : 'w'; } }",
  "{ get a() { m0 = 70; log(s); return 1; }, s: 'q' }",
  "{ a: { valueOf() { m0 = 70; return s; } }, s: { toString() { m0 = 70; return 'z'; } } }",
  "{ valueOf() { out.push(9); return counts; }, toString() { return '__proto__'; } }",
  "{ valueOf() { throw k; }, a: 3n }",
  "{ push(value) { m0 = 70; log(value, s); }, valueOf() { return '__proto__'; } }",
  "3n",
  "Symbol.iterator",
  "['__proto__', m0]",
];
const SPIED_HEADS: readonly string[] = parts(
  "[...xs, spy, k]|[spy, k, spy]|xs.concat(spy, 4, spy)|[k, spy, ...xs]|Object.values({ ...xs, spy })",
);
/** Stages that neither write nor throw, and see what such values did. */
const WATCHING_MAPS: readonly string[] = parts(
  "x => (m0 === 70 ? k : x)|x => (m0 === 70 ? [x] : x)|x => (m0 === 70 ? x : spy)|(x, i) => (i > m0 ? 1 : x)|x => x|x => (s, x)",
);
const WATCHING_TESTS: readonly string[] = parts(
  "x => m0 !== 70|x => m0 < 9 && x !== 0|(x, i) => i < 9 || m0 < 9|x => m0 === 70 || x|() => s !== 2",
);

const DECLARATIONS: readonly (readonly [weight: number, text: string])[] = [
  [8, "let s = 0, c = 0, t = '';"],
  [1, "let s = 0, c = 0, t = ''; s = 2; c += 1;"],
  [0.7, "let s = k, c = 0, t;"],
  [0.7, "let s, c = 0, t = '';"],
  [0.7, "var s = 0, c = 0, t = '';"],
  [0.4, "const s = 0; let c = 0, t = '';"],
  [0.4, "let s = '', c = 0n, t = o;"],
];

const AROUND: readonly (readonly [weight: number, around: (site: string) => string])[] = [
  [10, (site) => site],
  [0.7, (site) => `try {\n${site}\n} catch (e) { log(s, c, out); }`],
  [0.5, (site) => `try {\n${site}\n} finally { log(s, out); }`],
  [0.7, (site) => `for (let r = 0; r < 2; r++) {\n${site}\n}`],
  [0.5, (site) => `for (let r = 0; r < 2; r++) {\n${site}\nhook = () => log(s, out);\n}`],
  [0.5, (site) => `hook = () => log(s, out, counts);\n${site}`],
  [0.5, (site) => `state.out = out; state.counts = counts;\n${site}`],
  [0.5, (site) => `out.push(7); counts.a = o; m.set(1, "q");\n${site}`],
  [0.4, (site) => `if (k) {\n${site}\n}`],
  [0.4, (site) => `const run = () => {\n${site}\n};\nrun();`],
  [0.4, (site) => `(() => {\n${site}\n})();`],
  [0.3, (site) => `label: {\n${site}\n}`],
  [0.3, (site) => `function inner() {\n${site}\n}\ntry { inner(); } catch (e) { log(s, out); }`],
  [0.3, (site) => `${site}\nfunction later() { return [s, out]; }\nhook = later;`],
  [0.3, (site) => `Object.freeze(out);\n${site}`],
  [0.3, (site) => `class K { p = (() => {\n${site}\n})(); }\ntry { new K(); } catch (e) { log(s); }`],
];

/** The program of `seed`: one chain whose end writes local variables or an accumulator, which may be its own. */
export function makeOwnWrites(seed: number, isTame = false): Program {
  const random = new Random(deriveSeed(seed, 7));
  if (!isTame && random.chance(0.6)) {
    const body = ownSeam(random);
    return ofBody(random, seed, body, random.pick<Type>(["num[]", "any[]", "str[]", "obj[]"]), true);
  }
  const noise = isTame ? 0 : random.pick([0, 0, 0, 0.2, 0.5]);
  const spying = random.pick([0, 0, 0, 0.3]);
  const isWatched = !isTame && random.chance(0.3);
  const pick = (quiet: readonly string[], noisy: readonly string[]): string =>
    isWatched && random.chance(0.8)
      ? random.pick(quiet === TESTS ? WATCHING_TESTS : WATCHING_MAPS)
      : random.chance(spying)
        ? random.pick(SPYING)
        : random.pick(random.chance(noise) ? noisy : quiet);
  let chain = isWatched ? random.pick(SPIED_HEADS) : random.weighted(HEADS);
  const count = random.pick([0, 1, 1, 1, 2, 2]);
  for (let i = 0; i < count; i++)
    chain += random.weighted<() => string>([
      [4, () => `.map(${pick(MAPS, NOISY_MAPS)})`],
      [4, () => `.filter(${pick(TESTS, NOISY_TESTS)})`],
      [1, () => `.flatMap(${pick(ARRAYS, NOISY_ARRAYS)})`],
    ])();
  const ofRecords = random.chance(0.4);
  const body = (): string =>
    [random.pick(ofRecords ? RECORD_BODIES : BODIES), ...(random.chance(0.2) ? [random.pick(BODIES)] : [])].join(" ");
  const site = random.weighted<() => string>([
    [4, () => `${chain}.forEach((${random.chance(0.15) ? "x, i" : "x"}) => { ${body()} });`],
    [0.5, () => `${chain}.forEach(function (x) { ${body()} });`],
    [0.4, () => `${chain}.forEach((x) => out.push(x));`],
    [
      3,
      () =>
        `for (const x of ${chain}) { ${body().replaceAll("return;", random.pick(["continue;", "break;", "continue;"]))} }`,
    ],
    [
      4,
      () => {
        const [reducer, start] = random.pick(REDUCERS);
        return `last = ${chain}.${random.chance(0.8) ? "reduce" : "reduceRight"}(${reducer}, ${start});`;
      },
    ],
  ])();
  const locals =
    "let last, found, hook, all;\nconst out = [], counts = {}, lists = {}, byKey = {}, bins = new Array(4).fill(0);\nconst m = new Map(), seen = new Set();";
  const spies = /\bspy\b/.test(site)
    ? `const spy = ${isWatched ? random.pick(SPIES) : "{ valueOf() { log(s); return 2; } }"};\n`
    : "";
  const reader = /\bread\(/.test(site) ? "const read = () => s;\n" : "";
  const around = random.weighted(AROUND);
  const text = around(site);
  const result =
    "hook && hook();\nreturn [s, c, t, last, found, out, counts, lists, byKey, bins, [...m], [...seen], Object.getPrototypeOf(counts) === Object.prototype];";
  const array = ofRecords
    ? "obj[]"
    : random.weighted<Type>([
        [5, "num[]"],
        [2, "str[]"],
        [1, "any[]"],
        [0.7, "obj[]"],
      ]);
  const late = /\blate\b/.test(text) ? (random.chance(0.5) ? "\nconst late = 2;" : "\nlet late;") : "";
  const whole = `${random.weighted(DECLARATIONS)}\n${locals}\n${spies}${reader}${text}\n${result}${late}`;
  return ofBody(random, seed, whole, array, noise > 0);
}

/** A function `main` of `body`, whose first parameter is an `array`. */
function ofBody(random: Random, seed: number, body: string, array: Type, impure: boolean): Program {
  const kind = random.weighted([
    [10, "function"],
    [0.7, "async function"],
    [0.7, "function*"],
  ]);
  return {
    seed,
    source: `${PRELUDE}export ${kind} main(xs, k, o) {\n${body}\n}\n`,
    filename: "program.js",
    entries: [
      {
        name: "main",
        parameters: [
          array,
          random.weighted<Type>([
            [3, "num"],
            [1, "any"],
            [0.5, "str"],
          ]),
          "obj",
        ],
      },
    ],
    impure,
  };
}
