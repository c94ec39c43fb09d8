// @ts-check
/**
 * `npm run bench:compile [-- NAME|FOLDER… --rounds R --json FILE]`: what does optimizing cost? The processor time of
 * `optimize` as a ratio to Babel's parse, traverse (with scopes) and generate of the same files, interleaved in one
 * process, for files where regions were found and for files where none were. Exit code 1 when a gate fails.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { root, warnIfStale } from "./built-package.mjs";
import { CorpusError, openProject } from "./corpus-sources.mjs";
import { spread } from "./measure.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "12" },
    json: { type: "string" },
    top: { type: "string", default: "8" },
  },
});
warnIfStale();

/** Rounds that only warm up: V8 compiles Babel and us at different moments. */
const warmRounds = 2;
const limits = { "regions found": 2, "no regions": 1.3 };

const wanted =
  positionals.length > 0 ? positionals : ["d3-array", "simple-statistics", "trading-signals", join(root, "examples")];
/** Our own examples are shown, but not judged: they hold five regions in 50 lines, which no real file does. */
const isExample = (/** @type {number} */ i) => files[i]?.path.startsWith(join(root, "examples")) ?? false;
/** @type {{ path: string, name: string }[]} */
const files = [];
for (const each of wanted) {
  try {
    const { folder, globs } = openProject(each);
    const names = globSync(globs.include, { cwd: folder, ignore: ["**/node_modules/**", "**/*.d.*", ...globs.ignore] });
    for (const name of names.sort()) files.push({ path: join(folder, name), name });
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** @param {"both" | "babel" | "eqsat"} side */
function run(side) {
  const job = { files, rounds: Number(values.rounds) + warmRounds, side, options: {} };
  const child = fileURLToPath(new URL("compile-cell.mjs", import.meta.url));
  const text = execFileSync(process.execPath, [child, JSON.stringify(job)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(text);
}

/** @type {{ kinds: { regions: number, outcome: string }[], times: { babel: number[], eqsat: number[] }[] }} */
const { kinds, times } = run("both");
const sum = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0);
/** @param {string} title @param {(i: number) => boolean} chosen */
function group(title, chosen) {
  const members = files.map((_, i) => i).filter(chosen);
  /** @param {"babel" | "eqsat"} side @param {number} round */
  const total = (side, round) => sum(members.map((i) => times[i]?.[side][round] ?? 0));
  const rounds = Array.from({ length: Number(values.rounds) }, (_, i) => i + warmRounds);
  return {
    group: title,
    files: members.length,
    babelMs: spread(rounds.map((round) => total("babel", round))).median,
    eqsatMs: spread(rounds.map((round) => total("eqsat", round))).median,
    ratio: spread(rounds.map((round) => total("eqsat", round) / total("babel", round))),
    /** The first round, before anything is compiled: nearer to a single run of a command. */
    coldRatio: total("eqsat", 0) / total("babel", 0),
  };
}
const groups = [
  group("regions found", (i) => !isExample(i) && (kinds[i]?.regions ?? 0) > 0),
  group("  of these changed", (i) => !isExample(i) && kinds[i]?.outcome === "changed"),
  group("no regions", (i) => !isExample(i) && kinds[i]?.regions === 0),
  group("  of these searched", (i) => !isExample(i) && kinds[i]?.regions === 0 && kinds[i]?.outcome !== "not searched"),
  group("examples", isExample),
  group("all", () => true),
].filter((row) => row.files > 0);

console.log("                      files   babel ms   eqsat ms   ratio [quartiles]      cold");
for (const row of groups) {
  const { median, low, high } = row.ratio;
  console.log(
    `${row.group.padEnd(21)} ${String(row.files).padStart(5)} ${row.babelMs.toFixed(1).padStart(10)} ${row.eqsatMs.toFixed(1).padStart(10)}   ` +
      `${median.toFixed(2)} [${low.toFixed(2)} ${high.toFixed(2)}]`.padEnd(22) +
      row.coldRatio.toFixed(2),
  );
}
const median = (/** @type {number[]} */ list) => spread(list.slice(warmRounds)).median;
const slowest = files
  .map(({ path }, i) => ({
    path,
    eqsat: median(times[i]?.eqsat ?? []),
    babel: median(times[i]?.babel ?? []),
    ...kinds[i],
  }))
  .sort((a, b) => b.eqsat - b.babel - (a.eqsat - a.babel));
console.log("\nfiles with the largest excess");
for (const { path, eqsat, babel, regions, outcome } of slowest.slice(0, Number(values.top))) {
  console.log(
    `  ${eqsat.toFixed(1).padStart(7)} ms, babel ${babel.toFixed(1)} ms, ${regions} regions, ${outcome}  ${path}`,
  );
}
const memory = { babelMB: run("babel").peakMB, eqsatMB: run("eqsat").peakMB };
console.log(`\npeak memory: babel ${memory.babelMB.toFixed(0)} MB, eqsat ${memory.eqsatMB.toFixed(0)} MB`);

const gates = groups.flatMap(({ group: title, ratio }) => {
  const limit = /** @type {Record<string, number>} */ (limits)[title];
  return limit === undefined ? [] : [{ gate: title, value: ratio.median, limit, pass: ratio.median <= limit }];
});
for (const { gate, value, limit, pass } of gates)
  console.log(`${pass ? "pass" : "FAIL"}  ${value.toFixed(2)} (limit ${limit})  ${gate}`);
const target = values.json ?? (positionals.length === 0 ? join(root, "bench/results-compile.json") : undefined);
if (target !== undefined) {
  const report = {
    date: new Date().toISOString(),
    node: process.version,
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGB: Math.round(totalmem() / 2 ** 30),
      system: type(),
    },
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    rounds: Number(values.rounds),
    groups,
    memory,
    gates,
  };
  const rounded = (/** @type {string} */ _key, /** @type {unknown} */ value) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeFileSync(target, `${JSON.stringify(report, rounded, 2)}\n`);
  console.log(`Written to ${target}`);
}
process.exitCode = gates.every(({ pass }) => pass) ? 0 : 1;
