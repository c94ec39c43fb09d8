// @ts-check
/**
 * `npm run bench:compile [-- NAME|FOLDER… --rounds R --json FILE]`: what does optimizing cost? The processor time of
 * `optimize` over some 450 real files, as a ratio to Babel's parser where nothing is found and to Babel's parse,
 * traverse (with scopes) and generate where something is, interleaved in one process; beside it, what terser and swc
 * take to minify them. And the peak memory for 4 MB of source. Exit code 1 when a gate fails.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { readArguments } from "./arguments.mjs";
import { commitHere, root, warnIfStale } from "./built-package.mjs";
import { CorpusError, openProject } from "./corpus-sources.mjs";
import { spread } from "./measure.mjs";

const { values, positionals } = readArguments(
  "npm run bench:compile [-- NAME|FOLDER... --rounds R --top N --json FILE]",
  {
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "12" },
      json: { type: "string" },
      top: { type: "string", default: "8" },
    },
  },
);
warnIfStale();

/** Rounds that only warm up: V8 compiles Babel and us at different moments. */
const warmRounds = 2;
/** By group: to which side, and how much at most. */
const limits = /** @type {const} */ ({ "no regions": ["parse", 1.3], "regions found": ["babel", 1.6] });
const memoryLimit = { bytes: 4_000_000, megabytes: 400 };

const wanted =
  positionals.length > 0
    ? positionals
    : ["d3-array", "simple-statistics", "ml-distance", "arquero", "trading-signals", join(root, "examples")];
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

/** @param {"all" | "babel" | "eqsat"} side @param {number} [bytes] */
function run(side, bytes) {
  const job = { files, rounds: Number(values.rounds) + warmRounds, side, bytes, options: {} };
  const child = fileURLToPath(new URL("compile-cell.mjs", import.meta.url));
  const text = execFileSync(process.execPath, [child, JSON.stringify(job)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(text);
}

/** @typedef {"parse" | "babel" | "eqsat" | "terser" | "swc"} Side */
/** @type {{ kinds: { regions: number, outcome: string, isPlain: boolean }[], times: Record<Side, number[]>[] }} */
const { kinds, times } = run("all");
const sum = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0);
const rounds = Array.from({ length: Number(values.rounds) }, (_, i) => i + warmRounds);

/** @param {string} title @param {(i: number) => boolean} chosen */
function group(title, chosen) {
  const members = files.map((_, i) => i).filter(chosen);
  /** @param {Side} side @param {number} round @param {number[]} [of] */
  const total = (side, round, of = members) => sum(of.map((i) => times[i]?.[side][round] ?? 0));
  const to = (/** @type {Side} */ side) => spread(rounds.map((round) => total("eqsat", round) / total(side, round)));
  const plain = members.filter((i) => kinds[i]?.isPlain && times[i]?.terser.length && times[i]?.swc.length);
  const toMinifier = (/** @type {"terser" | "swc"} */ side) =>
    spread(rounds.map((round) => total("eqsat", round, plain) / total(side, round, plain)));
  return {
    group: title,
    files: members.length,
    parseMs: spread(rounds.map((round) => total("parse", round))).median,
    babelMs: spread(rounds.map((round) => total("babel", round))).median,
    eqsatMs: spread(rounds.map((round) => total("eqsat", round))).median,
    ratio: { parse: to("parse"), babel: to("babel") },
    minifiers: { files: plain.length, terser: toMinifier("terser"), swc: toMinifier("swc") },
    /** The first round, before anything is compiled: nearer to a single run of a command. */
    coldRatio: { parse: total("eqsat", 0) / total("parse", 0), babel: total("eqsat", 0) / total("babel", 0) },
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

const cell = (/** @type {{ median: number, low: number, high: number }} */ { median, low, high }) =>
  `${median.toFixed(2)} [${low.toFixed(2)} ${high.toFixed(2)}]`.padEnd(20);
console.log("eqsat's time as a ratio to (median and quartiles)");
console.log(
  "                      files  parse ms  babel ms  eqsat ms  parsing             Babel whole         terser              swc",
);
for (const row of groups) {
  const numbers = [row.parseMs, row.babelMs, row.eqsatMs].map((ms) => ms.toFixed(1).padStart(9)).join(" ");
  const ratios = [row.ratio.parse, row.ratio.babel, row.minifiers.terser, row.minifiers.swc].map(cell).join("");
  console.log(`${row.group.padEnd(21)} ${String(row.files).padStart(5)} ${numbers}  ${ratios}`);
}
const all = groups.at(-1);
if (all !== undefined) {
  const { parse, babel } = all.coldRatio;
  console.log(`cold, all files: ${parse.toFixed(2)} of parsing, ${babel.toFixed(2)} of Babel whole`);
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
const [babelPeak, eqsatPeak] = [run("babel", memoryLimit.bytes), run("eqsat", memoryLimit.bytes)];
const memory = { babelMB: babelPeak.peakMB, eqsatMB: eqsatPeak.peakMB, bytes: eqsatPeak.bytes };
const sourceMB = (memory.bytes / 1e6).toFixed(1);
console.log(
  `\npeak memory for ${sourceMB} MB of source: babel ${memory.babelMB.toFixed(0)} MB, eqsat ${memory.eqsatMB.toFixed(0)} MB`,
);

const gates = groups.flatMap(({ group: title, ratio }) => {
  const limit = Object.entries(limits).find(([name]) => name === title)?.[1];
  if (limit === undefined) return [];
  const value = ratio[limit[0]].median;
  return [{ gate: `${title}, to ${limit[0]}`, value, limit: limit[1], pass: value <= limit[1] }];
});
const { megabytes } = memoryLimit;
gates.push({
  gate: "peak memory, MB",
  value: memory.eqsatMB,
  limit: /** @type {any} */ (megabytes),
  pass: memory.eqsatMB <= megabytes,
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
    commit: commitHere(),
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
