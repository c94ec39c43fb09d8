import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A small application on disk, for every host to build. */
export interface App {
  readonly folder: string;
  path(name: string): string;
  remove(): void;
}

/**
 * Modules with chains and arithmetic: TypeScript, ESM and CommonJS, one of a dependency, one with no candidate.
 * `main.ts` exports `results`, plain data.
 */
export const sources: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "app", "private": true, "type": "module" }',
  "src/main.ts": `import { energyAbove, type Sample, spread } from "./stats.ts";
import { totals } from "./cart.js";
import { label } from "./labels.js";
import { firstWords } from "words";

const samples: readonly Sample[] = [[3, 1, 2, 5], [], [0.5, -0, NaN, 7]];

export const results = {
  energy: samples.map((sample) => energyAbove(sample, 1)),
  spread: samples.map((sample) => String(spread(sample))),
  strings: energyAbove(["3", "x", 4] as unknown as Sample, 2) + "",
  cart: totals([{ price: 2, count: 3 }, { price: 5, count: 0 }, { price: 1, count: 1 }]),
  words: firstWords(["one two", "", "three"]),
  label: label("a"),
};
`,
  "src/stats.ts": `/** Numbers, as they were measured. */
export type Sample = readonly number[];

export function energyAbove(sample: Sample, threshold: number): number {
  return sample
    .filter((x: number) => x > threshold)
    .map((x: number) => x * x)
    .reduce((sum: number, x: number) => sum + x, 0);
}

export function spread(sample: Sample): number {
  const most = Math.max(...sample.map((x) => Math.abs(x)));
  if ((most satisfies number as number) > 100) throw new Error("far away"); // maps are asked about this line
  return most;
}
`,
  "src/cart.js": `export function totals(items) {
  const counts = items.map((item) => item.count).filter((count) => count > 0);
  return { full: items.filter((item) => item.count > 0).length, most: Math.max(...counts), twice: counts.map((x) => x * 2).map((x) => x + 1) };
}
`,
  "src/labels.js": "export const label = (name) => `[${name}]`;\n",
  "node_modules/words/package.json": '{ "name": "words", "main": "index.cjs" }',
  "node_modules/words/index.cjs":
    "exports.firstWords = (texts) => texts.filter((text) => text !== '').map((text) => text.split(' ')[0]).join();\n",
};

/** The application in a temporary folder; `more` are files on top. */
export function makeApp(more: Readonly<Record<string, string>> = {}): App {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "eqsat-app-")));
  const path = (name: string): string => join(folder, name);
  for (const [name, text] of Object.entries({ ...sources, ...more })) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  }
  return { folder, path, remove: () => rmSync(folder, { recursive: true }) };
}

/** The one script that a build has left in `folder`. */
export function onlyScript(folder: string): string {
  const scripts = readdirSync(folder).filter((name) => /\.m?js$/.test(name));
  if (scripts.length !== 1) throw new Error(`one script was expected in ${folder}, not ${scripts.join(", ")}`);
  return join(folder, scripts[0]!);
}
