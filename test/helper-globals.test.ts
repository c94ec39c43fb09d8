import { expect, test } from "vitest";
import { runtimeSource } from "../lower/guard.ts";
import { optimize } from "../plugin/index.ts";

/* Helpers stand at the end of a file: what they mention has to mean the built-in there. */

const code = runtimeSource(false).replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
const globals = [...new Set([...code.matchAll(/(?<![.\w$])[A-Z]\w*/g)].map(([name]) => name))];

test("the helpers mention some built-ins", () => {
  expect(globals).toContain("Array");
  expect(globals.length).toBeGreaterThan(3);
});

test.each(globals)("a file with a %s of its own gets no helper", (name) => {
  const source = `function ${name}() {}\nexport const f = (xs) => xs.filter((x) => x > 1).map((x) => x * 2);\n`;
  expect(optimize(source, { filename: "a.mjs" }).code).toBe(source);
  const plain = source.replace(name, "other");
  expect(optimize(plain, { filename: "a.mjs" }).code).toContain("function eqsatEnter");
});
