// @ts-check
/**
 * `npm run bench [-- --only NAME[,NAME] --size N[,N] --runs R --rounds R --show]`: how fast is the optimized code?
 *
 * Per workload and size R processes of their own; in each, original, eqsat's output, a hand-written loop and faster.js's
 * output are checked for equal results and measured in interleaved rounds. A full run writes bench/results.json; any
 * gate that fails makes the exit code 1.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "./arguments.mjs";
import { commitHere, root, warnIfStale } from "./built-package.mjs";
import { judge, summarize } from "./gates.mjs";
import { spread } from "./measure.mjs";
import { prepare } from "./variants.mjs";
import { workloads } from "./workloads.mjs";

/** @typedef {import("./gates.mjs").CellResult} CellResult */
/** @typedef {import("./measure.mjs").Timing} Timing */

const { values } = readArguments(
  "npm run bench [-- --only NAME[,NAME] --size N[,N] --runs R --rounds R --show --json FILE]",
  {
    options: {
      only: { type: "string" },
      size: { type: "string" },
      runs: { type: "string", default: "3" },
      rounds: { type: "string", default: "15" },
      show: { type: "boolean", default: false },
      json: { type: "string" },
    },
  },
);
const only = values.only?.split(",");
const sizes = values.size?.split(",").map(Number);
const unknown = only?.find((name) => !workloads.some((workload) => workload.name.includes(name)));
if (unknown !== undefined) {
  console.error(`no workload "${unknown}"; there are ${workloads.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
warnIfStale();

const folder = mkdtempSync(join(tmpdir(), "eqsat-bench-"));
/** @type {CellResult[]} */
const cells = [];
try {
  for (const workload of workloads) {
    if (only !== undefined && !only.some((name) => workload.name.includes(name))) continue;
    const prepared = prepare(workload, folder);
    const { files } = prepared;
    const assume = Object.keys(workload.options.assume ?? {}).join(",");
    console.log(
      `\n${workload.name}${workload.role === "chain" ? "" : ` (${workload.role})`}${assume ? `, assume ${assume}` : ""}: ` +
        `${files.eqsat === files.original ? "LEFT ALONE by eqsat" : "changed by eqsat"}` +
        `${prepared.events.skipped.length > 0 ? ` (${prepared.events.skipped.join(", ")})` : ""}` +
        `, ${files["faster.js"] === files.original ? "left alone" : "changed"} by faster.js`,
    );
    if (values.show) console.log(prepared.output);
    for (const size of workload.sizes) {
      if (sizes !== undefined && !sizes.includes(size)) continue;
      const cell = measureCell(workload, size, files);
      cells.push(cell);
      console.log(`  ${describe(cell)}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const summary = summarize(cells);
const gates = judge(cells);
const untuned = summarize(cells, "untuned");
for (const [title, rows] of /** @type {const} */ ([
  ["the chains", summary],
  ["what nothing was tuned to", untuned],
])) {
  if (rows.length === 0) continue;
  console.log(`\nGeometric means over ${title}, time divided by time`);
  console.log("  n          eqsat/hand  eqsat/original  hand/original  faster.js/original");
  for (const row of rows) {
    console.log(
      `  ${String(row.size).padEnd(9)} ${[row.toHand, row.toOriginal, row.handToOriginal, row.fasterToOriginal]
        .map((value, i) => value.toFixed(3).padStart([11, 15, 14, 19][i] ?? 12))
        .join(" ")}`,
    );
  }
}
console.log("\nGates");
for (const { gate, value, limit, pass } of gates) {
  console.log(`  ${pass ? "pass" : "FAIL"}  ${value.toFixed(3)} (limit ${limit})  ${gate}`);
}
const report = {
  date: new Date().toISOString(),
  node: process.version,
  v8: process.versions.v8,
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30), system: type() },
  commit: commitHere(),
  runs: Number(values.runs),
  rounds: Number(values.rounds),
  summary,
  untuned,
  gates,
  cells,
};
const target =
  values.json ?? (only === undefined && sizes === undefined ? join(root, "bench/results.json") : undefined);
if (target !== undefined) {
  writeFileSync(target, `${JSON.stringify(report, rounded, 2)}\n`);
  console.log(`\nWritten to ${target}`);
}
process.exitCode = gates.every(({ pass }) => pass) ? 0 : 1;

/**
 * @param {import("./workloads.mjs").Workload} workload @param {number} size @param {import("./variants.mjs").Prepared["files"]} files
 * @returns {CellResult}
 */
function measureCell(workload, size, files) {
  const child = fileURLToPath(new URL("cell.mjs", import.meta.url));
  const cell = { workload: workload.name, size, files, rounds: Number(values.rounds), sampleMs: 3, budgetMs: 2500 };
  /** @type {Record<string, Timing>[]} */
  const runs = [];
  for (let run = 0; run < Number(values.runs); run++) {
    const text = execFileSync(process.execPath, [child, JSON.stringify(cell)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    runs.push(JSON.parse(text));
  }
  /** Equal texts are measured once, under the name of the first. @param {string} name */
  const measured = (name) => {
    const file = /** @type {Record<string, string>} */ (files)[name];
    return Object.entries(files).find(([, other]) => other === file)?.[0] ?? name;
  };
  /** @param {string} name */
  const samples = (name) => runs.map((run) => run[measured(name)]?.samples ?? []);
  /** Ratios inside rounds; the middle is the median over processes, the quartiles are over all rounds. @param {string} a @param {string} b */
  const over = (a, b) => {
    if (files.hand === undefined && (a === "hand" || b === "hand")) return null;
    if (measured(a) === measured(b)) return { median: 1, low: 1, high: 1 };
    const perRun = samples(a).map((list, run) => list.map((x, i) => x / (samples(b)[run]?.[i] ?? Number.NaN)));
    return { ...spread(perRun.flat()), median: spread(perRun.map((list) => spread(list).median)).median };
  };
  const never = { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  return {
    workload: workload.name,
    role: workload.role,
    size,
    assume: Object.keys(workload.options.assume ?? {}).join(","),
    changed: files.eqsat !== files.original,
    fasterChanged: files["faster.js"] !== files.original,
    ns: Object.fromEntries(Object.keys(files).map((name) => [name, spread(samples(name).flat())])),
    toHand: over("eqsat", "hand"),
    toOriginal: over("eqsat", "original") ?? never,
    handToOriginal: over("hand", "original"),
    fasterToOriginal: over("faster.js", "original") ?? never,
  };
}

/** @param {CellResult} cell */
function describe(cell) {
  /** @param {import("./gates.mjs").Spread | null} s */
  const ratio = (s) =>
    (s === null ? "-" : `${s.median.toFixed(2)} [${s.low.toFixed(2)} ${s.high.toFixed(2)}]`).padEnd(18);
  const ns = Object.entries(cell.ns).map(
    ([name, { median }]) => `${name} ${median < 100 ? median.toFixed(1) : Math.round(median)}`,
  );
  return `n = ${String(cell.size).padEnd(7)} eqsat/hand ${ratio(cell.toHand)} eqsat/original ${ratio(cell.toOriginal)} ns: ${ns.join(", ")}`;
}

/** Four digits are more than the noise allows. @param {string} _key @param {unknown} value */
function rounded(_key, value) {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
