// @ts-check
/** Optimizes the files of a folder in place and counts what happened. Shared by the corpus and the suites. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { globSync } from "tinyglobby";
import { OptionsError, optimize, skipCodes } from "./built-package.mjs";

/** @typedef {import("eqsat").OptimizeOptions} OptimizeOptions */
/** @typedef {import("eqsat").Event} Event */
/**
 * @typedef {object} Outcome
 * @property {number} files
 * @property {string[]} changed names of changed files, relative to the folder
 * @property {number} improved
 * @property {Record<string, number>} kept by reason
 * @property {Record<string, number>} skipped by code
 * @property {Record<string, number>} rules how many improved regions used a rule
 * @property {Record<string, number>} limits by name
 * @property {{ file: string, message: string }[]} bugs
 * @property {string[]} diffs one unified diff per changed file
 * @property {number} ms time inside optimize
 */

/**
 * @param {string} folder
 * @param {{ include: readonly string[], ignore?: readonly string[] }} globs relative to the folder
 * @param {OptimizeOptions} options
 * @returns {Outcome}
 */
export function transformFolder(folder, globs, options) {
  const names = globSync([...globs.include], {
    cwd: folder,
    ignore: ["**/node_modules/**", "**/*.d.ts", "**/*.d.mts", "**/*.d.cts", ...(globs.ignore ?? [])],
    dot: false,
  }).sort();
  /** @type {Outcome} */
  const outcome = {
    files: names.length,
    changed: [],
    improved: 0,
    kept: {},
    skipped: {},
    rules: {},
    limits: {},
    bugs: [],
    diffs: [],
    ms: 0,
  };
  for (const name of names) {
    const path = join(folder, name);
    const source = readFileSync(path, "utf8");
    const start = performance.now();
    const { code, events } = optimize(source, { ...options, filename: name });
    outcome.ms += performance.now() - start;
    for (const event of events) count(outcome, event);
    if (code !== source) {
      writeFileSync(path, code);
      outcome.changed.push(name);
      outcome.diffs.push(createTwoFilesPatch(`a/${name}`, `b/${name}`, source, code, "", "", { context: 3 }));
    }
  }
  return outcome;
}

/** @param {Outcome} outcome @param {Event} event */
function count(outcome, event) {
  /** @param {Record<string, number>} table @param {string} key */
  const add = (table, key) => {
    table[key] = (table[key] ?? 0) + 1;
  };
  switch (event.kind) {
    case "improved":
      outcome.improved++;
      for (const rule of new Set(event.rules)) add(outcome.rules, rule);
      return;
    case "kept":
      add(outcome.kept, event.reason);
      return;
    case "skipped":
      add(outcome.skipped, event.code);
      return;
    case "limit-reached":
      add(outcome.limits, event.limit);
      return;
    case "bug":
      outcome.bugs.push({ file: event.file, message: event.message });
      return;
    default:
  }
}

/** What a person reads. @param {string} title @param {Outcome} outcome @returns {string} */
export function describeOutcome(title, outcome) {
  const sum = (/** @type {Record<string, number>} */ table) => Object.values(table).reduce((a, b) => a + b, 0);
  /** @param {Record<string, number>} table @param {(key: string) => string} [explain] */
  const rows = (table, explain = () => "") =>
    Object.entries(table)
      .sort(([, a], [, b]) => b - a)
      .map(([key, value]) => `    ${String(value).padStart(5)}  ${key}${explain(key)}`);
  /** @param {string} code */
  const why = (code) => {
    const row = skipCodes[/** @type {keyof typeof skipCodes} */ (code)];
    return row === undefined ? "" : `  (${row.class}: ${row.outcome})`;
  };
  return [
    `${title}: ${outcome.changed.length} of ${outcome.files} files changed in ${Math.round(outcome.ms)} ms`,
    `  improved ${outcome.improved}`,
    ...rows(outcome.rules),
    `  kept ${sum(outcome.kept)}`,
    ...rows(outcome.kept),
    `  skipped ${sum(outcome.skipped)}`,
    ...rows(outcome.skipped, why),
    ...(sum(outcome.limits) > 0 ? [`  limits reached ${sum(outcome.limits)}`, ...rows(outcome.limits)] : []),
    ...(outcome.bugs.length > 0 ? [`  BUGS ${outcome.bugs.length}`] : []),
    ...outcome.bugs.map(({ file, message }) => `    ${file}: ${message.split("\n")[0]}`),
  ].join("\n");
}

/**
 * Options from `--assume a,b` and `--stress SEED`. Ends the process with code 2 on an unknown key.
 * @param {{ assume?: string | undefined, stress?: string | undefined }} values
 * @returns {OptimizeOptions}
 */
export function optionsFrom({ assume, stress }) {
  const seed = stress === undefined ? undefined : Number(stress);
  if (seed !== undefined && !Number.isInteger(seed)) {
    console.error(`--stress wants a whole number, not "${stress}"`);
    process.exit(2);
  }
  const keys = assume?.split(",").filter((key) => key !== "") ?? [];
  /** @type {OptimizeOptions} */
  const options = {
    ...(keys.length > 0 ? { assume: Object.fromEntries(keys.map((key) => [key, true])) } : {}),
    ...(seed === undefined ? {} : { extraction: { stress: seed } }),
  };
  try {
    optimize("", options);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
  return options;
}
