import { describe, expect, test } from "vitest";
import { openFile } from "../plugin/open-file.ts";
import { resolveOptions } from "../plugin/options.ts";
import { findRegions, liftRegion } from "../plugin/regions.ts";
import { searcherFor } from "../plugin/search.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { allRules, ruleIdOf } from "../rules/index.ts";

/* The examples of fusion rules are JavaScript: they are lifted, and the whole search tells which rules applied. */

/** How often the rule united two classes, in all regions of `expression`. */
function applications(id: string, expression: string): number {
  const source = `export const f = (o, xs, log) => (${expression});\n`;
  const options = resolveOptions({ rules: { [id]: "on" } });
  const opened = openFile(source, { filename: "a.mjs", syntax: syntaxOf("a.mjs") }, options.mode);
  if ("fault" in opened) throw new Error(`does not parse: ${expression}`);
  let applied = 0;
  for (const { kind, paths } of findRegions(opened.file, options)) {
    for (const path of paths) {
      const region = liftRegion(path, kind, options);
      if ("refused" in region) continue;
      const { rules } = searcherFor(options).search(region).report;
      for (const each of rules) if (ruleIdOf(each.name) === id) applied += each.applied;
    }
  }
  return applied;
}

describe("fusion rules fire where they say, and nowhere else", () => {
  for (const { id, yes, no } of allRules.filter((each) => each.id.startsWith("fusion/"))) {
    test(id, () => {
      expect(yes.length * no.length).toBeGreaterThan(0);
      for (const text of yes) expect(applications(id, text), text).toBeGreaterThan(0);
      for (const text of no) if (typeof text === "string") expect(applications(id, text), text).toBe(0);
    });
  }
});
