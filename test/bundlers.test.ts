import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as babel7 from "@babel/core";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as babel8 from "babel-core-8";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import babelPlugin from "../plugin/babel.ts";
import type { Event, Options } from "../plugin/index.ts";
import { type App, makeApp, sources } from "./bundlers/app.ts";
import { type Build, builds } from "./bundlers/builds.ts";

let app: App;
let expected: unknown;
beforeAll(async () => {
  app = makeApp();
  expected = await resultsOf(await builds.esbuild!(app, undefined));
});
afterAll(() => app.remove());

const hosts: readonly [string, Build][] = Object.entries(builds);

async function resultsOf(script: string): Promise<unknown> {
  const { results } = await import(/* @vite-ignore */ `${pathToFileURL(script).href}?${Math.random()}`);
  return results;
}

/** The changed files of `events`. */
function changedFiles(events: readonly Event[]): string[] {
  return events.flatMap((event) => (event.kind === "file" && event.outcome === "changed" ? [event.file] : [])).sort();
}

describe.each(hosts)("%s", (_, build) => {
  test("builds an application that gives the same results, from improved modules", async () => {
    const events: Event[] = [];
    const options: Options = { onEvent: (event) => events.push(event) };
    const script = await build(app, options);
    expect(readFileSync(script, "utf8")).toContain("eqsatEnter");
    expect(await resultsOf(script)).toEqual(expected);
    expect(await resultsOf(await build(app, undefined))).toEqual(expected);
    const names = changedFiles(events).map((name) => name.replace(/^.*\bsrc\//, "src/"));
    expect(names).toEqual(["src/cart.js", "src/stats.ts"]);
    expect(events.filter((event) => event.file.includes("node_modules"))).toEqual([]);
  });

  test("maps lead from the script through our edits and compiled types to line and column of the source", async () => {
    const script = await build(app, {});
    const file = app.path("src/stats.ts");
    for (const text of ['"far away"', "return most"]) {
      expect([text, originOf(script, text)]).toEqual([text, { file, ...placeIn(text) }]);
    }
    // What was written anew leads to the beginning of what it stands for.
    expect(originOf(script, "Math.abs")).toEqual({ file, ...placeIn("const most") });
  });

  test("looks at what include and exclude name, and fails where failOn says so", async () => {
    const events: Event[] = [];
    await build(app, { include: "src/stats.ts", onEvent: (event) => events.push(event) });
    expect(changedFiles(events).map((name) => name.slice(-12))).toEqual(["src/stats.ts"]);
    const other: Event[] = [];
    await build(app, { exclude: [/stats/, "**/node_modules"], onEvent: (event) => other.push(event) });
    expect(changedFiles(other).map((name) => name.slice(-11))).toEqual(["src/cart.js"]);
    await expect(build(app, { failOn: "limit", limits: { nodes: 1 } })).rejects.toThrow("node limit reached");
  });

  test("options that are not valid stop the build with the nearest name", async () => {
    const wrong: object = { minGian: 2 };
    await expect((async () => await build(app, wrong))()).rejects.toThrow('did you mean "minGain"?');
  });
});

/** Where `text`, which stands in `script` once, comes from. */
function originOf(script: string, text: string): unknown {
  const code = readFileSync(script, "utf8");
  const map = new TraceMap(readFileSync(`${script}.map`, "utf8"));
  const { source, line, column } = originalPositionFor(map, zeroBased(code, code.indexOf(text)));
  if (source === null) return undefined;
  const file = source.replace(/^(?:webpack|rspack):\/\/(?:app)?/, `${app.folder}/`);
  return { file: resolve(dirname(script), file), line, column };
}

function placeIn(text: string): { line: number; column: number } {
  const source = sources["src/stats.ts"]!;
  return zeroBased(source, source.indexOf(text));
}

/** Line from 1 and column from 0, as maps count. */
function zeroBased(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length };
}

test("the expected results are no accident", () => {
  expect(expected).toMatchObject({
    energy: [38, 0, 49],
    spread: ["5", "-Infinity", "NaN"],
    words: "one,three",
    label: "[a]",
  });
});

describe.each([
  ["Babel 7", babel7.transformSync],
  ["Babel 8", babel8.transformSync as unknown as typeof babel7.transformSync],
])("%s", (name, transformSync) => {
  test("gives modules that build to the same results", async () => {
    const changed: string[] = [];
    const files = Object.entries(sources).map(([file, source]): [string, string] => {
      if (!/\.[cm]?[jt]s$/.test(file)) return [file, source];
      const parserOpts = { plugins: file.endsWith(".ts") ? (["typescript"] as const) : [] };
      const result = transformSync(source, {
        configFile: false,
        babelrc: false,
        cwd: "/project",
        filename: `/project/${file}`,
        parserOpts: { plugins: [...parserOpts.plugins] },
        plugins: [[babelPlugin, { onEvent: (event: Event) => changed.push(...changedFiles([event])) }]],
      });
      return [file, result!.code!];
    });
    const copy = makeApp(Object.fromEntries(files));
    expect(await resultsOf(await builds.esbuild!(copy, undefined))).toEqual(expected);
    expect([name, changed]).toEqual([name, ["src/stats.ts", "src/cart.js"]]);
    copy.remove();
  });
});
