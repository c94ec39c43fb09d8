import { expect, test } from "vitest";
import type { Options } from "../plugin/index.ts";
import { optimize } from "../plugin/index.ts";

/*
 * An array that the code makes itself and that nobody else gets hold of needs no guard: `lift/own-array.ts`. Each program
 * is the body of a function of an object and of a function that does all it can to an array.
 */

/** Loops over them run without asking what they are. */
const owned: readonly string[] = [
  "const ks = Object.keys(o); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); const r = ks.map((k) => k + '!').filter((k) => k.length > 1); return [r, ks.length, ks[0], ks.includes(\"a\"), ks.join()];",
  "const ks = Object.keys(o); const r = ks.map((k) => k + '!').filter((k) => k.length > 1); g(ks); return r;",
  "const ks = Object.keys(o); const r = ks.map((k) => k + '!').filter((k) => k.length > 1); return [r, g(ks)];",
  "const ks = Object.keys(o); for (let i = 0; ; i++) { const r = ks.map((k) => k + '!').filter((k) => k.length > 1); if (i > 1) return [r, ks]; }",
  "const ks = Object.keys(o); const m = ks.reduce((a, k, i) => a + i, 0); return [m, ks.map((k) => k + '!').filter((k) => k.length > 1)];",
  "const ks = Object.keys(o); const h = () => ks.push(Symbol.iterator); h(); return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o).sort(); return [ks.map((k) => k + '!').map((k) => k + '?'), ks.length];",
  'const es = Object.entries(o); es.forEach((e) => { e[0] = Symbol.iterator; }); return es.map(([k, v]) => typeof k).filter((k) => k !== "string");',
  'const es = Object.entries(o); es[0].length = 0; return es.map(([k, v]) => typeof k).filter((k) => k !== "string");',
  'const es = Object.entries(o); es[0][Symbol.iterator] = function* () { yield 1; yield 2; }; return es.map(([k, v]) => k).filter((k) => k !== "string");',
  "const a = [1, , 3]; return [a.map((x) => x + 1).map((x) => x * 2), a.length];",
  "const a = [1, 2, 3].concat([, 1]); return [a.map((x) => x + 1).map((x) => x * 2), a.length];",
  "const a = [, 1].map((x) => x); return [a.map((x) => x + 1).map((x) => x * 2), a.length];",
  'const a = [1, "2", null, undefined, true, -1, -0]; return [a.map((x) => x + 1).map((x) => x * 2), a.map((x) => -x).filter((x) => Object.is(x, 0)), a.length];',
  'const a = [o.a, "2"]; return [a.map((x) => x + 1).map((x) => x * 2), a.length];',
  'const a = [1, 2]; a.push("x"); return [a.map((x) => x + 1).map((x) => x * 2), a.length];',
  'const a = [1, 2]; const h = () => a.push("x"); return [a.map((x) => x + 1).map((x) => { h(); return x * 2 }), a.map((x) => x + 1).map((x) => x + 2), a.length];',
  "const a = [1, 2, 3]; const b = a.filter((x) => x > 1); return [b.map((x) => x + 1).map((x) => x + 2), b.length, a.length];",
  "const r = []; for (const k in o) { const a = [1, 2]; r.push(a.map((x) => x + 1).map((x) => x + 2), a.length); a.push(1); g(r); } return r;",
  "const ks = Object.keys(o); Math.max(...ks); g(...ks); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); if (!o.a) return ks; const r = ks.map((k) => k + '!').filter((k) => k.length > 1); if (o.b) return { ks, r }; return r;",
  "const a = Array.from(o.it ?? [1, 2]); return [a.map((x) => x + 1).filter((x) => x > 1), a.length];",
  "const a = Array(3).fill(0); return [a.map((x) => x + 1).filter((x) => x > 1), a.length, a[0]];",
  'const a = new Array("3").fill(0); return [a.map((x) => x + 1).filter((x) => x > 1), a.length, a[0]];',
  "const xs = [3, 1, 2]; return [Math.max(...xs.map((x) => x * 2)), xs.length];",
  "const xs = [3, 1, 2]; return [xs.map((x) => x * 2).find((x) => x > 2), xs.map((x) => x * 2).indexOf(2), xs.filter((x) => x > 1)[0], xs.length];",
  "const xs = [3, 1, 2]; const r = []; for (const x of xs.map((x) => x * 2).filter((x) => x > 2)) { xs.push(x); r.push(x); } return [r, xs];",
  "const vs = Object.values(o); return [vs.map((v) => v + 1).filter((v) => v > 1), vs.length];",
  "const ks = Object.keys(o); const [first, ...others] = ks; others[0] = 1; return [ks.map((k) => k + '!').filter((k) => k.length > 1), first];",
  "const ys = [1, 2, 3]; return [Object.values(o).map((x, i) => ys[i] * 2).filter((x) => x), ys.length];",
  "const ys = [1, 2, 3]; return [Object.values(o).map((x, i) => ys[x] * 2).filter((x) => x), ys.length];",
  'const ys = [1, "2", 3n]; return [Object.values(o).map((x, i) => ys[i] + ys[i + 1]).filter((x) => x), ys.length];',
  "const ys = [{ a: 1 }, { get a() { g(1); return 2; } }]; return [Object.values(o).map((x, i) => ys[i].a + 1).filter((x) => x), ys.length];",
  "const ys = [1, 2]; ys.push(3); return [Object.values(o).map((x, i) => i * ys.length).filter((x) => x), ys.length];",
  "const ys = [3, 1, 2]; return [ys.map((x, i) => x - (ys[i - 1] ?? 0)).filter((x) => x > 0), ys.length];",
  "const ys = [3, 1, 2]; return [ys.filter((x, i) => x > ys[i + 1]).map((x) => x * 2), ys.length];",
  "const ys = [3, 1, 2]; return ys.map((x) => x / ys.length).reduce((a, b) => a + b, 0);",
  "const ks = Object.keys(o), vs = Object.values(o); return ks.map((k, i) => k + vs[i]).filter((x) => x.length);",
  "const ys = [1, 2, 3]; return [Object.values(o).map((x, i) => ys[-1] ?? ys[0.5] ?? ys[NaN] ?? ys[1]).filter((x) => x), ys.length];",
  "const ys = [1, 2, 3]; return [Object.keys(o).map((x, i) => ys[x]).filter((x) => x), ys.length];",
  'const r = []; for (let i = 0; i < 3; i++) { const ks = Object.keys(o); r.push(ks.map((k) => k + "!").filter((k) => k)); g(ks); } return r;',
  'const r = []; const h = (d) => { const ks = Object.keys(o); r.push(ks.map((k) => k + "!").filter((k) => k)); if (d) h(d - 1); g(ks); return ks; }; h(2); return r;',
  "const ys = [3, 1, 2].sort((a, b) => { g(1); return a - b; }); return [ys.map((x) => x + 1).filter((x) => x), ys.length];",
  "const ys = [3, , 2].slice(0, 2); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];",
  "const ys = []; for (const v of Object.values(o)) ys.push(v); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];",
  "const ys = []; for (const v of Object.values(o)) ys.push(typeof v); return [ys.map((x) => x + 1).map((x) => x.length), ys.length];",
  "const ys = []; for (const v of Object.values(o)) ys.push(...[v, 1]); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];",
  'const ys = []; ys.push(1, "a", o.a); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];',
  'const ys = []; let z = 1; const h = () => ys.push(z); h(); z = "q"; h(); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];',
  "const ys = [1]; ys.push(ys[0] + 1, ys.length, ys[9]); return [ys.map((x) => x + 1).map((x) => x + 1), ys.length];",
  'const a = [1], b = ["x"]; a.push(b[0]); b.push(a[0]); return [a.map((x) => x + 1).map((x) => x + 1), b.map((x) => x + 1).map((x) => x + 1), a.length];',
  "const ys = Object.getOwnPropertyNames(o); return [ys.map((x) => x.toUpperCase()).filter((x) => x), ys.length];",
  "return Object.keys(o).sort().map((k) => k + '!').filter((k) => k.length > 2);",
  "return Object.keys(o).sort(() => { g(1); return 0; }).map((k) => k + '!').filter((k) => k.length > 2);",
  "return Object.entries(o).sort(([a], [b]) => (a > b ? -1 : 1)).filter(([k]) => k.length > 0).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort((a, b) => a[1] - b[1]).filter(([k]) => k.length > 0).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort((a, b) => { void [...a, a.length, `${b}`]; return -1; }).filter(([k]) => k.length > 0).map(([k, v]) => [v, k]);",
  "return Object.keys(o).concat(Object.keys({ z: 1 }), ['y']).map((k) => k + '!').filter((k) => k.length > 1);",
  "return Object.keys(o).concat([, 'y']).map((k) => k + '!').map((k) => k + '?');",
  "return Object.keys(o).concat(g(['z', , 1n]), 5).map((k) => typeof k).filter((k) => k);",
  "return [...Object.keys(o), 'x'].reverse().map((k) => k + '!').filter((k) => k.length > 2);",
  "const a = [1]; const b = [...a, 2]; a.push('x'); return [b.map((x) => x + 1).map((x) => x * 2), a.map((x) => x + 1).map((x) => x * 2), b.length];",
  "const a = [1, , 2]; const b = [...a, 3]; return [b.map((x) => x + 1).map((x) => x * 2), b.length];",
  "return [o.a - 0, 3, o.b].map((x) => x + 1).filter((x) => x > 1);",
  "return [typeof o.a, 'z'].map((x) => x + 1).filter((x) => x.length > 1);",
  "const parts = `${typeof o.a},${typeof o.b}`.split(','); return [parts.map((k) => k + '!').filter((k) => k.length > 2), parts.length];",
  "const t = typeof o.a + ' '; return t.split('').map((k) => k.toUpperCase()).filter((k) => k > 'B');",
];

/** Something else may have changed them, or they are no arrays: their loops run behind a guard. */
const guarded: readonly string[] = [
  "const a = Array(...Object.values(o)).fill(0); return [a.map((x) => x + 1).filter((x) => x > 1), a.length, a[0]];",
  "const ks = Object.keys(o); g(ks); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); try { if (o.a) return g(ks); } catch {} return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); let r; try { if (o.a) return g(ks); } finally { r = ks.map((k) => k + '!').filter((k) => k.length > 1); g(r); }  return r;",
  "const ks = Object.keys(o); return g(ks) || ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); g`${ks}`; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); const h = (s, ...v) => g(v[0]); h`x${ks}y`; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.forEach((k, i, all) => g(all)); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.forEach((...a) => g(a[2])); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); const h = function () { g(arguments[2]); }; ks.forEach(h); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.forEach(function () { g(arguments[2]); }); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.reduce((a, k, i, all) => g(all), 0); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = [function () { g(this); }, 1]; ks[0](); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.push(function () { g(this); }); ks[ks.length - 1](); return ks.map((k) => typeof k).filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks?.forEach((k, i, all) => g(all)); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); ks.length = 5; return ks.map((k) => k + '!').filter((k) => k.length > 1).length;",
  "const ks = Object.keys(o); ks.length++; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); ks[9] = 5; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); delete ks[0]; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); [ks[0], ks.map] = [1, () => [7]]; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); for (ks[3] of [1n]); return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); ks.map = () => [7]; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); ks.constructor = { [Symbol.species]: class extends Array {} }; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); Object.assign(ks, { 0: Symbol.iterator }); return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o), al = ks; al[0] = Symbol.iterator; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o), al = { ks }; al.ks[0] = Symbol.iterator; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); const b = ks.sort(); b[0] = Symbol.iterator; return ks.map((k) => k + '!').map((k) => k + '?');",
  "const ks = Object.keys(o); ks.sort(); return [ks.map((k) => k + '!').map((k) => k + '?'), ks.length];",
  "const ks = Object.keys(o); return [ks.map((k) => { ks.splice(0, 1); return k + '!' }).map((k) => k + 1), ks.length];",
  'const a = [1, 2, 3].filter((x, i, all) => { all[i + 1] = "q"; return true; }); return [a.map((x) => x + 1).map((x) => x + 2), a.length];',
  "const a = [1, 2, 3].map((x, i, all) => { all.length = 1; return 1; }); return [a.map((x) => x + 1).map((x) => x + 2), a.length];",
  "const a = [1, 2, 3]; g(a); const b = a.filter((x) => x > 1); return [b.map((x) => x + 1).map((x) => x + 2), b.length, a.length];",
  "let a = [1, 2, 3]; if (o.a) a = { map: () => [5] }; return [a.map((x) => x + 1).map((x) => x + 2), a.length];",
  "let a; a = [1, 2, 3]; return [a.map((x) => x + 1).map((x) => x + 2), a.length];",
  "var a = [1, 2, 3]; return [a.map((x) => x + 1).map((x) => x + 2), a.length];",
  "const h = () => a.map((x) => x + 1).map((x) => x + 2); if (o.a) h(); const a = [1]; return h();",
  "h(); function h() { return a.map((x) => x + 1).map((x) => x + 2); } const a = [1]; return h();",
  "const r = []; for (const k in o) { const a = [1, 2]; r.push(a.map((x) => x + 1).map((x) => x + 2)); r.push(a); a.map((x) => x + 1).map((x) => x + 2); } return r;",
  "const ks = Object.keys(o); try { throw ks; } catch (e) { g(e); } return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "function* h() { const ks = Object.keys(o); yield ks; yield ks.map((k) => k + '!').filter((k) => k.length > 1); } const it = h(); g(it.next().value); return it.next().value;",
  "function* h() { const ks = Object.keys(o); try { return ks; } finally { yield ks.map((k) => k + '!').filter((k) => k.length > 1); } } const it = h(); const k = it.next(); g(k.value); return [k, it.next()];",
  "const ks = Object.keys(o); const h = (...a) => { a[0].length = 7; }; h(ks); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); const h = (p = ks) => { p[0] = Symbol.iterator }; h(); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); (() => { return ks; })()[0] = Symbol.iterator; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); (ks || g)[0] = Symbol.iterator; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); class A { static x = ks; } A.x[0] = Symbol.iterator; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); const h = () => ks.map((k) => k + '!').filter((k) => k.length > 1); return [ks, h];",
  "const ks = Object.keys(o); const h = () => { return ks; }; h()[0] = Symbol.iterator; return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); JSON.stringify(ks, function (k, v) { if (k === \"\") g(v); return v; }); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const xs = [{ toString() { g(xs2); return \"x\" } }]; const xs2 = Object.keys(o); String(xs); return xs2.map((k) => k + '!').filter((k) => k.length > 1);",
  "const [first, ...others] = Object.keys(o); return others.map((k) => k + '!').filter((k) => k.length > 1);",
  "const ks = Object.keys(o); let a, b; ({ length: a, map: ks.filter } = { length: 1, map: () => [4] }); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  'const ks = Object.keys(o); const r = ks.map((k) => k + "!").filter((k) => k); g(ks); const q = ks.map((k) => k + "!").filter((k) => k); return [r, q];',
  'const ks = Object.keys(o); const r = []; for (let i = 0; i < 3; i++) { r.push(ks.map((k) => k + "!").filter((k) => k)); g(ks); } return r;',
  'const r = []; for (const ks = Object.keys(o), j = { i: 0 }; j.i < 3; j.i++, g(ks)) { r.push(ks.map((k) => k + "!").filter((k) => k)); } return r;',
  'let c = 0; const r = []; const ks = Object.keys(o); do { if (c) { r.push(ks.map((k) => k + "!").filter((k) => k)); } else g(ks); } while (c++ < 2); return r;',
  'let c = 0; const r = []; const ks = Object.keys(o); do { if (!c) { r.push(ks.map((k) => k + "!").filter((k) => k)); continue; } g(ks); } while (c++ < 2); return r;',
  'let c = 0; const r = []; const ks = Object.keys(o); a: while (c++ < 3) { r.push(ks.map((k) => k + "!").filter((k) => k)); if (c < 2) { g(ks); continue a; } } return r;',
  'const ks = Object.keys(o); const t = {}; t[g(ks)] = ks.map((k) => k + "!").filter((k) => k); return t;',
  'const ks = Object.keys(o); const [p = g(ks)] = ks.map((k) => k + "!").filter((k) => k); return [p, ks.map((k) => k + "?").filter((k) => k)];',
  'const ks = Object.keys(o); try { g(1); return ks.map((k) => k + "!").filter((k) => k); } catch { g(ks); } finally { o.q = ks.map((k) => k + "!").filter((k) => k); }',
  'const ks = Object.keys(o); let r; for (const s of [1, 2]) switch (s) { case 2: r = ks.map((k) => k + "!").filter((k) => k); break; case 1: g(ks); } return r;',
  'function* h() { const ks = Object.keys(o); for (;;) { yield ks.map((k) => k + "!").filter((k) => k); yield ks; } } const it = h(); const a = it.next().value; g(it.next().value); return [a, it.next().value];',
  "const ys = [1]; ys.__proto__ = { map: () => [7] }; return ys.map((x) => x + 1).map((x) => x + 1);",
  "const ys = [1, 2]; Object.freeze(ys); return ys.map((x) => x + 1).map((x) => x + 1);",
  "const ks = Object.keys(o); let r; switch (1) { default: r = ks.map((k) => k + '!').filter((k) => k); break; case g(ks): } return r;",
  "const ks = Object.keys(o); const [r = ks.map((k) => k + '!').filter((k) => k)] = [g(ks) && undefined]; return r;",
  "const ks = Object.keys(o); let r; ({ r = ks.map((k) => k + '!').filter((k) => k) } = { q: g(ks) }); return r;",
  "const ks = Object.keys(o); let r; class A { static { r = ks.map((k) => k + '!').filter((k) => k); } static [g(ks)]() {} } return r;",
  "return (o.a ?? '').split(',').map((k) => k + '!').filter((k) => k);",
  "return `${typeof o.a}`.split(/(b)|u/).map((k) => k + '!').filter((k) => k);",
  "return `${typeof o.a}`.split({ [Symbol.split]: () => g([1, 2]) }).map((k) => k + '!').filter((k) => k);",
];

/** Here nothing is to be done. */
const untouched: readonly string[] = [
  "const Array = (n) => ({ fill: (x) => ({ length: n, map: () => [7, x] }) }); const a = Array(3).fill(0); return [a.map((x) => x + 1).filter((x) => x > 1), a.length];",
  "const ks = Object.keys(o); return [ks.map((k) => { ks.push(k); return k + '!' }).filter((k) => k.length > 1), ks.length];",
  "const ks = Object.keys(o); return [ks.map((k) => k + \"!\").map((k) => { ks.push(k); return k + '!' }), ks.length];",
  'const ks = Object.keys(o); return [ks.map((k) => k + "!").forEach((k) => { ks.unshift(k); }), ks.length];',
  "const ks = Object.keys(o); return [ks.map((k) => { ks.unshift(1); return k + '!' }).filter((k) => k.length > 1), ks.length];",
  "const ks = Object.keys(o); return [ks.map((k) => { ks.pop(); return k + '!' }).filter((k) => k.length > 1), ks.length];",
  "const Set = g; const ks = Object.keys(o); new Set(ks); return ks.map((k) => k + '!').filter((k) => k.length > 1);",
  "const Object2 = Object; { const Object = { keys: () => ({ map: () => [\"p\"] }) }; const ks = Object.keys(o); return [ks.map((k) => k + '!').filter((k) => k.length > 1), ks.length]; }",
  "const a = [[1], [2]]; a[0].map = () => [9]; return [a.map((x) => x.map((y) => y + 1)).filter((x) => x.length), a.length];",
  "const ys = [1, 2]; return [Object.values(o).map((x, i) => { ys.push(i); return i; }).filter((x) => ys.length > 3), ys.length];",
  "const ys = [1, 2]; return [Object.values(o).map((x, i) => i + ys.length).map((x) => { ys.push(x); return ys.length; }), ys.length];",
  "const ys = [1, 2]; return [Object.values(o).map((x, i) => i + ys.length).filter((x) => { g(ys.push(x)); return ys.length > 3; }), ys.length];",
  "const ys = [1, 2, 3]; const n = ys.push(1) + ys.length - ys.length; return [n, ys.length + ys.push(2) * 0 + ys.length, ys];",
  "const ys = [1, 2, 3]; const q = () => ys.push(9); return [ys.length - q() + ys.length - ys.length, ys[3] - (q(), ys[4])];",
];

/** Their length and elements are read, or more than one array is involved. */
const others: readonly string[] = [
  "const ks = [{ toJSON() { g(this); return 1; } }, 2]; JSON.stringify(ks); return ks.map((k) => typeof k).filter((k) => k.length > 1);",
  "const out = []; for (const k of Object.keys(o)) out.push(k); return [out.reduce((a, x) => [...a, x], []), out.length];",
  "const ks = Object.keys(o), vs = Object.values(o); return ks.map((k, i) => k + ks[i]).filter((x) => x.length);",
  "const ys = [1, 2, 3]; const n = ys.length * 2 / 2 + (ys[0] - 0) + (ys[5] - 0); ys.push(n); return [n, ys.length - ys.length, ys[3] * 1, ys.length * 1];",
  "const ys = [1, 2, 3]; return [ys.length > 2 ? true : false, ys.length >= 0, ys[0] === undefined, !(ys[7] !== undefined), ys.length % 1, ys.length | 0, ys.length < 0];",
  "const ys = [1, 2]; const zs = [1, 2]; return [ys === zs, ys.map((x) => zs === ys).filter((x) => !x), ys.length, zs.length];",
  "const ys = [1, [2], { toString: () => g(ys2) }]; const ys2 = [5]; return [`${ys}`, ys2.map((x) => x + 1).map((x) => x + 1)];",
  "return Object.entries(o).sort((a, b) => { g(a); return 0; }).filter(([k]) => k !== 1).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort((a, b) => { a[0] = 5; return 0; }).filter(([k]) => k !== 5).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort((a, ...b) => { b[0][0] = 5; return 0; }).filter(([k]) => k !== 5).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort(function () { arguments[0][0] = 5; return 0; }).filter(([k]) => k !== 5).map(([k, v]) => [v, k]);",
  "return Object.entries(o).sort((a, b) => { a = [7]; return 0; }).filter(([k]) => k !== 5).map(([k, v]) => [v, k]);",
  "const Object = { keys: () => ({ sort: () => ({ map: () => ({ filter: () => 3 }) }) }) }; return Object.keys(o).sort().map((k) => k + '!').filter((k) => k);",
];

type Hostile = (given: unknown) => unknown;
type Program = (given: object, hostile: Hostile) => unknown;

const hostile: readonly Hostile[] = [
  (a) => {
    if (Array.isArray(a)) Object.assign(a, { 0: 1n, map: () => ({ filter: () => "own", map: () => "own" }) });
    return a;
  },
  (a) => {
    if (Array.isArray(a)) {
      delete a[0];
      a.length += 2;
    }
    return 0;
  },
  (a) => {
    const get = (): never => {
      throw new Error("read");
    };
    if (Array.isArray(a)) Object.defineProperty(a, 0, { get, configurable: true });
    return 0;
  },
  (a) => {
    if (Array.isArray(a)) Object.assign(a, { constructor: { [Symbol.species]: class Other extends Array {} } });
    throw new Error("thrown");
  },
];

const makers: readonly (() => object)[] = [
  () => ({ a: 1, b: 2 }),
  () => ({ b: "x", c: 0, d: null, it: [5, undefined, "x", 2n] }),
  () => ({}),
  () => ({ a: 0 }),
];

const modes: readonly Options[] = [
  {},
  { assume: { pureGetters: true } },
  { extraction: { stress: 1 } },
  { extraction: { stress: 2 }, assume: { pureGetters: true } },
];

async function load(code: string): Promise<Program> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { f: Program };
  return module.f;
}

/** A value with all that can be told of it: own properties in order, holes, getters, prototypes. */
function shown(value: unknown, depth = 0): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "function";
  if (Object.is(value, -0)) return "-0";
  if (value === null || typeof value !== "object") return `${typeof value} ${String(value)}`;
  if (depth > 5) return "…";
  const parts = Reflect.ownKeys(value).map((key) => {
    const { get, value: held } = Object.getOwnPropertyDescriptor(value, key)!;
    return `${String(key)}: ${get === undefined ? shown(held, depth + 1) : "getter"}`;
  });
  return `${value.constructor?.name} { ${parts.join(", ")} }`;
}

function outcome(program: Program, make: () => object, change: Hostile): string {
  const seen: string[] = [];
  const watched: Hostile = (given) => {
    seen.push(shown(given));
    return change(given);
  };
  try {
    return `${shown(program(make(), watched))} after ${seen.join()}`;
  } catch (error) {
    return `${error instanceof Error ? error.constructor.name : shown(error)} after ${seen.join()}`;
  }
}

async function compare(body: string): Promise<string> {
  const source = `export function f(o, g) { ${body} }`;
  const original = await load(source);
  const outputs = modes.map((mode) => optimize(source, { filename: "a.mjs", ...mode }).code);
  for (const output of new Set(outputs)) {
    const program = await load(output);
    for (const make of makers)
      for (const change of hostile)
        expect(outcome(program, make, change), output).toBe(outcome(original, make, change));
  }
  return outputs[0]!;
}

test.each(owned)("without a guard: %s", async (body) => {
  const output = await compare(body);
  expect(output).not.toContain(body);
  expect(output).not.toMatch(/eqsat(?:Enter|Begin)/);
});

test.each(guarded)("behind a guard: %s", async (body) => {
  expect(await compare(body)).toMatch(/eqsat(?:Enter|Begin)/);
});

test.each(untouched)("untouched: %s", async (body) => {
  expect(await compare(body)).toContain(body);
});

test.each(others)("the same: %s", async (body) => {
  await compare(body);
});

test("an exported array can be changed before the line that exports it has been reached", () => {
  const source =
    'const ks = ["b", "a"];\npoke();\nexport const r = ks.map((k) => k + "!").filter((k) => k);\nexport { ks };\n';
  const output = optimize(source, { filename: "a.mjs" }).code;
  expect(output).toMatch(/eqsatEnter/);
  expect(optimize(source.replace("export { ks }", "poke(ks)"), { filename: "a.mjs" }).code).not.toMatch(/eqsatEnter/);
});
