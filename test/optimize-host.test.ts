import { SourceMap } from "node:module";
import { afterEach, describe, expect, test, vi } from "vitest";
import { EditedText } from "../plugin/edited-text.ts";
import type { Event } from "../plugin/events.ts";
import {
  countEvents,
  explain,
  getCacheKey,
  makeReport,
  type OptimizeOptions,
  type Options,
  optimize,
} from "../plugin/index.ts";
import { mayMatch } from "../plugin/may-match.ts";
import { type ResolvedOptions, resolveOptions } from "../plugin/options.ts";
import type { Outcome, ParsedFile } from "../plugin/parsed-file.ts";

/*
 * What `optimize` does around the pipeline, whatever the pipeline does: so a pipeline stands in here that replaces
 * every call of `old.map()` by a given text, unless opted out.
 */
let replacement = "fresh()";
let failure: ((file: ParsedFile) => void) | undefined;

const nobodys = (): never[] => [];

/* What the pipeline below replaces is no chain: that it is worth a look is told here. */
vi.mock("../plugin/may-match.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../plugin/may-match.ts")>();
  return {
    ...original,
    isWorthParsing: (source: string, options: ResolvedOptions) =>
      /\.map\(\)/.test(source) || original.isWorthParsing(source, options),
  };
});

vi.mock("../plugin/pipeline.ts", () => ({
  improveFile(file: ParsedFile): Outcome {
    failure?.(file);
    const spans = [...file.source.matchAll(/old\s*\.map\(\)/g)].map(({ index, 0: text }) => ({
      start: index,
      end: index + text.length,
    }));
    const events = spans.map((span): Event => {
      const place = { file: file.filename, range: file.lines.range(span) };
      if (file.isOptedOut(span)) return { kind: "kept", ...place, reason: "opted out" };
      const before = file.source.slice(span.start, span.end);
      const cost = { before: 2, after: 1 };
      return {
        kind: "improved",
        ...place,
        before,
        after: replacement,
        cost,
        rules: [],
        facts: [],
        assumptions: [],
        proof: "law",
      };
    });
    const changes = spans
      .filter((_, index) => events[index]?.kind === "improved")
      .map((span) => ({ ...span, text: replacement }));
    return { changes, events };
  },
}));

afterEach(() => {
  replacement = "fresh()";
  failure = undefined;
});

describe("the text", () => {
  test("outside of the edits stays byte for byte", () => {
    const source = "\uFEFF// ä 𝒳\r\n\tlet a = old.map( ) ;\n\n  b = old.map() // x  \n\u2028 ";
    expect(optimize(source).code).toBe(source.replace("old.map()", "fresh()"));
  });

  test("without a change is the same string, and there is no map", () => {
    const source = "const a = xs.map ( f ).length\r\n";
    const { code, map, events } = optimize(source, { sourceMap: true });
    expect(code).toBe(source);
    expect(map).toBeNull();
    expect(events).toEqual([{ kind: "file", file: "", outcome: "unchanged" }]);
  });

  test.each([
    ["a = 1\r\nb = old.map()\r\n", "a = 1\r\nb = {\r\n  x,\r\n}\r\n"],
    ["a = 1\r\nb = old.map()", "a = 1\r\nb = {\r\n  x,\r\n}"],
    ["a = 1\r\nb = old.map()\nc = 3\r\n", "a = 1\r\nb = {\n  x,\n}\nc = 3\r\n"],
    ["b = old.map()", "b = {\n  x,\n}"],
  ])("takes the line ends of its surroundings: %j", (source, expected) => {
    replacement = "{\n  x,\n}";
    expect(optimize(source).code).toBe(expected);
  });

  test("is mapped precisely when that is asked for", () => {
    const source = "first;\nconst a = old.map() + second;\n";
    const { map, code } = optimize(source, { filename: "a.js", sourceMap: true });
    const mapped = new SourceMap({
      version: 3,
      file: "",
      sources: ["a.js"],
      sourcesContent: [],
      names: [],
      sourceRoot: "",
      mappings: map!.mappings,
    });
    const column = code.split("\n")[1]!.indexOf("second");
    expect(mapped.findEntry(1, column)).toMatchObject({
      originalLine: 1,
      originalColumn: source.split("\n")[1]!.indexOf("second"),
    });
    expect(map).toMatchObject({ sources: ["a.js"], sourcesContent: [source] });
    expect(optimize(source).map).toBeNull();
  });
});

describe("syntax is chosen by the extension", () => {
  test.each([
    ["a.ts", "const f = <T>(x: T) => x as any; old.map();"],
    ["a.mts", "enum E { A } old.map(); export {};"],
    ["a.cts", "import fs = require('fs'); old.map();"],
    ["a.tsx", "const a = <p>{old.map()}</p>; const b = a as unknown;"],
    ["a.jsx", "const a = <p>{old.map()}</p>;"],
    ["a.js", "const a = <p>{old.map()}</p>;"],
    ["a.cjs", "return old.map(); with (a) {}"],
    ["a.mjs", "await old.map(); export { };"],
    ["", "old.map()"],
    ["a.js", "#!/usr/bin/env node\nold.map()"],
    ["a.js", "import a from './a.json' with { type: 'json' }; old.map()"],
    ["a.ts", "class A { constructor(@Inject() private x: X) { old.map() } }"],
    ["a.ts", "class A { @dec accessor x = old.map() }"],
    ["a.js", "@dec export class A { @dec() x = old.map() }"],
    ["a.js", "class A { static #x = old.map(); static { using y = z; } }"],
    ["a.vue", "old.map()"],
  ])("%s: %s", (filename, source) => {
    const { code, events } = optimize(source, { filename });
    expect(code).toBe(source.replace("old.map()", "fresh()"));
    expect(events.at(-1)).toEqual({ kind: "file", file: filename, outcome: "changed" });
  });

  test("TypeScript is not read as JavaScript, nor JSX as TypeScript", () => {
    expect(optimize("old.map() as any", { filename: "a.js" }).events[0]).toMatchObject({ code: "E-SYNTAX" });
    expect(optimize("<p>{old.map()}</p>", { filename: "a.ts" }).events[0]).toMatchObject({ code: "E-SYNTAX" });
  });

  test("the pipeline is told what it has before it", () => {
    const seen: Partial<ParsedFile>[] = [];
    failure = ({ filename, sourceType, typescript, source }) => {
      // The output is gone over again.
      if (source.includes("old.map()")) seen.push({ filename, sourceType, typescript });
    };
    optimize("old.map(); export {}", { filename: "m.ts" });
    optimize("old.map()", { filename: "s.js" });
    optimize("old.map()", { filename: "c.cjs" });
    expect(seen).toEqual([
      { filename: "m.ts", sourceType: "module", typescript: true },
      { filename: "s.js", sourceType: "script", typescript: false },
      { filename: "c.cjs", sourceType: "script", typescript: false },
    ]);
  });

  test("fragments may stand anywhere, carry no positions, and must not lose a directive", () => {
    let file: ParsedFile | undefined;
    failure = (opened) => {
      file = opened;
    };
    optimize("old.map()", { filename: "a.ts" });
    for (const code of ["return await f<T>(x!)", "yield 1", "this.#x", "super.x()", "break a", "new.target"]) {
      const statements = file!.parseFragment(code);
      expect(statements).toHaveLength(1);
      expect(JSON.stringify(statements)).not.toMatch(/"(?:start|end|loc)":/);
    }
    expect(() => file!.parseFragment("'use strict'; x")).toThrow(SyntaxError);
    expect(() => file!.parseFragment("let = =")).toThrow(SyntaxError);
  });
});

describe("never throws on valid options", () => {
  test("a syntax error is an event with its place and reason", () => {
    const source = "const a = xs.map(f).filter(g);\n  const = 3;\n";
    const { code, events } = optimize(source, { filename: "a.js" });
    expect(code).toBe(source);
    expect(events).toMatchObject([
      {
        kind: "skipped",
        code: "E-SYNTAX",
        class: "fix",
        seen: "Unexpected token",
        range: { start: { line: 2, column: 9 } },
      },
      { kind: "file", outcome: "not parsed" },
    ]);
  });

  test("an enum is left to TypeScript, which computes it", () => {
    const source = "enum Letters { A = 1, B = A * 1 + 0, C = [1].map((x) => x).filter((x) => x).length }\n";
    expect(optimize(source, { filename: "letters.ts" }).code).toBe(source);
  });

  test("an error inside is a bug event with the one statement that provokes it", () => {
    failure = ({ source }) => {
      if (source.includes("bad")) throw new TypeError("oh no");
    };
    const source = "old.map();\nbad(xs.map());\nold.map();\n";
    const { code, events } = optimize(source, { filename: "a.js" });
    expect(code).toBe(source);
    expect(events).toMatchObject([
      { kind: "bug", message: "TypeError: oh no", input: "bad(xs.map());", range: { start: { line: 2, column: 1 } } },
      { kind: "file", outcome: "unchanged" },
    ]);
  });

  test.each([
    ["source that is nested too deep for the parser", `old.map(); ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    ["an expression too long for the rest", "old.map()"],
  ])("%s is a limit, not a bug", (_, source) => {
    const overflow = (): number => overflow() + 1;
    failure = overflow;
    const { code, events } = optimize(source, { filename: "a.js" });
    expect(code).toBe(source);
    expect(events).toMatchObject([
      { kind: "skipped", code: "E-TOO-DEEP", class: "limit", range: { start: { line: 1, column: 1 } } },
      { kind: "file", outcome: "unchanged" },
    ]);
  });

  test("an error that needs more than one statement comes with the whole input", () => {
    failure = ({ source }) => {
      if (source.includes("a") && source.includes("b;")) throw new Error("both");
    };
    const source = "a.map();\nb;\n";
    expect(optimize(source).events[0]).toMatchObject({ kind: "bug", input: source });
  });

  test.each(["fresh(", "'\uD800'", "let x; let x;"])(
    "output that is not sound text is a bug and stays inside: %j",
    (text) => {
      replacement = text;
      const { code, events } = optimize("old.map()");
      expect(code).toBe("old.map()");
      expect(events[0]).toMatchObject({ kind: "bug", input: "old.map()" });
    },
  );

  test.each([
    [
      { start: 5, end: 6 },
      { start: 0, end: 2 },
    ],
    [
      { start: 0, end: 3 },
      { start: 2, end: 4 },
    ],
    [{ start: 0, end: 99 }],
    [{ start: 3, end: 2 }],
  ])("edits that overlap or leave the text are a bug: %j", (...spans) => {
    const changes = spans.map((span) => ({ ...span, text: "" }));
    expect(() => EditedText.of("0123456789").edit(changes, nobodys)).toThrow("sorted and apart");
  });

  test("insertions at one place keep their order, beside an edit that starts or ends there", () => {
    const changes = [
      { start: 0, end: 1, text: "A" },
      { start: 1, end: 1, text: "<" },
      { start: 1, end: 1, text: ">" },
      { start: 1, end: 2, text: "B" },
      { start: 3, end: 3, text: "!" },
    ];
    const text = EditedText.of("abc").edit(changes, nobodys);
    expect(text.code).toBe("A<>Bc!");
  });
});

describe("what is not searched", () => {
  test.each<[string, string, OptimizeOptions]>([
    ["mode off", "old.map()", { mode: "off" }],
    ["declarations", "declare const old: { map(): void }; old.map()", { filename: "a.d.ts" }],
    ["declarations of a module", "old.map()", { filename: "a.d.mts" }],
    ["no candidate", "const x = 'text'", {}],
    ["empty", "", {}],
  ])("%s", (_, source, options) => {
    const { code, events } = optimize(source, options);
    expect(code).toBe(source);
    expect(events).toEqual([{ kind: "file", file: options.filename ?? "", outcome: "not searched" }]);
  });

  test("a file whose ignore comment may be unused is searched all the same", () => {
    expect(mayMatch("// eqsat-ignore-next-line because\nlet x;", resolveOptions({}))).toBe(true);
  });
});

describe("opting out", () => {
  const outcome = (source: string, options = {}): string => {
    const { code, events } = optimize(source, options);
    const unused = events.filter((event) => event.kind === "skipped").map((event) => event.code);
    return [code.includes("fresh()") ? "changed" : "left", ...unused].join(" ");
  };

  test.each([
    ["'use no eqsat';\nold.map()", "left"],
    ["function f() { 'use no eqsat'; return old.map() }", "left"],
    ["function f() { 'use no eqsat'; return g(() => old.map()) }", "left"],
    ["const f = (x = old.map()) => { 'use no eqsat'; }", "left"],
    ["class A { m() { 'use no eqsat'; old.map() } }", "left"],
    ["function f() { 'use no eqsat'; } old.map()", "changed E-UNUSED-IGNORE"],
    ["function f() { return 'use no eqsat' }; old.map()", "changed"],
    // Of an earlier run.
    ["function eqsatRest2(xs, n) { 'use no eqsat'; } old.map()", "changed"],
    ["f((() => { 'use no eqsat'; return 1; })()); old.map()", "changed"],
    ["// eqsat-ignore-next-line it is measured here\nold.map()", "left"],
    ["/* eqsat-ignore-next-line */\r\nold.map()\r\n", "left"],
    ["// eqsat-ignore-next-line\n\nold.map()", "changed E-UNUSED-IGNORE"],
    ["// eqsat-ignore-next-line\nfirst;\nold.map()", "changed E-UNUSED-IGNORE"],
    ["old.map() // eqsat-ignore-next-line\n", "changed E-UNUSED-IGNORE"],
    ["f(\n// eqsat-ignore-next-line\nold\n  .map())", "left"],
    ["// eqsat-ignore-next-lines\nold.map()", "changed"],
    ["'// eqsat-ignore-next-line'\nold.map()", "changed"],
  ])("%j: %s", (source, expected) => {
    expect(outcome(source)).toBe(expected);
  });

  test("under annotation, only what is named is changed", () => {
    const options = { mode: "annotation" };
    expect(outcome("old.map()", options)).toBe("left");
    expect(outcome("'use eqsat';\nold.map()", options)).toBe("changed");
    expect(outcome("function f() { 'use eqsat'; old.map() }", options)).toBe("changed");
    expect(outcome("function f() { 'use eqsat'; } old.map()", options)).toBe("left");
    expect(outcome("'use eqsat';\nfunction f() { 'use no eqsat'; old.map() }", options)).toBe("left");
    expect(outcome("'use eqsat'; old.map()")).toBe("changed");
  });

  test("an unused ignore is pointed at", () => {
    const { events } = optimize("xs.map();\n  // eqsat-ignore-next-line\n", { filename: "a.js" });
    expect(events[0]).toMatchObject({
      code: "E-UNUSED-IGNORE",
      class: "fix",
      range: { start: { line: 2, column: 3 }, end: { line: 2, column: 28 } },
    });
  });
});

describe("events", () => {
  const source = "old.map();\n// eqsat-ignore-next-line\nold.map();\n";

  test("come sorted, to the listener too, the file last", () => {
    const heard: Event[] = [];
    const { events } = optimize(source, { filename: "a.js", onEvent: (event) => heard.push(event) });
    expect(heard).toEqual(events);
    expect(events.map((event) => event.kind)).toEqual(["improved", "kept", "file"]);
  });

  test("make a report that is sorted by file and place, with totals and the version of its schema", () => {
    const events = ["b.js", "a.js"].flatMap((filename) => optimize(source, { filename }).events).reverse();
    const report = makeReport(events, "1.2.3");
    expect(report).toMatchObject({ schema: 1, tool: "eqsat", version: "1.2.3" });
    expect(report.events.map((event) => `${event.file} ${event.kind}`)).toEqual([
      ...["improved", "kept", "file"].map((kind) => `a.js ${kind}`),
      ...["improved", "kept", "file"].map((kind) => `b.js ${kind}`),
    ]);
    expect(report.totals).toEqual({
      ...{ files: 2, changedFiles: 2, failedFiles: 0 },
      ...{ improved: 2, kept: 2, skipped: 0, limitsReached: 0, bugs: 0 },
    });
    expect(countEvents(events)).toEqual(report.totals);
  });

  test("of one place are what explain gives, the smallest region first", () => {
    expect(explain(source, { line: 1 }).map((event) => event.kind)).toEqual(["improved"]);
    expect(explain(source, { line: 3, column: 4 }).map((event) => event.kind)).toEqual(["kept"]);
    expect(explain(source, { line: 3, column: 10 })).toEqual([]);
    expect(explain(source, { line: 2 })).toEqual([]);
    expect(() => explain(source, { line: 0 })).toThrow("line must be an integer of at least 1");
  });
});

describe("getCacheKey", () => {
  test("is the same for the same results, and differs where they may", () => {
    const key = getCacheKey();
    expect(key).toMatch(/^eqsat-\d+\.\d+\.\d+-[0-9a-f]{16}$/);
    for (const same of [
      {},
      { mode: "infer" },
      { include: "src" },
      { onEvent: () => {} },
      { rules: "recommended" },
    ] as const)
      expect(getCacheKey(same)).toBe(key);
    const others: readonly Options[] = [
      { minGain: 2 },
      { mode: "annotation" },
      { rules: { "fusion/map-map": "off" } },
      { rules: "exact" },
      { assume: { pureGetters: true } },
      { limits: { nodes: 5 } },
      { extraction: { stress: 1 } },
      { extraction: { stress: 2 } },
    ];
    expect(new Set([key, ...others.map((options) => getCacheKey(options))]).size).toBe(others.length + 1);
    const switches = { "fusion/map-map": "off", "arith/*": "off" } as const;
    const turned = { "arith/*": "off", "fusion/map-map": "off" } as const;
    expect(getCacheKey({ rules: switches })).toBe(getCacheKey({ rules: turned }));
    expect(() => getCacheKey({ minGain: 0 })).toThrow("minGain must be");
  });
});
