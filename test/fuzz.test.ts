import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { counting, metered } from "./fuzz/meter.ts";
import type { Optimized } from "./fuzz/optimizer.ts";
import { type PlantRecord, readPlantRecord } from "./fuzz/plant-record.ts";
import { PLANTED_BUGS } from "./fuzz/planted-bugs.ts";
import { twice } from "./fuzz/twice.ts";
import { array, type Case, compile, difference, object, proxy, receivers, run, show } from "./hostile/index.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Always the same programs; `npm run fuzz -- --seed N` tries others. */
const SEED = 20261123;
const SECONDS = 30;
const RECORD = fileURLToPath(new URL("fuzz/planted.json", import.meta.url));
/** Planted bugs that some run has found: none is given up. */
const FOUND_AT_LEAST = 124;

/** These tests run others' processes and wait for them: on a busy machine that takes long. */
const MINUTES = 600_000;

/** Fuzzing happens in processes of its own: hostile arrays slow V8 down for good, and dropped promises reject. */
function node(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describe("the fuzzer", () => {
  beforeAll(() => {
    const { stdout } = spawnSync("npx", ["tsc", "-p", "tsconfig.fuzz.json"], { cwd: ROOT, encoding: "utf8" });
    expect(stdout).toBe("");
  }, MINUTES);

  test(
    `finds nothing in ${SECONDS} seconds, seed ${SEED}`,
    () => {
      const { status, output } = node(
        "test/dist/test/fuzz/main.js",
        "--seconds",
        String(SECONDS),
        "--seed",
        String(SEED),
      );
      console.log(`fuzz, seed ${SEED}: ${output.trim().split("\n").at(-1)}`);
      expect(output).not.toMatch(/FINDING/);
      expect(status).toBe(0);
      const [, programs, changed, returned] =
        /(\d+) programs, (\d+) changed, .*?(\d+) original calls/.exec(output) ?? [];
      expect(Number(programs)).toBeGreaterThan(20);
      // A fuzzer whose programs are left alone, or fail at once, finds nothing either.
      expect(Number(changed) / Number(programs)).toBeGreaterThan(0.3);
      expect(Number(returned)).toBeGreaterThan(Number(programs));
    },
    MINUTES,
  );

  test(
    "changes programs of every syntax: none keeps the others of its module from it",
    () => {
      // Four steps in which all of them come up.
      const { output } = node("test/dist/test/fuzz/main.js", "--seed", "16", "--from", "2", "--programs", "4");
      const changed = [...(/^changed of them: (.*)$/m.exec(output)?.[1] ?? "").matchAll(/(\w+) (\d+) %/g)];
      expect(changed.map(([, syntax]) => syntax).sort()).toEqual(["CommonJS", "TypeScript", "module", "script"]);
      for (const [, , percent] of changed) expect(Number(percent)).toBeGreaterThan(20);
    },
    MINUTES,
  );

  test(
    "finds the mistakes of wrong optimizers, and none in right ones",
    () => {
      const { status, output } = node("test/dist/test/fuzz/toys.js", "--quick");
      expect(output.match(/^FAILED.*/gm)).toBeNull();
      expect(output.match(/^ok {4} wrong/gm)?.length).toBeGreaterThan(20);
      expect(status).toBe(0);
    },
    MINUTES,
  );

  test(
    "the same seed gives the same program",
    () => {
      const args = [
        "test/dist/test/fuzz/main.js",
        "--seed",
        "7",
        "--programs",
        "3",
        "--optimizer",
        "test/dist/plugin/index.js",
      ];
      const withoutTime = (text: string): string =>
        text.replace(/\d+ (?:programs\/s|per second of processor time)/g, "");
      expect(withoutTime(node(...args).output)).toBe(withoutTime(node(...args).output));
    },
    MINUTES,
  );

  test("every bug can be planted, in one place", () => {
    const places = PLANTED_BUGS.map(({ name, file, find }) => {
      const text = readFileSync(new URL(`dist/${file}`, import.meta.url), "utf8");
      return [name, [...text.matchAll(new RegExp(find, `${find.flags}g`))].length] as const;
    });
    expect(places.filter(([, count]) => count !== 1)).toEqual([]);
  });

  test("wrong usage is exit code 2", () => {
    expect(node("test/dist/test/fuzz/main.js", "--seconds", "soon").status).toBe(2);
    expect(node("test/dist/test/fuzz/main.js", "--fast").status).toBe(2);
  });
});

/** What the comparison says of two programs on the same case. */
async function compared(before: string, after: string, input: Case): Promise<string | undefined> {
  const [a, b] = [before, after].map((text) => compile(`export const main = ${text};`, "main.js"));
  if (a === undefined || b === undefined) throw new Error("no programs");
  return difference(await run(a, input), await run(b, input));
}

describe("the comparison", () => {
  const numbers: Case = { args: [array(1, 2, 3)] };

  test.each<readonly [name: string, before: string, after: string, input: Case]>([
    ["zero and minus zero", "() => 0", "() => -0", numbers],
    ["a hole and undefined", "() => [,]", "() => [undefined]", numbers],
    ["the order of keys", "() => ({ a: 1, b: 2 })", "() => ({ b: 2, a: 1 })", numbers],
    ["a read-only property", "() => ({ a: 1 })", "() => Object.freeze({ a: 1 })", numbers],
    ["the prototype", "() => ({})", "() => Object.create(null)", numbers],
    ["the input and a copy", "(xs) => xs", "(xs) => [...xs]", numbers],
    ["one object twice and two", "() => { const o = {}; return [o, o]; }", "() => [{}, {}]", numbers],
    ["two classes of errors", "() => { throw new TypeError('x'); }", "() => { throw new RangeError('x'); }", numbers],
    ["two thrown values", "() => { throw 1; }", "() => { throw 2; }", numbers],
    ["what was done to the input", "(xs) => { xs.push(1); }", "() => {}", numbers],
    ["the order of effects", "() => { log(1); log(2); }", "() => { log(2); log(1); }", numbers],
    ["what a log saw at its time", "(xs) => { log(xs); xs.push(4); }", "(xs) => { xs.push(4); log(xs); }", numbers],
    ["one read of a Proxy and two", "(xs) => xs[0]", "(xs) => xs[0] && xs[0]", { args: [proxy(array(1))] }],
    ["a `has` too few", "(xs) => 0 in xs", "() => true", { args: [proxy(array(1))] }],
    ["functions that answer differently", "() => (x) => x", "() => (y) => y + 1", numbers],
    ["names of functions", "() => function f() {}", "() => function g() {}", numbers],
    ["how often a promise is awaited", "async () => { await 1; }", "async () => { await 1; await 1; }", numbers],
    ["what a generator yields", "function* () { yield 1; }", "function* () { yield 2; }", numbers],
    ["dates", "() => new Date(1)", "() => new Date(2)", numbers],
    ["the entries of a Map", "() => new Map([[1, 2]])", "() => new Map([[1, 3]])", numbers],
    ["a getter that ran", "(o) => o.a", "() => 1", { args: [object({ a: { k: "accessor", value: 1 } })] }],
  ])("sees %s", async (_, before, after, input) => {
    expect(await compared(before, after, input)).toBeTypeOf("string");
    expect(await compared(before, before, input)).toBeUndefined();
  });

  test(
    "what a program writes to built-in objects is undone",
    () => {
      const { status, output } = node("test/dist/test/fuzz/realm-guard-check.js");
      expect(output.trim().split("\n").length).toBeGreaterThan(12);
      expect(output.trim().match(/^(?!ok ).*$/gm)).toBeNull();
      expect(status).toBe(0);
    },
    MINUTES,
  );

  test("the text of the engine's own errors does not count", async () => {
    expect(await compared("(xs) => xs.nothing.a", "(xs) => xs.other.b", numbers)).toBeUndefined();
  });

  test("every hostile receiver can be made, twice and equal", async () => {
    for (const xs of receivers(1, 2, "x")) {
      expect(await compared("(xs) => [xs]", "(xs) => [xs]", { args: [xs] }), show(xs)).toBeUndefined();
    }
  });
});

describe("programs without end", () => {
  const within = async (text: string): Promise<Awaited<ReturnType<typeof run>>> =>
    run(compile(metered(`export const main = ${text};`, "main.js"), "main.js"), { args: [array(1, 2, 3)] }, counting());

  test.each([
    ["a loop", "() => { for (;;) {} }"],
    ["an array that grows while it is walked", "(xs) => { for (const x of xs) xs.push(x); }"],
    ["a text that doubles", "() => { let s = 'ab'; for (let i = 0; i < 40; i++) s += s; }"],
    ["an array that doubles", "(xs) => [...Array(40)].reduce((a) => [...a, ...a], xs)"],
    ["a loop that catches what ends it", "() => { for (let i = 0; i < 9; i++) { try { for (;;) {} } catch {} } }"],
    ["a large array", "() => new Array(9e6)"],
  ])("%s is exhausted, by what it does and not by time", async (_, text) => {
    expect((await within(text)).world.exhausted).toBe(true);
  });

  test.each([
    "(xs) => xs.map((x) => ({ x })).filter(({ x }) => x > 1)",
    "function (xs) { 'use strict'; return [this, xs?.[0], `${xs}|${xs.length}`, String.raw`a${1}`, arguments.length]; }",
    "(xs) => { let s = 0; for (const x of xs) s += x; do s++; while (s < 9)\nreturn [s, class { static a = s; m() { return 1; } }.a]; }",
    "(xs) => { const f = () => () => 1; return [f.name, f().name, f()(), (() => ({}))(), new Map([[1, 2]]).get(1)]; }",
    "function* (xs) { for (const x of xs) yield log(x); }",
    "async (xs) => { for await (const x of xs) log(x); return [xs.at(-1), ...xs]; }",
  ])("a program that is counted does the same: %s", async (text) => {
    const [plain, counted] = [`export const main = ${text};`, metered(`export const main = ${text};`, "main.js")].map(
      (each) => compile(each, "main.js"),
    );
    if (plain === undefined || counted === undefined) throw new Error("no programs");
    const input: Case = { args: [array(1, 2, 3)] };
    const second = await run(counted, input, counting());
    expect(difference(await run(plain, input), second)).toBeUndefined();
    expect(second.world.exhausted).toBe(false);
  });
});

test("an output that a second run changes again is a failure, one that it leaves alone is none", () => {
  const halves = (source: string): Optimized => ({
    code: source.replace("2", "1"),
    events: [{ kind: "improved", rules: ["toy/half"] }],
  });
  const messages = (source: string, options = {}): string[] =>
    twice(halves)(source, options).events.flatMap(({ kind, message }) => (kind === "bug" ? [message ?? ""] : []));
  expect(messages("2 + 2")).toEqual(["a second run changes it again: toy/half"]);
  expect(messages("2 + 1")).toEqual([]);
  expect(messages("1 + 1")).toEqual([]);
  expect(messages("2 + 2", { extraction: { stress: 1 } })).toEqual([]);
});

test("no planted bug is given up that was found before, and the record is of bugs that there are", () => {
  const record = readPlantRecord(RECORD);
  // What was recorded of a bug that has changed since counts as not run: the pages, and their test, tell how many.
  const found = Object.values(record).filter(({ outcome }) => outcome === "found").length;
  expect(found).toBeGreaterThanOrEqual(FOUND_AT_LEAST);
  const names = PLANTED_BUGS.map(({ name }) => name);
  const stored = JSON.parse(readFileSync(RECORD, "utf8")) as PlantRecord;
  expect(Object.keys(stored).filter((name) => !names.includes(name))).toEqual([]);
});
