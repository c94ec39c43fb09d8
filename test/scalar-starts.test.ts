import { parseExpression } from "@babel/parser";
import { describe, expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";
import { resolveOptions } from "../plugin/options.ts";
import { scalarStartsOf } from "../plugin/scalar-starts.ts";
import { selectedRules } from "../plugin/selected-rules.ts";
import { fastMath, type Rule } from "../rules/index.ts";

/*
 * Where expressions are looked for (`plugin/scalar-starts.ts`): a rule that wins something has to fire in a file, not
 * in its tests only.
 */

/** A variable of the kinds that the first letter of its name promises (`test/rules-examples.ts`). */
function declaration(name: string): string {
  if (name === "b1") return `${name} = p.b1`;
  if (name === "k1") return `${name} = p.k1 | 0`;
  const value: Readonly<Record<string, string>> = {
    n: "+p.#",
    m: "+p.#",
    k: "+p.#",
    i: "p.# | 0",
    j: "p.# | 0",
    u: "p.# >>> 0",
    s: "`${p.#}`",
    t: "`${p.#}`",
    b: "!p.#",
    g: "BigInt.asIntN(64, p.#)",
    h: "BigInt.asIntN(64, p.#)",
  };
  return `${name} = ${(value[name[0]!] ?? "p.#").replace("#", name)}`;
}

function sourceOf(example: string): string {
  const names = [...new Set(example.match(/\b[a-z]\d?\b/g) ?? [])];
  return `export function f(p) {\n  const ${["q = 0", ...names.map(declaration)].join(", ")};\n  return ${example};\n}\n`;
}

const assume = Object.fromEntries(["exactPow", "approxMath", "noDocumentAll"].map((name) => [name, true] as const));
const options = { assume, rules: "fast-math" as const, minGain: 1 };
const resolved = resolveOptions(options);
const starts = scalarStartsOf(resolved);
const scalar = selectedRules(resolved).filter(({ id }) => !/^(?:fusion|object)\//.test(id));
/** A call of a method is no region by itself: it is looked into where an operator or a function takes it. */
const inRegion = (text: string): string => {
  const node = parseExpression(text);
  const isMethod = node.type === "CallExpression" && node.callee.type === "MemberExpression";
  return isMethod && !/^[A-Z]/.test(text) ? `a + ${text}` : text;
};
const startsAt = ({ yes }: Rule): readonly string[] =>
  yes.map(inRegion).filter((text) => starts.isWithin(parseExpression(text)));

describe("what starts by its looks is improved in a file", () => {
  test.each(scalar.filter((rule) => startsAt(rule).length > 0))("$id", (rule) => {
    for (const text of startsAt(rule)) {
      const { events } = optimize(sourceOf(text), { ...options, filename: "a.mjs" });
      const improved = events.filter(({ kind }) => kind === "improved");
      expect(improved.length, sourceOf(text)).toBeGreaterThan(0);
    }
  });
});

test("what does not start wins nothing by itself, or is a matter of a name's value", () => {
  expect(scalar.filter((rule) => startsAt(rule).length === 0).map(({ id }) => id)).toMatchInlineSnapshot(`
    [
      "arith/pos-number",
      "arith/sub-zero",
      "arith/mul-one",
      "arith/div-one",
      "arith/neg-mul",
      "arith/mul-neg",
      "arith/neg-div",
      "arith/div-neg",
      "arith/neg-rem",
      "arith/div-power",
      "arith/rem-power",
      "arith/math-pow",
      "arith/pow-three",
      "arith/add-assoc",
      "arith/mul-assoc",
      "arith/div-div",
      "arith/difference-of-squares",
      "arith/div-constant",
      "bitwise/to-int32",
      "bitwise/self",
      "compare/loose-eq",
      "compare/loose-ne",
      "compare/ne-self",
      "compare/is-nan",
      "compare/is-finite",
      "compare/object-is",
      "compare/object-is-right",
      "boolean/to-boolean",
      "boolean/cond-true-false",
      "boolean/not-and",
      "boolean/not-or",
      "boolean/coalesce-never",
      "boolean/eq-false",
      "math/max-one",
      "math/round-whole",
      "math/abs-positive",
      "math/to-number",
      "math/sin-neg",
      "math/hypot",
      "string/to-text",
      "string/template-text",
      "string/add-constants-left",
      "string/length-add",
      "string/not-includes",
      "string/not-starts-with",
      "string/concat",
    ]
  `);
});

test("a rule that is switched off starts nowhere", () => {
  const without = scalarStartsOf(resolveOptions({ rules: { extends: "recommended", "boolean/not-not": "off" } }));
  expect(without.isWithin(parseExpression("!!b"))).toBe(false);
  expect(scalarStartsOf(resolveOptions()).isWithin(parseExpression("c || (f(), !!b)"))).toBe(false);
  expect(scalarStartsOf(resolveOptions()).isWithin(parseExpression("c || !!b"))).toBe(true);
  expect(fastMath.length).toBeGreaterThan(0);
});
