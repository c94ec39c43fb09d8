// @ts-check
/**
 * One cell of the benchmark in a process of its own: one workload at one size.
 * Reads `{ workload, size, files, rounds, sampleMs, budgetMs }` as JSON from its argument, checks that all variants
 * agree and leave their inputs alone, measures them, prints timings by module file as JSON.
 */
import { pathToFileURL } from "node:url";
import { measure, same } from "./measure.mjs";
import { workloads } from "./workloads.mjs";

/** @typedef {{ workload: string, size: number, files: Record<string, string>, rounds: number, sampleMs: number, budgetMs: number }} Cell */

/** @type {Cell} */
const cell = JSON.parse(process.argv[2] ?? "");
const workload = workloads.find(({ name }) => name === cell.workload);
if (workload === undefined) throw new Error(`no workload ${cell.workload}`);

const count = cell.size >= 10_000 ? 3 : 7;
const makeInputs = () => Array.from({ length: count }, (_, seed) => workload.inputs(cell.size, seed));
const warmInputs = cell.size > 100 ? Array.from({ length: 5 }, (_, seed) => workload.inputs(100, seed)) : [];
const inputs = makeInputs();
const untouched = makeInputs();

/** @type {Record<string, (...args: any[]) => unknown>} */
const variants = {};
for (const [name, file] of Object.entries(cell.files)) {
  if (Object.values(cell.files).indexOf(file) !== Object.keys(cell.files).indexOf(name)) continue;
  variants[name] = (await import(pathToFileURL(file).href)).run;
}
const { original, ...others } = variants;
for (const args of inputs) {
  const expected = original?.(...args);
  for (const [name, run] of Object.entries(others)) {
    if (!same(expected, run(...args))) throw new Error(`${name} gives another result than the original`);
  }
}
if (!same(inputs, untouched)) throw new Error("a variant changed its inputs");

console.log(
  JSON.stringify(measure(variants, inputs, { ...cell, warmMs: 120, ...(cell.size > 100 ? { warmInputs } : {}) })),
);
