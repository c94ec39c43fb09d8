import * as babel7 from "@babel/core";
import * as babel8 from "babel-core-8";
import { expect, test, vi } from "vitest";
import eqsat from "../plugin/babel.ts";
import type { Event } from "../plugin/events.ts";
import type { ParsedFile } from "../plugin/parsed-file.ts";

const source = "const a = xs.map(f);\nconst b = a.filter(g);\n";

// A pipeline that fails half-way, with the tree already changed.
vi.mock("../plugin/pipeline.ts", () => ({
  improveFile({ ast, parseFragment }: ParsedFile): never {
    ast.program.body.splice(0, 2, ...parseFragment("ruined();"));
    throw new Error("half-way");
  },
}));

const hosts: readonly [string, typeof babel7.transformSync][] = [
  ["Babel 7", babel7.transformSync],
  ["Babel 8", babel8.transformSync as unknown as typeof babel7.transformSync],
];

test.each(hosts)("%s: an error inside gives the code as it was, and a bug event", (_, transformSync) => {
  const options = { configFile: false, babelrc: false, filename: "/p/a.js", cwd: "/p" } as const;
  const result = transformSync(source, { ...options, plugins: [eqsat] });
  expect(result?.code).toBe(transformSync(source, options)?.code);
  const { eqsat: left } = result!.metadata as unknown as { eqsat: { events: readonly Event[] } };
  expect(left.events).toMatchObject([
    { kind: "bug", message: "Error: half-way", input: source },
    { kind: "file", outcome: "unchanged" },
  ]);
});

test.each(hosts)("%s: failOn: bug makes it an error of the build", (_, transformSync) => {
  const plugins = [[eqsat, { failOn: "bug" }]];
  const run = () =>
    transformSync(source, { configFile: false, babelrc: false, filename: "/p/a.js", cwd: "/p", plugins });
  expect(run).toThrow("eqsat: a.js: Error: half-way");
});
