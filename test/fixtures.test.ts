import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type OptimizeOptions, optimize } from "../plugin/index.ts";
import { type Case, compile, difference, hideFunctionText, run } from "./hostile/index.ts";

/**
 * `fixtures/<subject>/<case>/`: `input.js` (or `.ts`, `.cjs`), `cases.ts` with the inputs to run, `output.*` unless the
 * input must stay as it is, `options.json` and `why.md` where there is something to say. `UPDATE_FIXTURES=1` records
 * outputs.
 */
const ROOT = fileURLToPath(new URL("../fixtures", import.meta.url));
const UPDATE = process.env.UPDATE_FIXTURES === "1";

hideFunctionText();

interface Fixture {
  readonly name: string;
  readonly directory: string;
  readonly extension: string;
  readonly source: string;
  readonly options: OptimizeOptions;
}

const fixtures = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((subject) => readdirSync(path.join(ROOT, subject.name)).map((name) => `${subject.name}/${name}`))
  .map(readFixture);

function readFixture(name: string): Fixture {
  const directory = path.join(ROOT, name);
  const input = readdirSync(directory).find((file) => file.startsWith("input."));
  if (input === undefined) throw new Error(`${name}: no input.js or input.ts`);
  const extension = path.extname(input);
  const settings = path.join(directory, "options.json");
  const options = existsSync(settings) ? (JSON.parse(readFileSync(settings, "utf8")) as OptimizeOptions) : {};
  return { name, directory, extension, source: readFileSync(path.join(directory, input), "utf8"), options };
}

async function casesOf(fixture: Fixture): Promise<readonly Case[]> {
  const module: unknown = await import(pathToFileURL(path.join(fixture.directory, "cases.ts")).href);
  return (module as { cases: readonly Case[] }).cases;
}

function optimized(fixture: Fixture, source: string, more: OptimizeOptions = {}): string {
  const { code, events } = optimize(source, { filename: `input${fixture.extension}`, ...fixture.options, ...more });
  expect(events.filter((event) => event.kind === "bug")).toEqual([]);
  return code;
}

/** The first case in which `code` does something else than the input, with what it does. */
async function firstDifference(fixture: Fixture, code: string): Promise<string | undefined> {
  const filename = `input${fixture.extension}`;
  const before = compile(fixture.source, filename);
  const after = compile(code, filename);
  const cases = await casesOf(fixture);
  expect(cases.length).toBeGreaterThan(0);
  for (const [i, input] of cases.entries()) {
    const original = await run(before, input);
    expect(original.world.exhausted, `case ${i}: the original runs without end`).toBe(false);
    const found = difference(original, await run(after, input));
    if (found !== undefined) return `case ${i}: ${found}\n${code}`;
  }
  return undefined;
}

describe.each(fixtures)("$name", (fixture) => {
  const outputFile = path.join(fixture.directory, `output${fixture.extension}`);

  test("the output is as recorded, behaves like the input and is left alone the second time", async () => {
    const code = optimized(fixture, fixture.source);
    if (UPDATE) {
      if (code === fixture.source) rmSync(outputFile, { force: true });
      else writeFileSync(outputFile, code);
    }
    const recorded = existsSync(outputFile) ? readFileSync(outputFile, "utf8") : fixture.source;
    expect(code).toBe(recorded);
    expect(await firstDifference(fixture, code)).toBeUndefined();
    expect(optimized(fixture, code)).toBe(code);
  });

  test.each([1, 2])("a random member of each class behaves like the input, seed %i", async (seed) => {
    const code = optimized(fixture, fixture.source, { extraction: { stress: seed } });
    expect(await firstDifference(fixture, code)).toBeUndefined();
  });
});

test("outputs of TypeScript are as well-typed as their inputs", () => {
  const files = fixtures
    .filter((fixture) => fixture.extension === ".ts")
    .flatMap(({ directory }) => ["input.ts", "output.ts"].map((file) => path.join(directory, file)))
    .filter((file) => existsSync(file));
  expect(files.length).toBeGreaterThan(0);
  const flags = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--lib",
    "es2023",
    "--module",
    "nodenext",
    "--types",
    "",
  ];
  const { stdout } = spawnSync("npx", ["tsc", "--ignoreConfig", ...flags, ...files], { encoding: "utf8" });
  expect(stdout).toBe("");
});
