// @ts-check
/**
 * `npm run corpus -- NAME|FOLDER… [--diff] [--assume KEY,KEY] [--stress SEED] [--json FILE]`: what happens to real code?
 * Optimizes a copy of each project under .corpus/out/ and prints what was improved, kept and skipped, with reasons.
 * Exit code 1 when a bug was reported, 2 on wrong usage.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readArguments } from "./arguments.mjs";
import { warnIfStale } from "./built-package.mjs";
import { CorpusError, cache, openProject } from "./corpus-sources.mjs";
import { describeOutcome, optionsFrom, transformFolder } from "./transform.mjs";

const usage = `npm run corpus -- NAME|FOLDER... [--diff] [--assume KEY[,KEY]] [--stress SEED] [--json FILE]
  NAME    a package of the npm registry, with @version if you like; FOLDER  sources of yours (only a copy is changed)`;

const { values, positionals } = readArguments(
  usage,
  {
    allowPositionals: true,
    options: {
      diff: { type: "boolean", default: false },
      assume: { type: "string" },
      stress: { type: "string" },
      json: { type: "string" },
    },
  },
  { atLeast: 1 },
);
const options = optionsFrom(values);
warnIfStale();

/** @type {Record<string, Omit<import("./transform.mjs").Outcome, "diffs">>} */
const report = {};
for (const wanted of positionals) {
  try {
    const project = openProject(wanted);
    while (project.name in report) project.name += "-again";
    const copy = join(cache, "out", project.name);
    rmSync(copy, { recursive: true, force: true });
    cpSync(project.folder, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => ![".git", "node_modules", ".corpus"].includes(basename(path)),
    });
    const { diffs, ...outcome } = transformFolder(copy, project.globs, options);
    report[project.name] = outcome;
    console.log(`\n${project.note}\n${describeOutcome(project.name, { ...outcome, diffs })}`);
    if (values.diff) {
      const file = join(cache, "diffs", `${project.name}.diff`);
      mkdirSync(join(cache, "diffs"), { recursive: true });
      writeFileSync(file, diffs.join("\n"));
      console.log(`  diffs in ${file}`);
    }
    console.log(`  optimized copy in ${copy}`);
    if (outcome.bugs.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
