import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";

const prelude = `const React = { createElement: (type, props) => [type, props] };
`;

/** What `source` gives to a class that has an `Item`, as it is and optimized. */
function results(source: string): { readonly changed: boolean; readonly before: unknown; readonly after: unknown } {
  const { code } = optimize(source, { filename: "a.jsx" });
  const run = (text: string): unknown => {
    const { code: script } = transformSync(text, { loader: "jsx" });
    try {
      return new Function(`"use strict"; ${prelude}${script}; return new List().run({ a: 1, b: 2 });`)();
    } catch (error) {
      return (error as Error).constructor.name;
    }
  };
  return { changed: code !== source, before: run(source), after: run(code) };
}

const list = (callback: string): string => `class List {
  Item = "item";
  run(o) {
    return Object.values(o).map((x) => x === 2).map(${callback});
  }
}`;

test("`this` of an element is that of the function around it", () => {
  const { before, after } = results(list("function (x) { return <this.Item x={x} />; }"));
  expect(before).toBe("TypeError");
  expect(after).toBe(before);
});

test("an arrow function has it from where it is written", () => {
  const { changed, before, after } = results(list("(x) => <this.Item x={x} />"));
  expect(changed).toBe(true);
  expect(before).toEqual([
    ["item", { x: false }],
    ["item", { x: true }],
  ]);
  expect(after).toEqual(before);
});
