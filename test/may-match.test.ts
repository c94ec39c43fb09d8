import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prospectsIn } from "../lift/prospects.ts";
import { ScalarStarts } from "../lift/scalar-start.ts";
import { mayMatch } from "../plugin/may-match.ts";
import { openFile } from "../plugin/open-file.ts";
import { resolveOptions } from "../plugin/options.ts";
import { parseSource } from "../plugin/parse.ts";
import { improveFile } from "../plugin/pipeline.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { flatTree } from "../syntax/flat-tree.ts";

/*
 * `mayMatch` answers before a file is parsed, so a no must be right: here the pipeline looks at sources regardless.
 */

const heads = [
  "xs",
  "[1, 2, 3]",
  "Object.keys(o)",
  "Object.values(o)",
  "Object.entries(o)",
  "s.split(',')",
  "[...xs]",
  "Array.from(xs)",
  "Array.from({ length: n }, (_, i) => i)",
  "Array(n).fill(1)",
  "[...Array(n).keys()]",
  "xs.slice()",
  "xs.slice(1)",
  "xs.concat(ys)",
];
const stages = ["", ".map((x) => x + 1)", ".filter((x) => x > 1)", ".flatMap((x) => [x])", ".flat()", ".slice(1)"];
const wraps = [
  (chain: string) => `${chain}.reduce((a, x) => a + x, 0)`,
  (chain: string) => `${chain}.reduce((a, x) => ({ ...a, [x]: x }), {})`,
  (chain: string) => `${chain}.reduce((a, x) => a.concat(x), [])`,
  (chain: string) => `${chain}.reduce((a, x) => Object.assign({}, a, { [x]: x }), {})`,
  (chain: string) => `${chain}.some((x) => x > 2)`,
  (chain: string) => `${chain}.find((x) => x > 2)`,
  (chain: string) => `${chain}.includes(2)`,
  (chain: string) => `${chain}.join()`,
  (chain: string) => `${chain}.length`,
  (chain: string) => `${chain}[0]`,
  (chain: string) => `Math.max(...${chain})`,
  (chain: string) => `new Set(${chain})`,
  (chain: string) => `[...${chain}]`,
  (chain: string) => `Object.fromEntries(${chain})`,
];

const chains = heads.flatMap((head) =>
  stages.flatMap((stage) => wraps.map((wrap) => `export const f = (xs, ys, o, s, n) => ${wrap(head + stage)};`)),
);
const loops = heads.flatMap((head) =>
  stages.map(
    (stage) => `export function f(xs, ys, o, s, n) { let t = 0; for (const x of ${head}${stage}) t += x; return t; }`,
  ),
);
const scalars = [
  "a * 1",
  "a - 0",
  "!!a && b",
  "Math.pow(a, 2) * 1",
  "a ? true : false",
  "- -a",
  "typeof a === 'string'",
  '"a" + "b"',
].map((text) => `export const f = (a, b) => ${text};`);

function filesBelow(folder: string, pattern: RegExp): string[] {
  const root = join(import.meta.dirname, "..", folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name));
  return names.map((name) => readFileSync(join(root, name), "utf8"));
}

test("what the text test turns away holds nothing that the pipeline would improve", () => {
  const options = resolveOptions({ minGain: 1, assume: { pureGetters: true, plainArrays: true } });
  const sources = [
    ...chains,
    ...loops,
    ...scalars,
    ...filesBelow("fixtures", /input\.[cm]?[jt]s$/),
    ...filesBelow("examples", /./),
  ];
  const turnedAway = sources.filter((source) => !mayMatch(source, options));
  expect(turnedAway.length).toBeGreaterThan(0);
  const improved = turnedAway.filter((source) => {
    const opened = openFile(source, { filename: "a.ts", syntax: syntaxOf("a.ts") }, "infer");
    return !("fault" in opened) && improveFile(opened.file, options).changes.length > 0;
  });
  expect(improved).toEqual([]);
});

describe("what needs no scopes to be left alone", () => {
  const chainsIn = (source: string): boolean => {
    const parsed = parseSource(source, syntaxOf("a.js"));
    if ("fault" in parsed) throw new Error(parsed.fault.message);
    return prospectsIn(flatTree(parsed.ast.program), new ScalarStarts([])).length > 0;
  };

  test.each([
    "f(xs).map(g);",
    "return1(xs.some(f));",
    "xs.filter(f), ys.map(g);",
    "x = xs.map(f);",
    "xs.fill(0);",
    "f(xs.map(g));",
    "xs.slice(1).join();",
    "xs.slice(1, 2).at(0);",
    "xs.map(f).sort();",
    "const ys = xs.map(f); g(); ys.length;",
    "const ys = xs.map(f); g(ys);",
    "{ const ys = xs.map(f); } ys.length;",
  ])("%s", (source) => {
    expect(chainsIn(source)).toBe(false);
  });

  test.each([
    "xs.map(f).filter(g);",
    "xs.filter(f).length;",
    "xs.slice(1).map(f);",
    "xs.slice(a, b).reduce(f, 0);",
    "const ys = xs.map(f); g(ys.length);",
    "if (a) { const ys = xs.map(f); for (const y of ys) g(y); }",
    "const ys = xs.map(f); const zs = ys.filter(g); h(zs[0]);",
    "Math.max(...xs.map(f));",
    "[...xs.map(f)];",
    "new Set(xs.map(f));",
    "Object.fromEntries(xs.map(f));",
    "for (const x of xs.filter(f)) g(x);",
    "xs.flatMap(f);",
    "Array.from({ length: n }, f).map(g);",
    "Array(n).fill(0).map(f);",
    "[...Array(n).keys()].map(f);",
  ])("%s may be a chain", (source) => {
    expect(chainsIn(source)).toBe(true);
  });
});

test("what only holds declarations, calls and properties is turned away", () => {
  const plain = [
    "export const n = 1, ok = true, none = null;",
    'import { a } from "a";\nexport function f(x) { if (x) return a(x).b; return x || a; }',
    "export class A { x = 0; y = { z: 1 }; get w() { return this.x; } }",
  ];
  expect(plain.filter((source) => mayMatch(source, resolveOptions({})))).toEqual([]);
});

describe("texts on which patterns may try many ways", () => {
  const many = 20_000;
  test.each([
    ["a gap behind a question mark", `x ?${" ".repeat(many)}y`],
    ["empty lines behind a call", `xs.map(f)${"\n".repeat(many)}`],
    ["a gap between arguments", `Math.max(${" ".repeat(many)}`],
    ["loops without an end of a statement", `xs.map(f)\n${"for (const k in o) f(k)\n".repeat(many / 20)}`],
    ["reductions that copy nothing", "xs.reduce(f)\n".repeat(many / 10)],
    ["comments that do not end", "/* a\n".repeat(many / 5)],
    ["negations", "!".repeat(many)],
    ["parentheses", `${"(".repeat(many)}${")".repeat(many)}- x`],
    ["one long word", `'${"aB3+/x9".repeat(many / 7)}'`],
  ])("%s", (_, text) => {
    const start = performance.now();
    mayMatch(text, resolveOptions({}));
    // Some milliseconds. By the square or worse, it is minutes.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
