// @ts-check
/**
 * `npm run suites -- NAME --dir CHECKOUT [--assume KEY,KEY] [--stress SEED] [--keep] [--install]`: do a project's own
 * tests still pass on its optimized sources? Works in a copy of the checkout: runs the tests, optimizes the sources, runs
 * the tests again, and compares test by test, the number of test files that load, and the type errors.
 * Exit code 1 when something got worse, 2 on wrong usage. `--list` shows the projects.
 */
import { execSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { warnIfStale } from "./built-package.mjs";
import { cache } from "./corpus-sources.mjs";
import { notRun, suites } from "./suites-data.mjs";
import { compareResults, readResults, totals } from "./test-results.mjs";
import { describeOutcome, optionsFrom, transformFolder } from "./transform.mjs";

/** @typedef {{ report: string, ms: number, typeErrors: string[] | null }} Baseline `report`: the runner's file, verbatim */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: "string" },
    assume: { type: "string" },
    stress: { type: "string" },
    keep: { type: "boolean", default: false },
    install: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    diff: { type: "string" },
  },
});
const [name] = positionals;
const suite = name === undefined ? undefined : suites[name];
if (values.list) {
  for (const [key, { repository, expected }] of Object.entries(suites)) {
    console.log(`${key.padEnd(18)} ${expected.padEnd(9)} https://github.com/${repository}`);
  }
  for (const [key, reason] of Object.entries(notRun)) console.log(`${key.padEnd(18)} not run: ${reason}`);
  process.exit(0);
}
if (name === undefined || suite === undefined || values.dir === undefined) {
  if (name !== undefined && suite === undefined)
    console.error(`no project "${name}"; there are ${Object.keys(suites).join(", ")}`);
  console.error(
    "usage: npm run suites -- NAME --dir CHECKOUT [--assume KEY[,KEY]] [--stress SEED] [--diff FILE] [--keep] [--install]",
  );
  process.exit(2);
}
const checkout = resolve(values.dir);
if (!existsSync(join(checkout, suite.folder))) {
  console.error(
    `${join(checkout, suite.folder)} does not exist: git clone https://github.com/${suite.repository} ${checkout}`,
  );
  process.exit(2);
}
const options = optionsFrom(values);
warnIfStale();
if (values.install) execSync(suite.install, { cwd: checkout, stdio: "inherit" });
if (!existsSync(join(checkout, "node_modules"))) {
  console.error(`${checkout} has no node_modules: run with --install, which runs\n  ${suite.install}`);
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), `eqsat-suite-${name}-`));
try {
  cpSync(checkout, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => basename(path) !== ".git" });
  const folder = join(copy, suite.folder);
  const before = baseline(folder);
  const unchanged = readResults(before.report, suite.reporter);
  console.log(
    `${name} before: ${totals(unchanged)} in ${unchanged.files} files, ${seconds(before.ms)} (leverage.md: ${suite.expected})`,
  );
  const outcome = transformFolder(folder, suite, options);
  console.log(describeOutcome(name, outcome));
  if (values.diff !== undefined) writeFileSync(values.diff, outcome.diffs.join("\n"));
  const after = run(folder);
  if (after.report === undefined) {
    console.log(`${name} after: the test runner itself failed\n${after.said}`);
    process.exitCode = 1;
  } else {
    const results = readResults(after.report, suite.reporter);
    const difference = compareResults(unchanged, results);
    console.log(`${name} after:  ${totals(results)} in ${results.files} files, ${seconds(after.ms)}`);
    list("broken", difference.broken);
    list("missing", difference.missing);
    list("mended", difference.mended);
    const errors = after.typeErrors ?? [];
    const newErrors = errors.filter((error) => !before.typeErrors?.includes(error));
    if (before.typeErrors !== null)
      console.log(`type errors: ${before.typeErrors.length} before, ${errors.length} after`);
    list("new type errors", newErrors);
    const worse =
      difference.broken.length > 0 ||
      difference.missing.length > 0 ||
      results.files < unchanged.files ||
      errors.length > (before.typeErrors?.length ?? 0) ||
      outcome.bugs.length > 0;
    console.log(worse ? `${name}: WORSE` : `${name}: nothing got worse`);
    if (worse) process.exitCode = 1;
  }
  if (values.keep) console.log(`kept: ${copy}`);
} finally {
  if (!values.keep) rmSync(copy, { recursive: true, force: true });
}

/**
 * The results of the unchanged sources, remembered under .corpus/baselines by the content of sources and tests.
 * @param {string} folder @returns {Baseline}
 */
function baseline(folder) {
  const hash = createHash("sha256").update(JSON.stringify(suite));
  const files = globSync(["**/*.{js,mjs,cjs,ts,mts,json}"], { cwd: folder, ignore: ["**/node_modules/**"] }).sort();
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const store = join(cache, "baselines", `${name}-${hash.digest("hex").slice(0, 16)}.json`);
  if (existsSync(store)) return JSON.parse(readFileSync(store, "utf8"));
  const { report, ms, typeErrors, said } = run(folder);
  if (report === undefined) {
    console.error(`the tests of the unchanged ${name} cannot be run:\n${said}`);
    process.exit(2);
  }
  mkdirSync(join(cache, "baselines"), { recursive: true });
  writeFileSync(store, JSON.stringify({ report, ms, typeErrors }));
  return { report, ms, typeErrors };
}

/** @param {string} folder @returns {{ report: string | undefined, ms: number, typeErrors: string[] | null, said: string }} */
function run(folder) {
  const { build, test, types } = /** @type {import("./suites-data.mjs").Suite} */ (suite);
  const file = join(copy, ".eqsat-test-report");
  rmSync(file, { force: true });
  const shell = (/** @type {string} */ command) =>
    spawnSync("sh", ["-c", command], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, CI: "1" },
    });
  let said = "";
  if (build !== undefined) {
    const built = shell(build);
    said += built.stdout + built.stderr;
  }
  const start = performance.now();
  const tested = shell(test.replaceAll("{report}", file));
  const ms = performance.now() - start;
  said += tested.stdout + tested.stderr;
  const report = existsSync(file) && readFileSync(file, "utf8").trim() !== "" ? readFileSync(file, "utf8") : undefined;
  /** @type {string[] | null} */
  let typeErrors = null;
  if (types !== undefined) {
    const checked = shell(types);
    // Without line and column: these shift with every edit above.
    typeErrors = [...`${checked.stdout}${checked.stderr}`.matchAll(/^.*error TS\d+.*$/gm)].map(([line]) =>
      line.replace(/\(\d+,\d+\)|:\d+:\d+/, ""),
    );
  }
  return { report, ms, typeErrors, said: said.split("\n").slice(-40).join("\n") };
}

/** @param {string} title @param {string[]} names */
function list(title, names) {
  if (names.length === 0) return;
  console.log(`${title}: ${names.length}`);
  for (const each of names.slice(0, 50)) console.log(`  ${each}`);
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
