// @ts-check
/** Runs a project's own tests and its type checker, and remembers what came of them by the content of its files. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { cache } from "./corpus-sources.mjs";

/** @typedef {{ report: string, ms: number, typeErrors: string[] | null }} SuiteRun `report`: the runner's file, verbatim */

/**
 * The results of `folder` as it is, from .corpus/suite-runs where the same sources and tests were run already.
 * @param {string} name @param {import("./suites-data.mjs").Suite} suite @param {string} folder
 * @param {boolean} [again] run it, whatever is remembered
 * @returns {SuiteRun | { said: string }} the last lines that were said, where the runner left no report
 */
export function runSuite(name, suite, folder, again = false) {
  const { install, build, test, types } = suite;
  const hash = createHash("sha256").update(JSON.stringify([install, build, test, types]));
  const files = globSync(["**/*.{js,mjs,cjs,ts,mts,json,svg,txt}"], {
    cwd: folder,
    ignore: ["**/node_modules/**", ...(suite.built ?? [])],
  }).sort();
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const store = join(cache, "suite-runs", `${name}-${hash.digest("hex").slice(0, 16)}.json`);
  if (existsSync(store) && !again) return JSON.parse(readFileSync(store, "utf8"));
  const outcome = run(suite, folder);
  if ("said" in outcome) return outcome;
  mkdirSync(join(cache, "suite-runs"), { recursive: true });
  writeFileSync(store, JSON.stringify(outcome));
  return outcome;
}

/** @param {import("./suites-data.mjs").Suite} suite @param {string} folder @returns {SuiteRun | { said: string }} */
function run({ build, test, types }, folder) {
  const file = join(folder, ".eqsat-test-report");
  rmSync(file, { force: true });
  const shell = (/** @type {string} */ command) => {
    const { stdout, stderr } = spawnSync("sh", ["-c", command], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, CI: "1" },
    });
    return `${stdout}${stderr}`;
  };
  let said = build === undefined ? "" : shell(build);
  const start = performance.now();
  said += shell(test.replaceAll("{report}", file).replaceAll("{bench}", import.meta.dirname));
  const ms = performance.now() - start;
  const report = existsSync(file) ? readFileSync(file, "utf8") : "";
  rmSync(file, { force: true });
  if (report.trim() === "") return { said: said.split("\n").slice(-40).join("\n") };
  return { report, ms, typeErrors: types === undefined ? null : typeErrorsIn(shell(types)) };
}

/** Without line and column: these shift with every edit above. @param {string} said @returns {string[]} */
function typeErrorsIn(said) {
  return [...said.matchAll(/^.*error TS\d+.*$/gm)].map(([line]) => line.replace(/\(\d+,\d+\)|:\d+:\d+/, ""));
}

/** Those of `after` that `before` has not, counted: the same error once more is a new one. @param {readonly string[]} before @param {readonly string[]} after @returns {string[]} */
export function newTypeErrors(before, after) {
  const left = [...before];
  return after.filter((error) => {
    const at = left.indexOf(error);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
