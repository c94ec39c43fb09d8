import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assumptionNames, assumptionRows, isPureInUse } from "../plugin/assumptions.ts";
import { defineConfig, optimize } from "../plugin/index.ts";
import { nearestName } from "../plugin/nearest-name.ts";
import { OptionsError, optionNames, optionTable, resolveOptions } from "../plugin/options.ts";
import { ruleCatalogue } from "../plugin/rule-catalogue.ts";

/** The message of the error that `input` gives. */
function complaint(input: unknown): string {
  try {
    resolveOptions(input);
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
  return "no error";
}

test("without options, every option has its default", () => {
  const resolved = resolveOptions();
  for (const name of optionNames) expect(resolved[name]).toEqual(optionTable[name].default);
  expect(resolved.assume.builtinsIntact).toBe(true);
  expect(assumptionNames.filter((name) => resolved.assume[name])).toEqual(["builtinsIntact"]);
  expect(resolveOptions({ mode: undefined, limits: { nodes: undefined } })).toEqual(resolved);
});

test("what is given counts, the rest stays as it was", () => {
  const resolved = resolveOptions({
    mode: "annotation",
    include: "src/**",
    exclude: [/generated/, "vendor"],
    assume: { pureGetters: true },
    limits: { nodes: 10 },
    minGain: 2,
    failOn: "bug",
    extraction: { stress: 7 },
  });
  expect(resolved).toMatchObject({
    mode: "annotation",
    include: ["src/**"],
    exclude: [/generated/, "vendor"],
    assume: { pureGetters: true, builtinsIntact: true, noHoles: false, pure: [] },
    limits: { nodes: 10, iterations: optionTable.limits.default.iterations },
    minGain: 2,
    failOn: "bug",
    extraction: { stress: 7 },
  });
});

describe("an error names the place, what was seen, and what would be right", () => {
  test.each([
    [{ minGian: 2 }, 'unknown option "minGian" in options: did you mean "minGain"?'],
    [{ zzzzzzzz: 2 }, 'unknown option "zzzzzzzz" in options'],
    [{ toString: 1 }, 'unknown option "toString" in options'],
    [{ mode: "infre" }, 'mode: unknown value "infre": did you mean "infer"?'],
    [{ mode: 3 }, 'mode must be "infer", "annotation" or "off", not 3'],
    [{ assume: { pureGeters: true } }, 'unknown assumption "pureGeters" in assume: did you mean "pureGetters"?'],
    [{ assume: { pureGetters: "yes" } }, 'assume.pureGetters must be true or false, not "yes"'],
    [{ assume: { pure: [1] } }, "assume.pure must be a string or an array of strings, not an array"],
    [{ assume: ["pureGetters"] }, "assume must be an object, not an array"],
    [{ limits: { node: 1 } }, 'unknown limit "node" in limits: did you mean "nodes"?'],
    [{ limits: { nodes: 1.5 } }, "limits.nodes must be an integer of at least 1, not 1.5"],
    [{ limits: { nodes: 0 } }, "limits.nodes must be an integer of at least 1, not 0"],
    [{ minGain: "1.1" }, 'minGain must be a number of at least 1, not "1.1"'],
    [{ minGain: Number.NaN }, "minGain must be a number of at least 1, not NaN"],
    [{ include: [3] }, "include must be a glob, a regular expression or an array of them, not 3"],
    [{ onEvent: "log" }, 'onEvent must be a function, not "log"'],
    [{ failOn: "bugs" }, 'failOn: unknown value "bugs": did you mean "bug"?'],
    [{ extraction: "cheap" }, 'extraction: unknown value "cheap": did you mean "cheapest"?'],
    [{ extraction: { seed: 1 } }, 'unknown extraction "seed" in extraction'],
    [{ extraction: {} }, 'extraction must be "cheapest" or { stress: SEED }, not an object'],
    [{ rules: "recomended" }, 'rules: unknown value "recomended": did you mean "recommended"?'],
    [{ rules: { extends: "recomended" } }, 'rules.extends: unknown value "recomended": did you mean "recommended"?'],
    [{ rules: { recommended: "on" } }, 'rules: "recommended" is a preset, not a rule: write extends: "recommended"'],
    [null, "options must be an object, not null"],
    [[], "options must be an object, not an array"],
    ["fast", 'options must be an object, not "fast"'],
  ])("%j", (input, message) => {
    expect(complaint(input)).toBe(message);
  });
});

describe("what the design has and nothing stands behind yet is an error, not silence", () => {
  test.each([
    [{ report: "out.json" }, 'the option "report" is not supported yet'],
    [{ types: "program" }, 'types: "program" is not supported yet; use "off" or "syntax"'],
  ])("%j", (input, message) => {
    expect(complaint(input)).toBe(message);
  });

  test.each(assumptionNames.filter((name) => !assumptionRows[name].inUse))("assume.%s", (name) => {
    expect(complaint({ assume: { [name]: true } })).toContain("not supported yet");
    expect(complaint({ assume: { [name]: false } })).toBe("no error");
  });
});

test("assumptions are in use exactly if something reads them", () => {
  const root = join(import.meta.dirname, "..");
  const rooms = ["lift", "lower", "rules"].flatMap((room) => {
    return readdirSync(join(root, room)).map((name) => readFileSync(join(root, room, name), "utf8"));
  });
  const isRead = (name: string): boolean =>
    rooms.some((source) => new RegExp(`\\bassume\\??\\.${name}\\b`).test(source));
  const needed = new Set<string>(ruleCatalogue.flatMap((rule) => rule.assume));
  const read = assumptionNames.filter((name) => isRead(name) || needed.has(name) || name === "builtinsIntact");
  expect(assumptionNames.filter((name) => assumptionRows[name].inUse)).toEqual(read);
  expect(isPureInUse).toBe(isRead("pure"));
});

test("every assumption that a rule needs can be accepted", () => {
  const needed = new Set(ruleCatalogue.flatMap((rule) => rule.assume));
  expect(needed.size).toBeGreaterThan(0);
  for (const name of needed) expect(complaint({ assume: { [name]: true } })).toBe("no error");
});

describe("rules are switched by id and by group", () => {
  const id = "fusion/map-map";

  test("there is the rule that the following is about", () => {
    expect(ruleCatalogue.map((rule) => rule.id)).toContain(id);
  });

  test("an id beats its group, wherever it stands", () => {
    for (const rules of [
      { "fusion/*": "off", [id]: "on" },
      { [id]: "on", "fusion/*": "off" },
    ]) {
      const { switches } = resolveOptions({ rules }).rules;
      expect(switches.get(id)).toBe(true);
      expect([...switches].filter(([, on]) => on)).toEqual([[id, true]]);
      expect([...switches.keys()].sort()).toEqual(
        ruleCatalogue.map((rule) => rule.id).filter((each) => each.startsWith("fusion/")),
      );
    }
  });

  test.each([
    [{ "fusion/map-mpa": "off" }, `unknown rule "fusion/map-mpa" in rules: did you mean "${id}"?`],
    [{ "fusoin/*": "off" }, 'unknown rule group "fusoin/*" in rules: did you mean "fusion/*"?'],
    [{ [id]: "of" }, `rules["${id}"]: unknown value "of": did you mean "off"?`],
    [{ [id]: false }, `rules["${id}"] must be "on" or "off", not false`],
  ])("%j", (rules, message) => {
    expect(complaint({ rules })).toBe(message);
  });
});

test("optimize throws on options that are not valid, and names them", () => {
  // @ts-expect-error: the types say so as well
  expect(() => optimize("1", { minGian: 2 })).toThrow('did you mean "minGain"?');
  // @ts-expect-error: the types say so as well
  expect(() => optimize("1", { filename: 3 })).toThrow(OptionsError);
  // @ts-expect-error: the types say so as well
  expect(() => optimize(3)).toThrow(OptionsError);
});

test("defineConfig gives its argument back", () => {
  const config = { mode: "off" } as const;
  expect(defineConfig(config)).toBe(config);
});

test("the nearest name is found over swaps, case and length, and not when nothing is near", () => {
  expect(nearestName("pureGettesr", ["pureGetters", "pureCoercions"])).toBe("pureGetters");
  expect(nearestName("MINGAIN", ["minGain", "mode"])).toBe("minGain");
  expect(nearestName("on", ["off", "of"])).toBeDefined();
  expect(nearestName("x", ["infer", "off"])).toBeUndefined();
  expect(nearestName("banana", ["mode", "rules"])).toBeUndefined();
});
