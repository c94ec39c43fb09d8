import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type OptimizeOptions, optimize } from "../plugin/index.ts";

type Run = (...args: unknown[]) => unknown;
interface Workload {
  readonly name: string;
  readonly folder: string;
  readonly role: "chain" | "untuned" | "trap" | "limit";
  readonly options: OptimizeOptions;
  inputs(n: number, seed: number): unknown[];
}
interface Spread {
  readonly median: number;
}
interface Cell {
  readonly workload: string;
  readonly role: Workload["role"];
  readonly size: number;
  readonly toHand: Spread | null;
  readonly toOriginal: Spread;
  readonly handToOriginal: Spread | null;
  readonly fasterToOriginal: Spread;
}
interface Results {
  readonly files: number;
  readonly tests: ReadonlyMap<string, string>;
}

const bench = join(import.meta.dirname, "../bench");
const load = async (name: string): Promise<unknown> => import(join(bench, name));
const { workloads } = (await load("workloads.mjs")) as { workloads: readonly Workload[] };
const { same } = (await load("measure.mjs")) as { same(a: unknown, b: unknown): boolean };
const { judge } = (await load("gates.mjs")) as {
  judge(cells: readonly Cell[]): { gate: string; value: number; pass: boolean }[];
};
const { readResults, compareResults, totals } = (await load("test-results.mjs")) as {
  readResults(text: string, reporter: "mocha" | "vitest" | "node"): Results;
  compareResults(before: Results, after: Results): Record<"broken" | "missing" | "mended" | "added", string[]>;
  totals(results: Results): string;
};

interface Meta {
  readonly flags: readonly string[];
  readonly includes: readonly string[];
}
const { readMeta, modesOf, harnessOf, runTest } = (await load("test262-host.mjs")) as {
  readMeta(source: string): Meta | undefined;
  modesOf(meta: Meta): string[];
  harnessOf(meta: Meta): string[];
  runTest(program: object): Promise<string | undefined>;
};

/** `run` of a module without imports. */
const evaluate = (code: string): Run => new Function(code.replace("export function run", "return function run"))();
const read = (workload: Workload, file: string): string =>
  readFileSync(join(bench, "workloads", workload.folder, file), "utf8");

describe("workloads of the benchmark", () => {
  test.each(workloads.map((workload) => [workload.name, workload] as const))("%s", (_, workload) => {
    const source = read(workload, "original.js");
    const { code, events } = optimize(source, { filename: `${workload.folder}.js`, ...workload.options });
    expect(events.filter(({ kind }) => kind === "bug")).toEqual([]);
    const original = evaluate(source);
    const variants = [evaluate(code)];
    if (workload.role !== "trap") variants.push(evaluate(read(workload, "hand.js")));
    for (const n of [0, 1, 2, 3, 10, 57]) {
      for (const seed of [0, 1, 2]) {
        const expected = original(...workload.inputs(n, seed));
        for (const run of variants) expect(same(run(...workload.inputs(n, seed)), expected), `n = ${n}`).toBe(true);
      }
    }
  });

  test("equality sees signs of zero, holes, order of keys and prototypes", () => {
    expect(same([1, { a: [0] }], [1, { a: [0] }])).toBe(true);
    expect(same(new Map([[1, [2]]]), new Map([[1, [2]]]))).toBe(true);
    expect(same(0, -0)).toBe(false);
    expect(same([undefined], new Array(1))).toBe(false);
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(same(Object.create(null), {})).toBe(false);
    expect(same(new Set([1, 2]), new Set([2, 1]))).toBe(false);
  });
});

describe("gates", () => {
  const cell = (role: Workload["role"], size: number, toHand: number, toOriginal: number): Cell => ({
    workload: "w",
    role,
    size,
    toHand: role === "trap" ? null : { median: toHand },
    toOriginal: { median: toOriginal },
    handToOriginal: role === "trap" ? null : { median: toOriginal / toHand },
    fasterToOriginal: { median: 1 },
  });
  const failing = (cells: readonly Cell[]): string[] => judge(cells).flatMap(({ gate, pass }) => (pass ? [] : [gate]));

  test("good cells pass", () => {
    expect(
      failing([
        cell("chain", 3, 1.1, 0.5),
        cell("chain", 10, 1.2, 0.5),
        cell("chain", 10, 1.05, 1),
        cell("trap", 3, 1, 1.04),
      ]),
    ).toEqual([]);
  });
  test("a slow size, a slow cell, a slow trap and a loss to the original are found", () => {
    expect(failing([cell("chain", 1000, 1.2, 0.5)])).toEqual(["geometric mean to the hand-written loop, n = 1000"]);
    expect(failing([cell("chain", 1000, 1.6, 0.5), cell("chain", 1000, 0.6, 0.5)])).toEqual(["w, n = 1000, to hand"]);
    expect(failing([cell("trap", 1000, 1, 1.06)])).toEqual(["trap w, n = 1000, to original"]);
    expect(failing([cell("chain", 3, 1, 1.1)])).toEqual(["geometric mean to the original over all workloads, n = 3"]);
  });
  test("a limit is not judged by the hand-written loop", () => {
    expect(failing([cell("limit", 1000, 3, 0.5)])).toEqual([]);
  });
});

describe("results of test runners", () => {
  test("mocha", () => {
    const report = (failure: boolean): string => {
      const tests = [
        { fullTitle: "sum adds", file: "/x/test/sum-test.js" },
        { fullTitle: "sum adds", file: "/x/test/sum-test.js" },
        { fullTitle: "sum waits", file: "/x/test/wait-test.js" },
      ];
      return JSON.stringify({ stats: {}, tests, failures: failure ? [tests[2]] : [], pending: [] });
    };
    const before = readResults(report(false), "mocha");
    expect(before.files).toBe(2);
    expect(totals(before)).toBe("3/0/0");
    expect(compareResults(before, readResults(report(true), "mocha")).broken).toEqual(["wait-test.js sum waits"]);
  });
  test("vitest", () => {
    const report = (status: string): string =>
      JSON.stringify({ testResults: [{ name: "/x/src/a.test.ts", assertionResults: [{ fullName: "a b", status }] }] });
    const before = readResults(report("passed"), "vitest");
    expect(totals(before)).toBe("1/0/0");
    expect(compareResults(before, readResults(report("failed"), "vitest")).broken).toEqual(["a.test.ts a b"]);
    const empty = readResults(JSON.stringify({ testResults: [] }), "vitest");
    expect(compareResults(before, empty).missing).toEqual(["a.test.ts a b"]);
  });
  test("node:test", () => {
    const report = (point: string): string =>
      `TAP version 13\n# Subtest: mean\n    # Subtest: of two\n    ${point} 1 - of two\n      ---\n      duration_ms: 1\n      ...\n` +
      `    # Subtest: later\n    ok 2 - later # SKIP\n    1..2\nok 1 - mean\n  ---\n  type: 'suite'\n  ...\n1..1\n`;
    const before = readResults(report("ok"), "node");
    expect([...before.tests]).toEqual([
      ["mean > of two", "pass"],
      ["mean > later", "skip"],
    ]);
    expect(compareResults(before, readResults(report("not ok"), "node")).broken).toEqual(["mean > of two"]);
  });
  test("flat TAP, of qunit with a number only and of tape", () => {
    const read = (text: string): [string, string][] => [...readResults(text, "node").tests] as [string, string][];
    expect(read("TAP version 13\nok 1 Arrays > first\nnot ok 2 Arrays > #7 - last\n1..2\n")).toEqual([
      ["Arrays > first", "pass"],
      ["Arrays > #7 - last", "fail"],
    ]);
  });
});

describe("front matter of test262", () => {
  test("lists, in one line and in several; modes; what a negative test expects", () => {
    const meta = readMeta(
      "/*---\nincludes:\n  - a.js\n  - b.js\nflags: [onlyStrict, async]\nnegative:\n  phase: runtime\n  type: TypeError\n---*/\n1;",
    );
    expect(meta).toMatchObject({
      includes: ["a.js", "b.js"],
      flags: ["onlyStrict", "async"],
      negative: { phase: "runtime", type: "TypeError" },
    });
    expect(modesOf(meta!)).toEqual(["strict"]);
    expect(harnessOf(meta!)).toEqual(["assert.js", "sta.js", "doneprintHandle.js", "a.js", "b.js"]);
    expect(readMeta("1;")).toBeUndefined();
  });

  test("a program passes or fails as it says", async () => {
    const base = {
      path: "/none.js",
      mode: "strict",
      harness: ["function check(x) { if (!x) throw new Error('no'); }"],
    };
    const meta = { flags: [], includes: [], features: [], negative: undefined };
    const run = (text: string, more: object = {}): Promise<string | undefined> =>
      runTest({ ...base, text, meta: { ...meta, ...more } });
    expect(await run("check(this === globalThis); Array.prototype.map = 1;")).toBeUndefined();
    expect([].map).toBeTypeOf("function");
    expect(await run("check(false);")).toBe("Error: no");
    expect(await run("undeclared = 1;", { negative: { phase: "runtime", type: "ReferenceError" } })).toBeUndefined();
    expect(await run("1;", { negative: { phase: "runtime", type: "ReferenceError" } })).toContain("no ReferenceError");
    const said = { flags: ["async"] };
    expect(await run("Promise.resolve().then(() => print('Test262:AsyncTestComplete'));", said)).toBeUndefined();
    expect(await run("Promise.resolve().then(() => print('Test262:AsyncTestFailure:x'));", said)).toContain("Failure");
  });
});
