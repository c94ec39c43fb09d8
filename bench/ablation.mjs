// @ts-check
/**
 * `npm run ablation [-- NAME|FOLDER… --assume KEY,KEY]`: is equality saturation worth it? Optimizes every file twice
 * with the same rules and cost model, by saturation and by greedy rewriting (one step of all rules, keep the cheapest
 * form, forget the others, repeat while it gets cheaper), and lists the regions where the results differ.
 * Without arguments: examples/ and the benchmark's workloads, and those packages of the corpus that are there.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { globSync } from "tinyglobby";
import { readArguments } from "./arguments.mjs";
import { OptionsError, optimize, root, warnIfStale } from "./built-package.mjs";
import { CorpusError, cache, openProject } from "./corpus-sources.mjs";
import { optionsFrom } from "./transform.mjs";

/** @typedef {import("eqsat").Event & { kind: "improved" }} Improved */

const { values, positionals } = readArguments("npm run ablation [-- NAME|FOLDER... --assume KEY,KEY --show]", {
  allowPositionals: true,
  options: { assume: { type: "string" }, show: { type: "boolean", default: false } },
});
warnIfStale();
const options = optionsFrom({ assume: values.assume });
const greedy = /** @type {import("eqsat").OptimizeOptions} */ (
  /** @type {unknown} */ ({ ...options, extraction: "greedy" })
);
try {
  optimize("", greedy);
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  console.error(`this build has no greedy search to compare with: ${error.message}`);
  process.exit(3);
}

/** @type {{ path: string, name: string }[]} */
const files = [];
if (positionals.length === 0) {
  for (const folder of [join(root, "examples"), join(root, "bench/workloads"), join(cache, "packages")]) {
    if (!existsSync(folder)) continue;
    const names = globSync(["**/*.{js,mjs,cjs,ts,tsx,mts,cts}"], {
      cwd: folder,
      ignore: ["**/node_modules/**", "**/*.d.*", "**/hand.js", "**/*.min.*"],
    });
    for (const name of names.sort()) files.push({ path: join(folder, name), name: relative(root, join(folder, name)) });
  }
}
for (const each of positionals) {
  try {
    const { folder, globs } = openProject(each);
    const names = globSync(globs.include, { cwd: folder, ignore: ["**/node_modules/**", "**/*.d.*", ...globs.ignore] });
    for (const name of names.sort()) files.push({ path: join(folder, name), name: join(each, name) });
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

const tally = {
  regions: 0,
  equal: 0,
  onlySaturation: 0,
  onlyGreedy: 0,
  differ: 0,
  saturationCheaper: 0,
  greedyCheaper: 0,
};
for (const { path, name } of files) {
  const source = readFileSync(path, "utf8");
  const saturated = regionsOf(source, { ...options, filename: path });
  const rewritten = regionsOf(source, { ...greedy, filename: path });
  for (const start of new Set([...saturated.keys(), ...rewritten.keys()])) {
    compare(name, saturated.get(start), rewritten.get(start));
  }
}
console.log(
  `\n${files.length} files, ${tally.regions} regions improved by either: ${tally.equal} with the same result, ` +
    `${tally.onlySaturation} by saturation only, ${tally.onlyGreedy} by greedy rewriting only, ${tally.differ} by both with different results ` +
    `(saturation cheaper in ${tally.saturationCheaper}, greedy in ${tally.greedyCheaper})`,
);

/** Improved regions by their start. @param {string} source @param {import("eqsat").OptimizeOptions} settings */
function regionsOf(source, settings) {
  const { events } = optimize(source, settings);
  const improved = events.filter(/** @returns {event is Improved} */ (event) => event.kind === "improved");
  return new Map(improved.map((event) => [event.range.start.offset, event]));
}

/** @param {string} name @param {Improved | undefined} a by saturation @param {Improved | undefined} b by greedy rewriting */
function compare(name, a, b) {
  tally.regions++;
  if (a !== undefined && b !== undefined && a.after === b.after) {
    tally.equal++;
    return;
  }
  const place = `${name}:${(a ?? b)?.range.start.line}`;
  const cost = (/** @type {Improved | undefined} */ event) =>
    event === undefined ? "not improved" : `${event.cost.before.toFixed(1)} -> ${event.cost.after.toFixed(1)}`;
  if (b === undefined) tally.onlySaturation++;
  else if (a === undefined) tally.onlyGreedy++;
  else {
    tally.differ++;
    if (a.cost.after < b.cost.after) tally.saturationCheaper++;
    if (b.cost.after < a.cost.after) tally.greedyCheaper++;
  }
  console.log(`${place}: saturation ${cost(a)}, greedy ${cost(b)}`);
  const missing = (a?.rules ?? []).filter((rule) => !b?.rules.includes(rule));
  if (missing.length > 0) console.log(`  rules of saturation alone: ${missing.join(", ")}`);
  if (values.show)
    console.log([`  before: ${(a ?? b)?.before}`, `  saturation: ${a?.after}`, `  greedy: ${b?.after}`].join("\n"));
}
