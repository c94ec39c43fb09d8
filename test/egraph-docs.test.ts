import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as egraph from "../egraph/index.ts";

/** Runs the block with what it imports, and sets each line that it logs beside the comment that promises it. */
test("the example of docs/egraph.md prints what it says", () => {
  const page = readFileSync(new URL("../docs/egraph.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]!);
  expect(blocks).toHaveLength(1);
  const [, names, body] = /^import \{ ([\w, ]+) \} from "eqsat\/egraph";\n(.*)$/s.exec(blocks[0]!)!;
  const promised = [...body!.matchAll(/console\.log\(.*\); \/\/ (.*)|^\/\/ (".*")$/gm)].map((m) => m[1] ?? m[2]);
  const imported = names!.split(", ");
  const exported = new Map<string, unknown>(Object.entries(egraph));
  for (const name of imported) expect(exported.has(name), name).toBe(true);
  const logged: string[] = [];
  const log = (value: unknown): void => {
    logged.push(JSON.stringify(value));
  };
  new Function("console", ...imported, body!)({ log }, ...imported.map((name) => exported.get(name)));
  expect(promised.length).toBeGreaterThan(5);
  expect(logged).toEqual(promised);
});
