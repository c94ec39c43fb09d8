import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { operators } from "../ir/operators.ts";
import { printTerm } from "../ir/sexpr.ts";
import { constant, type Payload, type Term } from "../ir/term.ts";
import { type OptimizeOptions, optimize } from "../plugin/index.ts";
import { allRules } from "../rules/index.ts";
import { type Case, compile, difference, hideFunctionText, run } from "./hostile/index.ts";
import { executed, interpreted, sameOutcome, THROWING, values } from "./ir-values.ts";

hideFunctionText();

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("the interpreter and the printed text do the same", () => {
  /** Every operator that is an expression by itself. Literals and calls have operators of their own for parts. */
  const vocabulary = [...operators.values()].filter(({ form, name }) => {
    if (["prefix", "infix", "conditional", "call", "property", "template"].includes(form.kind)) return true;
    return form.kind === "method" || name === "str.index" || name === "array";
  });
  const names = ["a", "b", "c", "d"];
  const constants: readonly Payload[] = [
    0,
    -0,
    1,
    -1,
    31,
    0.5,
    2 ** 32,
    "",
    "a",
    "__proto__",
    "`${",
    0n,
    -3n,
    true,
    null,
    undefined,
    Number.NaN,
  ];
  const seen = new Map<string, number>();

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("random terms, seed %i", (seed) => {
    const random = generator(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const build = (depth: number): Term => {
      if (depth === 0 || random() < 0.1) {
        if (random() < 0.4) return constant(pick(constants));
        return { op: "var", payload: Math.floor(random() * names.length), args: [] };
      }
      const { name, arity, form } = pick(vocabulary);
      seen.set(name, (seen.get(name) ?? 0) + 1);
      const least = form.kind === "method" ? 1 : 0;
      const count = arity === -1 ? least + Math.floor(random() * 3) : arity;
      const args = Array.from({ length: count }, () => build(depth - 1));
      return name === "array" || name === "str.split" ? { op: name, payload: 0, args } : { op: name, args };
    };
    for (let round = 0; round < 300; round++) {
      const term = build(1 + Math.floor(random() * 4));
      const loud = new Set(names.filter(() => random() < 0.5));
      const [left, right] = [interpreted(term, names, loud), executed(term, names, loud)];
      for (let i = 0; i < 12; i++) {
        const given = names.map((name) => (loud.has(name) && random() < 0.1 ? THROWING : pick(values)));
        const [a, b] = [left(given), right(given)];
        if (!sameOutcome(a, b)) expect(a, `${printTerm(term)} with ${given.map(String).join(", ")}`).toEqual(b);
      }
    }
  });

  test("every operator was among them", () => {
    expect(vocabulary.filter(({ name }) => (seen.get(name) ?? 0) < 5).map(({ name }) => name)).toEqual([]);
  });
});

/** Lifted and lowered again, with no rule between: a loop for each single stage, and the same text otherwise. */
describe("lifting and lowering without any rule changes nothing that can be seen", () => {
  const root = fileURLToPath(new URL("../fixtures", import.meta.url));
  const fixtures = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((subject) => readdirSync(path.join(root, subject.name)).map((name) => `${subject.name}/${name}`));
  const off = Object.fromEntries(allRules.map(({ id }) => [id, "off" as const]));
  let changed = 0;

  test.each(fixtures)("%s", async (name) => {
    const folder = path.join(root, name);
    const input = readdirSync(folder).find((file) => file.startsWith("input."))!;
    const source = readFileSync(path.join(folder, input), "utf8");
    const settings = path.join(folder, "options.json");
    const given = existsSync(settings) ? (JSON.parse(readFileSync(settings, "utf8")) as OptimizeOptions) : {};
    const options: OptimizeOptions = {
      ...given,
      filename: input,
      rules: { extends: "exact", ...off },
      extraction: { stress: 1 },
    };
    const { code, events } = optimize(source, options);
    expect(events.filter((event) => event.kind === "bug")).toEqual([]);
    if (code === source) return;
    changed++;
    const { cases } = (await import(pathToFileURL(path.join(folder, "cases.ts")).href)) as { cases: readonly Case[] };
    const [before, after] = [compile(source, input), compile(code, input)];
    for (const [i, each] of cases.entries()) {
      const found = difference(await run(before, each), await run(after, each));
      if (found !== undefined) expect.fail(`case ${i}: ${found}\n${code}`);
    }
  });

  test("it did something", () => {
    expect(changed).toBeGreaterThan(6);
  });
});
