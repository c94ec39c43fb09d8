import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseExpression } from "@babel/parser";
import { expect, test } from "vitest";
import { explainWith } from "../plugin/explain.ts";
import { resolveOptions } from "../plugin/options.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");

test("every step of every fixture's derivation reads as a JavaScript expression", () => {
  const inputs = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
    /input\.[jt]s$/.test(name),
  );
  expect(inputs.length).toBeGreaterThan(100);
  const options = resolveOptions({ assume: { pureGetters: true } });
  const unreadable: string[] = [];
  let steps = 0;
  for (const name of inputs) {
    for (const event of explainWith(readFileSync(join(fixtures, name), "utf8"), name, options)) {
      if (event.kind !== "improved") continue;
      for (const { before, after } of event.derivation ?? []) {
        steps++;
        for (const text of [before, after]) {
          try {
            parseExpression(text, {
              plugins: ["typescript"],
              allowYieldOutsideFunction: true,
              allowAwaitOutsideFunction: true,
            });
          } catch (error) {
            unreadable.push(`${name}: ${text}: ${String(error)}`);
          }
        }
      }
    }
  }
  expect(unreadable).toEqual([]);
  expect(steps).toBeGreaterThan(100);
});
