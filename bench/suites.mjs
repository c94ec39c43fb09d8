// @ts-check
/**
 * `npm run suites -- NAME… --dir FOLDER [--mode MODE,MODE] [--seeds 1,2] [--assume KEY,KEY] [--diff FOLDER] [--install]`: do
 * projects' own tests still pass on their optimized sources? FOLDER is the checkout of the project, or holds one checkout
 * for each NAME. Works in a copy: runs the tests, then for every mode optimizes the sources, runs the tests again, and
 * compares test by test, the number of test files that load, and the type errors.
 * Modes: default, pureGetters, stress (once for each seed); all of them unless said otherwise.
 * Exit code 1 when something got worse, 2 on wrong usage. `--list` shows the projects.
 */
import { execSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { readArguments } from "./arguments.mjs";
import { warnIfStale } from "./built-package.mjs";
import { newTypeErrors, runSuite } from "./suite-run.mjs";
import { notRun, suites } from "./suites-data.mjs";
import { compareResults, readResults, totals } from "./test-results.mjs";
import { describeOutcome, optionsFrom, transformFolder } from "./transform.mjs";

/** @typedef {import("./suites-data.mjs").Suite} Suite */
/** @typedef {{ name: string, options: import("eqsat").OptimizeOptions }} Mode */

const usage =
  "npm run suites -- NAME... --dir FOLDER [--mode default,pureGetters,stress] [--seeds 1,2] [--assume KEY,KEY] [--diff FOLDER] [--keep] [--install] [--list]";
const { values, positionals: names } = readArguments(usage, {
  allowPositionals: true,
  options: {
    dir: { type: "string" },
    mode: { type: "string", default: "default,pureGetters,stress" },
    seeds: { type: "string", default: "1,2" },
    assume: { type: "string" },
    keep: { type: "boolean", default: false },
    install: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    diff: { type: "string" },
  },
});
if (values.list) {
  for (const [key, { repository, expected }] of Object.entries(suites)) {
    console.log(`${key.padEnd(18)} ${expected.padEnd(9)} https://github.com/${repository}`);
  }
  for (const [key, reason] of Object.entries(notRun)) console.log(`${key.padEnd(18)} not run: ${reason}`);
  process.exit(0);
}
if (names.length === 0 || values.dir === undefined) fail(`usage: ${usage}`);
const projects = names.map((name) => ({ name, suite: suiteOf(name), checkout: checkoutOf(name) }));
const modes = values.mode.split(",").flatMap(modesOf);
warnIfStale();

const noDifference = compareResults({ files: 0, tests: new Map() }, { files: 0, tests: new Map() });

/** @type {string[][]} */
const table = [];
for (const { name, suite, checkout } of projects) judge(name, suite, checkout);
for (const row of table) console.log(row.join(" | "));

/** @param {string} name @returns {Suite} */
function suiteOf(name) {
  const suite = suites[name];
  if (suite === undefined)
    fail(
      name in notRun
        ? `${name} is not run: ${notRun[name]}`
        : `no project "${name}"; there are ${Object.keys(suites).join(", ")}`,
    );
  return suite;
}

/** @param {string} name @returns {string} */
function checkoutOf(name) {
  const parent = resolve(values.dir ?? "");
  const checkout = names.length > 1 || existsSync(join(parent, name, "package.json")) ? join(parent, name) : parent;
  const { folder, repository, install } = suiteOf(name);
  if (!existsSync(join(checkout, folder, "package.json")))
    fail(`${join(checkout, folder)} holds no package: git clone https://github.com/${repository} ${checkout}`);
  if (values.install) execSync(install, { cwd: checkout, stdio: "inherit" });
  if (!existsSync(join(checkout, "node_modules")))
    fail(`${checkout} has no node_modules: run with --install, which runs\n  ${install}`);
  return checkout;
}

/** @param {string} name @returns {Mode[]} */
function modesOf(name) {
  const assume = values.assume ?? "";
  switch (name) {
    case "default":
      return [{ name, options: optionsFrom({ assume }) }];
    case "pureGetters":
      return [{ name, options: optionsFrom({ assume: `pureGetters,${assume}` }) }];
    case "stress":
      return values.seeds
        .split(",")
        .map((seed) => ({ name: `stress ${seed}`, options: optionsFrom({ assume, stress: seed }) }));
    default:
      return fail(`no mode "${name}"; there are default, pureGetters, stress`);
  }
}

/** @param {string} name @param {Suite} suite @param {string} checkout */
function judge(name, suite, checkout) {
  const copy = mkdtempSync(join(tmpdir(), `eqsat-suite-${name}-`));
  try {
    cpSync(checkout, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => basename(path) !== ".git" });
    const folder = join(copy, suite.folder);
    const before = runSuite(name, suite, folder);
    if ("said" in before) {
      console.log(`the tests of the unchanged ${name} cannot be run:\n${before.said}`);
      table.push([name, "cannot be run"]);
      process.exitCode = 1;
      return;
    }
    const unchanged = readResults(before.report, suite.reporter);
    console.log(
      `${name} before: ${totals(unchanged)} in ${unchanged.files} files, ${seconds(before.ms)} (leverage.md: ${suite.expected})`,
    );
    for (const mode of modes) {
      const outcome = transformFolder(folder, suite, mode.options);
      const title = `${name}, ${mode.name}`;
      console.log(describeOutcome(title, outcome));
      if (values.diff !== undefined) {
        mkdirSync(values.diff, { recursive: true });
        writeFileSync(join(values.diff, `${name}-${mode.name.replace(" ", "-")}.diff`), outcome.diffs.join("\n"));
      }
      const row = [name, mode.name, `${outcome.changed.length} of ${outcome.files} files changed`];
      const worse = compare(title, row, { suite, folder, before, unchanged }) || outcome.bugs.length > 0;
      console.log(`${title}: ${worse ? "WORSE" : "nothing got worse"}`);
      table.push([...row, worse ? "WORSE" : "same"]);
      if (worse) process.exitCode = 1;
      const last = mode === modes.at(-1);
      if (!last || !values.keep)
        for (const file of outcome.changed) cpSync(join(checkout, suite.folder, file), join(folder, file));
    }
    if (values.keep) console.log(`kept: ${copy}`);
  } finally {
    if (!values.keep) rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * Is what `folder` holds now worse than before? Says how, and adds the numbers to `row`.
 * @param {string} title @param {string[]} row
 * @param {{ suite: Suite, folder: string, before: import("./suite-run.mjs").SuiteRun, unchanged: import("./test-results.mjs").Results }} project
 * @returns {boolean}
 */
function compare(title, row, { suite, folder, before, unchanged }) {
  const name = title.split(",")[0] ?? "";
  const after = runSuite(name, suite, folder);
  if ("said" in after) {
    console.log(`${title}: the test runner itself failed\n${after.said}`);
    row.push("no results");
    return true;
  }
  const results = readResults(after.report, suite.reporter);
  const { broken: failed, missing: absent, mended } = compareResults(unchanged, results);
  console.log(`${title} after: ${totals(results)} in ${results.files} files, ${seconds(after.ms)}`);
  const { broken, missing } =
    failed.length + absent.length > 0 ? repeated(name, suite, folder, unchanged) : noDifference;
  list("failed once, and passed when it was run again", [
    ...failed.filter((each) => !broken.includes(each)),
    ...absent.filter((each) => !missing.includes(each)),
  ]);
  list("broken", broken);
  list("missing", missing);
  list("mended", mended);
  row.push(`${totals(unchanged)} -> ${totals(results)}`);
  const newErrors = newTypeErrors(before.typeErrors ?? [], after.typeErrors ?? []);
  list("new type errors", newErrors);
  if (before.typeErrors !== null)
    row.push(`type errors ${before.typeErrors.length} -> ${(after.typeErrors ?? []).length}`);
  return broken.length + missing.length + newErrors.length > 0 || results.files < unchanged.files;
}

/**
 * Some tests measure time, or draw random numbers: what is worse must be so twice.
 * @param {string} name @param {Suite} suite @param {string} folder @param {import("./test-results.mjs").Results} unchanged
 * @returns {Pick<import("./test-results.mjs").Difference, "broken" | "missing">}
 */
function repeated(name, suite, folder, unchanged) {
  const again = runSuite(name, suite, folder, true);
  return "said" in again
    ? { broken: ["the test runner itself, the second time"], missing: [] }
    : compareResults(unchanged, readResults(again.report, suite.reporter));
}

/** @param {string} title @param {string[]} items */
function list(title, items) {
  if (items.length === 0) return;
  console.log(`${title}: ${items.length}`);
  for (const each of items.slice(0, 50)) console.log(`  ${each}`);
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(2);
}
