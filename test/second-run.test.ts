import { SourceMap } from "node:module";
import { describe, expect, test } from "vitest";
import { runtimeSource } from "../lower/guard.ts";
import { EditedText } from "../plugin/edited-text.ts";
import type { ImprovedEvent } from "../plugin/events.ts";
import { type Optimized, type Options, optimize } from "../plugin/index.ts";
import { openFile } from "../plugin/open-file.ts";
import { optimizeWith } from "../plugin/optimize.ts";
import { resolveOptions } from "../plugin/options.ts";
import { improveFile } from "../plugin/pipeline.ts";
import { sourceLines } from "../plugin/source-range.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { provideRuntime } from "./hostile/evaluate.ts";
import { type Case, compile, difference, receivers, run } from "./hostile/index.ts";

/*
 * A second run changes nothing. For most programs one pass is enough; these need more: an expression that lies in the
 * way of another's search, an operand that is gone once a loop is written, a bound that makes two reads one. Most were
 * found by the fuzzer with `--twice`.
 */

provideRuntime(runtimeSource(false));

interface Program {
  readonly source: string;
  readonly options?: Options;
}

const programs: Readonly<Record<string, Program>> = {
  "a rule that drops what the loop has tested": {
    source: "export const main = (xs) => xs.map((x) => x - 1).filter((x) => (x | 0) - (x | 0) < 1);\n",
  },
  "shifts that meet in the loop": {
    source: `export function main(xs, y = 3) {
  return xs.map((x) => ((y | 0) * 8) | 0).filter((y) => ((y << 24 >> 24) + y) * ((y << 24 >> 24) - y));
}
`,
  },
  "what one stage puts in, the next takes out": {
    source: `// before
export function main(xs, v = 2) {
  return xs.map((x) => (x ^ (x * 2)) ^ (x * 2)).filter((y) => y !== v);
}
export const after = 1;
`,
  },
  "two of them in one statement": {
    source: `export function main(xs) {
  return [xs.map((x) => x - 1).filter((x) => (x | 0) - (x | 0) < 1), 1].concat(
    xs.map((x) => x - 2).filter((x) => (x | 0) - (x | 0) < 2),
  );
}
`,
  },
  "a condition on what is known by then": {
    source: `const LISTED = [2, 3, "a", undefined];
export function main(xs, k = 1) {
  return xs.map((x) => LISTED.indexOf(x)).filter(Boolean)
    .reduce((a, x) => (x ? { ...a, [\`\${x}\`]: k } : a), {});
}
`,
  },
  "under an assumption": {
    source: "export const main = (xs) => xs.map((x) => x.a - 1).filter((x) => (x | 0) - (x | 0) < 1);\n",
    options: { assume: { pureGetters: true } },
  },
  "with Windows' line ends": {
    source:
      "export function main(xs) {\r\n  return xs.map((x) => x - 1).filter((x) => (x | 0) - (x | 0) < 1);\r\n}\r\n",
  },
  "with imported helpers": {
    source: "export const main = (xs) => xs.map((x) => x - 1).filter((x) => (x | 0) - (x | 0) < 1);\n",
    options: { helpers: "import" },
  },
};

const cases: readonly Case[] = [
  ...receivers(3, 1, 4, 1, 5, -0, 2.5).map((xs): Case => ({ args: [xs] })),
  ...receivers("a", 1, Number.NaN, undefined, { k: "object", props: [{ key: "a", value: 7 }] }).map(
    (xs): Case => ({ args: [xs] }),
  ),
];

function once(source: string, options: Options = {}): string {
  const syntax = syntaxOf("a.mjs");
  const resolved = resolveOptions(options);
  const opened = openFile(source, { filename: "a.mjs", syntax }, resolved.mode);
  if ("fault" in opened) throw new Error(opened.fault.seen);
  return EditedText.of(source).edit(improveFile(opened.file, resolved).changes, () => []).code;
}

function improvedIn({ events }: Optimized): ImprovedEvent[] {
  return events.filter((event) => event.kind === "improved");
}

describe.each(Object.entries(programs))("%s", (_, { source, options = {} }) => {
  const settings = { ...options, filename: "a.mjs" };
  const optimized = optimize(source, { ...settings, sourceMap: true });

  test("takes more than one pass", () => {
    const first = once(source, options);
    expect(first).not.toBe(source);
    expect(once(first, options)).not.toBe(first);
  });

  test("a second run changes nothing", () => {
    expect(optimize(optimized.code, settings).code).toBe(optimized.code);
    expect(optimize(source, settings)).toMatchObject({ code: optimized.code });
    expect(optimized.events.filter(({ kind }) => kind === "bug" || kind === "limit-reached")).toEqual([]);
  });

  test("the output does what the input does", async () => {
    const [before, after] = [compile(source, "a.mjs"), compile(optimized.code, "a.mjs")];
    // Getters count where nothing is assumed of them.
    for (const [i, input] of (options.assume === undefined ? cases : cases.slice(0, 1)).entries()) {
      expect(difference(await run(before, input), await run(after, input)), `case ${i}\n${optimized.code}`).toBe(
        undefined,
      );
    }
  });

  test("events tell of the source, one of each place", () => {
    const lines = sourceLines(source);
    const improved = improvedIn(optimized);
    expect(improved.length).toBeGreaterThan(0);
    const places = improved.map(({ range }) => `${range.start.offset}-${range.end.offset}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { range, before, after, cost, rules } of improved) {
      const span = { start: range.start.offset, end: range.end.offset };
      expect(lines.range(span)).toEqual(range);
      expect(source.slice(span.start, span.end)).toBe(before);
      expect(cost.before).toBeGreaterThan(cost.after);
      expect(cost.after).toBeGreaterThan(0);
      expect(rules.length).toBeGreaterThan(0);
      const isInner = improved.some(
        (other) =>
          other.before !== before && other.range.start.offset <= span.start && other.range.end.offset >= span.end,
      );
      if (!isInner) expect(optimized.code.replaceAll("\r\n", "\n")).toContain(after.replaceAll("\r\n", "\n"));
    }
    // Of our own text nothing is told.
    for (const event of optimized.events)
      if (event.kind === "kept" || event.kind === "skipped")
        expect(source.slice(event.range.start.offset, event.range.end.offset)).not.toMatch(/eqsat|result/);
  });

  test("the source map leads to the source", () => {
    const { version, sources, names, mappings, sourcesContent } = optimized.map!;
    expect(sourcesContent).toEqual([source]);
    const map = new SourceMap({ version, file: "", sources, names, mappings, sourcesContent: [], sourceRoot: "" });
    const column = optimized.code.split("\n").findIndex((line) => line.includes("main"));
    const there = optimized.code.split("\n")[column]!.indexOf("main");
    expect(map.findEntry(column, there)).toMatchObject({
      originalLine: source.split("\n").findIndex((line) => line.includes("main")),
      originalColumn: there,
    });
  });
});

test("an event of several passes tells the rules of all, and what stands there in the end", () => {
  const { source } = programs["a rule that drops what the loop has tested"]!;
  const [event, ...others] = improvedIn(optimize(source, { filename: "a.mjs" }));
  expect(others).toEqual([]);
  expect(event).toMatchObject({ before: source.slice(source.indexOf("xs.map"), -2), proof: "exhaustive" });
  expect(event!.rules).toEqual(["fusion/map-filter", "arith/sub-self", "fold"]);
  expect(event!.after).not.toContain("value2 - value2");
  const [alone] = improvedIn(
    optimize(source, { filename: "a.mjs", rules: { extends: "recommended", "arith/sub-self": "off" } }),
  );
  expect(alone!.cost.before).toBe(event!.cost.before);
  expect(alone!.cost.after).toBeGreaterThan(event!.cost.after);
});

test("what the user has declined stays declined in every pass", () => {
  const { source } = programs["two of them in one statement"]!;
  const job = { source, filename: "a.mjs", sourceMap: false };
  const options = resolveOptions({});
  const all = improvedIn(optimizeWith(job, options));
  const declined = all.map(({ range }) => ({ start: range.start.offset, end: range.end.offset }));
  expect(declined.length).toBe(2);
  for (const span of declined) {
    const left = improvedIn(optimizeWith({ ...job, declined: [span] }, options));
    expect(left.map(({ before }) => before)).toEqual(
      all.filter(({ range }) => range.start.offset !== span.start).map(({ before }) => before),
    );
  }
  expect(optimizeWith({ ...job, declined }, options).code).toBe(source);
});

test("a random member of each class is drawn once", () => {
  const { source } = programs["shifts that meet in the loop"]!;
  const { events } = optimize(source, { filename: "a.mjs", extraction: { stress: 1 } });
  expect(events.some((event) => event.kind === "limit-reached" && event.limit === "pass limit")).toBe(false);
});

test("nothing is told of what an earlier run has written at the end of the file", () => {
  const { source } = programs["what one stage puts in, the next takes out"]!;
  const { code } = optimize(source, { filename: "a.mjs" });
  expect(code).toMatch(/function eqsatRest\(.*\) \{\n\s*"use no eqsat";/);
  const { events } = optimize(code, { filename: "a.mjs" });
  const rest = code.indexOf("function eqsatRest");
  expect(events.filter((event) => event.kind !== "file" && event.range!.start.offset >= rest)).toEqual([]);
});

test("a function that comes to itself is not written out once more by each run", () => {
  const options: Options = { rules: "exact", minGain: 1, assume: { pureGetters: true, plainArrays: true } };
  const recursive = (other: string): string => `export const main = (xs, at) => {
  const walk = (n) => { return [at(n.v), ...(n.kids ? n.kids.flatMap(${other}) : [])]; };
  const more = (n) => { return [at(n.w), ...(n.kids ? n.kids.flatMap(walk) : [])]; };
  const all = xs.flatMap(walk);
  return all;
};
`;
  for (const other of ["walk", "more"]) {
    const source = recursive(other);
    expect(optimize(source, { ...options, filename: "a.mjs" }).code).toBe(source);
  }
  expect(optimize(recursive("at"), { ...options, filename: "a.mjs" }).code).not.toBe(recursive("at"));
});
