import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Explanation, ExplanationStep } from "../egraph/index.ts";
import type { Term } from "../ir/term.ts";
import { type Options, resolveOptions } from "../plugin/options.ts";
import { flawIn } from "./derivation/checker.ts";
import { improvedRegions } from "./derivation/improved.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Source {
  readonly name: string;
  readonly file: string;
  readonly options: Options;
}

const fixtures = readdirSync(path.join(root, "fixtures"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((subject) => readdirSync(path.join(root, "fixtures", subject.name)).map((name) => `${subject.name}/${name}`))
  .map((name): Source => {
    const folder = path.join(root, "fixtures", name);
    const input = readdirSync(folder).find((file) => file.startsWith("input."))!;
    const settings = path.join(folder, "options.json");
    const options = existsSync(settings) ? (JSON.parse(readFileSync(settings, "utf8")) as Options) : {};
    return { name, file: path.join(folder, input), options };
  });
const examples = readdirSync(path.join(root, "examples")).map(
  (name): Source => ({ name: `examples/${name}`, file: path.join(root, "examples", name), options: {} }),
);

/** Checks the derivation of every improved region of a file. Gives their number. */
function check({ file, options }: Source, more: Options = {}): number {
  const given = { ...options, ...more };
  const { assume } = resolveOptions(given);
  const improved = improvedRegions(readFileSync(file, "utf8"), path.basename(file), given);
  for (const { region, explanation, text } of improved) {
    const flaw = flawIn(explanation, region, assume);
    if (flaw !== undefined) expect.fail(`${text}\n${flaw}`);
  }
  return improved.length;
}

/** Members of each class at random need longer derivations, by more rules. */
const seeds = [1, 2];

describe("every improved expression has a derivation that the checker accepts", () => {
  let count = 0;
  let rare = 0;
  test.each([...fixtures, ...examples])("$name", (source) => {
    count += check(source);
  });

  test.each([...fixtures, ...examples])("$name, random members of each class", (source) => {
    for (const stress of seeds) {
      const assume = stress === 1 ? {} : { assume: { ...source.options.assume, pureGetters: true } };
      rare += check(source, { extraction: { stress }, ...assume });
    }
  });

  test("there were some", () => {
    expect(count).toBeGreaterThan(60);
    expect(rare).toBeGreaterThan(150);
  });
});

describe("the checker refuses", () => {
  const source =
    "export function f(n, xs) { return [(n | 0) * 1 + 0, xs.filter((x) => x > 1).map((x) => x * 1).length]; }";
  const { assume } = resolveOptions({});
  const regions = improvedRegions(source, "a.js", {});
  const refused = (change: (explanation: Explanation) => Explanation): readonly boolean[] =>
    regions.map(({ region, explanation }) => flawIn(change(explanation), region, assume) !== undefined);
  const withSteps = (change: (steps: readonly ExplanationStep[]) => readonly ExplanationStep[]) => {
    return refused((explanation) => ({ ...explanation, steps: change(explanation.steps) }));
  };

  test("nothing that is as it was", () => {
    expect(regions.length).toBeGreaterThan(1);
    expect(refused((explanation) => explanation)).not.toContain(true);
  });

  test("a step that is missing", () => {
    expect(withSteps((steps) => steps.slice(1))).not.toContain(false);
    expect(withSteps((steps) => steps.slice(0, -1))).not.toContain(false);
  });

  test("another rule, or none", () => {
    for (const rule of ["arith/neg-neg", "fusion/flat-map-reduce", "no/such-rule", "fold"]) {
      expect(withSteps(([first, ...rest]) => [{ ...first!, rule }, ...rest])).not.toContain(false);
    }
  });

  test("a step read the wrong way round", () => {
    expect(withSteps(([first, ...rest]) => [{ ...first!, direction: "backward" }, ...rest])).not.toContain(false);
  });

  test("another constant", () => {
    const other = (term: Term): Term => {
      if (term.op === "const" && typeof term.payload === "number") return { ...term, payload: term.payload + 1 };
      return { ...term, args: term.args.map(other) };
    };
    expect(refused((explanation) => ({ ...explanation, to: other(explanation.to) })).includes(true)).toBe(true);
    expect(withSteps((steps) => steps.with(0, { ...steps[0]!, after: other(steps[0]!.after) })).includes(true)).toBe(
      true,
    );
  });

  test("a rule whose condition does not hold", () => {
    // `n` may be a string: without the bits it is no number.
    const [{ region, explanation }] = regions as unknown as [(typeof regions)[number]];
    const bare = (term: Term): Term => (term.op === "|" ? term.args[0]! : { ...term, args: term.args.map(bare) });
    const steps = explanation.steps.map((step) => ({ ...step, before: bare(step.before), after: bare(step.after) }));
    const changed = { from: bare(explanation.from), to: bare(explanation.to), steps, rules: [] };
    expect(flawIn(changed, region, assume)).toContain("does not hold");
  });
});
