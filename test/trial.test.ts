import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Findings } from "../cli/look-at-files.ts";
import { withEventsOfTrials } from "../cli/try-changes.ts";
import { type ImprovedEvent, type Options, optimize } from "../plugin/index.ts";
import { resolveOptions } from "../plugin/options.ts";
import { contractOf } from "../trial/contract.ts";
import type { Shape } from "../trial/shape.ts";
import { prepareTrial, type Trial } from "../trial/trial.ts";
import { type NoUnit, unitCutter } from "../trial/unit.ts";
import { buildPackage } from "./built-package.ts";
import { CHAIN, makeProject, type Project } from "./cli-run.ts";

/* `--verify` and `--bench`: the code is run. */

const built = buildPackage();
afterAll(() => built.remove());
const projects: Project[] = [];
const open = (...args: Parameters<typeof makeProject>): Project => {
  const project = makeProject(...args);
  projects.push(project);
  return project;
};
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

/** The trial of the only improved expression of `source`. */
function trialOf(source: string, filename = "a.js", options: Options = {}): Trial | NoUnit {
  const improved = optimize(source, { ...options, filename }).events.filter((event) => event.kind === "improved");
  expect(improved).toHaveLength(1);
  return prepareTrial(unitCutter(source, filename), improved[0]!, resolveOptions(options));
}

/** The shapes of the parameters, briefly. */
function shapesOf(source: string, filename?: string, options?: Options): Record<string, string> {
  const trial = trialOf(source, filename, options);
  if ("not" in trial) return { not: trial.not };
  return Object.fromEntries([...trial.given, ...trial.params].map(({ name, shape }) => [name, brief(shape)]));
}

function brief(shape: Shape): string {
  switch (shape.kind) {
    case "number":
    case "string": {
      const role = shape.kind === "number" && shape.role !== "value" ? ` ${shape.role}` : "";
      return `${shape.kind}${role}${shape.samples.length > 0 ? `(${shape.samples})` : ""}`;
    }
    case "array":
    case "set":
    case "record":
    case "map":
      return `${shape.kind} of ${brief(shape.element)}`;
    case "tuple":
      return `[${shape.items.map(brief)}]`;
    case "object":
      return `{ ${[...shape.props]
        .sort()
        .map(([name, prop]) => `${name}: ${brief(prop)}`)
        .join(", ")} }`;
    case "function":
      return `() => ${brief(shape.returns)}`;
    default:
      return shape.kind;
  }
}

describe("what a function takes is read from its text", () => {
  test.each<[string, Record<string, string>]>([
    [CHAIN, { xs: "array of number(2)" }],
    [
      "export const f = (xs, t) => xs.filter((x) => x > t).map((x) => x * 2).length;",
      { xs: "array of number", t: "number" },
    ],
    [
      "export function f(orders) { return orders.filter((o) => o.status === 'paid').map((o) => o.total).reduce((a, b) => a + b, 0); }",
      { orders: "array of { status: string(paid), total: number }" },
    ],
    [
      "import { ok } from './ok'; export const f = (xs) => xs.filter((x) => ok(x)).length;",
      { ok: "() => boolean", xs: "array of unknown" },
    ],
    [
      "export const f = (n) => Array.from({ length: n }, (_, i) => i * 2).reduce((a, b) => a + b, 0);",
      { n: "number count" },
    ],
    [
      "const half = (x) => x / 2;\nexport const f = (xs) => Math.max(...xs.map((x) => half(x)));",
      { xs: "array of number" },
    ],
    [
      "export const f = (words) => words.map((w) => w.trim()).filter((w) => w !== '').length;",
      { words: "array of string" },
    ],
  ])("%s", (source, shapes) => {
    expect(shapesOf(source, "a.js", { assume: { pureGetters: true } })).toEqual(shapes);
  });

  test("and from annotations", () => {
    const source = `interface Item { readonly price: number; tags: readonly string[]; kind?: "a" | "b" }
      export function f(items: readonly Item[], by: Record<string, number>): number {
        return items.map((item) => item.price * by[item.kind ?? "a"]!).reduce((a, b) => a + b, 0);
      }`;
    expect(shapesOf(source, "a.ts", { assume: { pureGetters: true } })).toEqual({
      items: "array of { kind: string(a,b), price: number, tags: array of string }",
      by: "record of number",
    });
  });
});

describe("what cannot be run by itself says why", () => {
  test.each([
    [
      "let n = 0;\nexport const f = (xs) => { n++; return xs.map((x) => x * 2).filter((x) => x > 1).length; };",
      "it writes n, a variable outside",
    ],
    [
      "export class A extends B { f(xs) { super.f(); return xs.map((x) => x * 2).filter((x) => x > 1).length; } }",
      "it mentions super",
    ],
    ["export const f = (xs) => <b>{xs.map((x) => x * 2).filter((x) => x > 1).length}</b>;", "it has JSX in it"],
  ])("%s", (source, not) => {
    expect(trialOf(source, "a.jsx")).toEqual({ not });
  });
});

describe("a wrong output is found", () => {
  const start = pathToFileURL(join(built.folder, "dist", "trial", "start-trial.js")).href;
  const compare = async (
    trial: Trial,
    options: Options = {},
  ): Promise<{ difference?: { seen: string; input: string }; cases: number; returned: number }> => {
    const { startComparison } = await import(/* @vite-ignore */ start);
    return await startComparison(trial, contractOf(resolveOptions(options).assume));
  };
  const trial = trialOf("export const f = (xs, g) => xs.map((x) => g(x)).filter((x) => x > 2).length;");
  if ("not" in trial) throw new Error(trial.not);
  const loop = (body: string): Trial => ({ ...trial, after: `return (xs, g) => { ${body} };` });

  test("the right one is not", async () => {
    const { cases, returned, difference } = await compare(trial);
    expect([cases, difference]).toEqual([240, undefined]);
    expect(returned).toBeGreaterThan(100);
  });

  test.each([
    [
      "holes",
      "let n = 0; const ys = []; for (let i = 0; i < xs.length; i++) ys.push(g(xs[i])); for (const y of ys) if (y > 2) n++; return n;",
      "trace",
    ],
    [
      "the order of effects",
      "const ys = []; for (let i = xs.length - 1; i >= 0; i--) if (i in xs) ys[i] = g(xs[i]); return ys.filter((y) => y > 2).length;",
      "trace",
    ],
    ["a conversion too many", "return xs.map((x) => g(x)).filter((x) => { x > 1; return x > 2; }).length;", "trace"],
    ["the value", "return xs.map((x) => g(x)).filter((x) => x >= 2).length;", "returns: "],
    [
      "the class of an error",
      "if (!Array.isArray(xs)) throw new RangeError('no list'); return xs.map((x) => g(x)).filter((x) => x > 2).length;",
      "throws",
    ],
  ])("%s", async (_, body, seen) => {
    const { difference } = await compare(loop(body), seen === "trace" ? { assume: { plainArrays: true } } : {});
    expect(difference?.seen).toContain(seen);
    expect(difference?.input).toMatch(/^xs = /);
  });

  test("what the user gave up by name is not compared", async () => {
    const late = loop(
      "const ys = []; for (let i = 0; i < xs.length; i++) if (i in xs) ys.push(g(xs[i])); return ys.filter((y) => y > 2).length;",
    );
    expect((await compare(late)).difference).toBeDefined();
    const plain = { assume: { plainArrays: true, pureGetters: true } };
    expect(
      (await compare(loop("return xs.map((x) => g(x)).filter((x) => x > 2).length;"), plain)).difference,
    ).toBeUndefined();
  });

  test("state that is not the program's own is no difference", async () => {
    const counting = "globalThis.count = (globalThis.count ?? 0) + 1; return globalThis.count;";
    const both = { ...trial, before: `return (xs) => { ${counting} };`, after: `return (xs) => { ${counting} };` };
    expect(await compare(both)).toEqual({
      not: "two runs of the original differ already: it keeps state that is not its own",
    });
  });
});

test("a file in which a difference was found is left as it was, and the bug is told", () => {
  const { code, events } = optimize(CHAIN, { filename: "a.js" });
  const event = events.find((each): each is ImprovedEvent => each.kind === "improved")!;
  const file = { path: "/a.js", text: CHAIN, hasMark: false, bytes: Buffer.from(CHAIN) };
  const findings: Findings = {
    events: [...events],
    changed: [{ file, shown: "a.js", code, events }],
    texts: new Map(),
  };
  const bug = { kind: "bug", file: "a.js", message: "differs", input: "" } as const;
  const after = withEventsOfTrials(findings, new Map([[event, [bug]]]));
  expect(after.changed).toEqual([]);
  expect(after.events).toEqual([bug, { kind: "file", file: "a.js", outcome: "unchanged" }]);
  const verified = { ...event, verified: { cases: 1, returned: 1 } };
  const good = withEventsOfTrials(findings, new Map([[event, [verified]]]));
  expect(good.changed.map((each) => each.code)).toEqual([code]);
  expect(good.events[0]).toBe(verified);
});

test("the command verifies, measures at four sizes, and says where it cannot", () => {
  const loops = CHAIN.replace("xs) =>", "xs) => /* long */");
  const project = open({
    "a.js": loops,
    "b.jsx": "export const f = (xs) => <b>{xs.map((x) => x * 2).filter((x) => x > 1).length}</b>;\n",
  });
  const { status, stdout, stderr } = built.eqsat(["--verify", "--bench"], project.folder);
  expect([status, stderr]).toEqual([0, ""]);
  const ratio = String.raw`\d+(?:\.\d+)?x \[\d+(?:\.\d+)? \d+(?:\.\d+)?\]`;
  const sizes = [3, 10, 1000, 100000].map((size) => `n = ${size}: ${ratio}`).join(" {3}");
  expect(stdout).toMatch(
    new RegExp(
      `^a\\.js:1:\\d+ .* {2}one loop {2}3 rules {3}${ratio}\n {4}verified: the same on 240 generated inputs, \\d+ of which gave a value\n {4}measured {2}${sizes}\n`,
    ),
  );
  expect(stdout).toMatch(
    /\nb\.jsx.*est\. .*\n {4}not verified: it has JSX in it\n {4}not measured: it has JSX in it\n/,
  );
  const json = JSON.parse(built.eqsat(["b.jsx", "--verify", "--format", "json"], project.folder).stdout);
  expect(json.events[0].verified).toEqual({ not: "it has JSX in it" });
  expect(built.eqsat(["--verify", "--write"], project.folder).stdout).toContain("2 files written.");
});

test("a program without an end is given up", () => {
  const source = CHAIN.replace("=> xs.filter", "=> { while (xs.length > 2) xs = [...xs]; return xs.filter").replace(
    "0);",
    "0); };",
  );
  const project = open({ "a.js": source });
  const { status, stdout } = built.eqsat(["--verify"], project.folder);
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining("    not verified: it does not come to an end on inputs"),
  ]);
});
