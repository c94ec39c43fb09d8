// @ts-check
/** What the measured ratios must satisfy (issue 2), and the summary by size. */
import { geometricMean } from "./measure.mjs";

/** @typedef {{ median: number, low: number, high: number }} Spread */
/**
 * @typedef {object} CellResult
 * @property {string} workload
 * @property {"chain" | "untuned" | "trap" | "limit"} role
 * @property {number} size
 * @property {string} assume promises made to eqsat, "" for none
 * @property {boolean} changed did eqsat change the code
 * @property {boolean} fasterChanged did faster.js
 * @property {Record<string, Spread>} ns nanoseconds of processor time per call, by variant
 * @property {Spread | null} toHand eqsat's time divided by the hand-written loop's; null without one
 * @property {Spread} toOriginal
 * @property {Spread | null} handToOriginal
 * @property {Spread} fasterToOriginal
 */
/** @typedef {{ gate: string, value: number, limit: number, pass: boolean }} Gate */
/** @typedef {{ size: number, toHand: number, toOriginal: number, handToOriginal: number, fasterToOriginal: number, cells: number }} SizeSummary */

const perSizeLimit = 1.15;
const cellLimit = 1.5;
const slowerLimit = 1.05;

/** @param {readonly (Spread | null)[]} spreads */
function meanOf(spreads) {
  return geometricMean(spreads.flatMap((spread) => (spread === null ? [] : [spread.median])));
}

/** @param {readonly CellResult[]} cells @param {CellResult["role"]} [of] @returns {SizeSummary[]} of one role, per size */
export function summarize(cells, of = "chain") {
  const chains = cells.filter(({ role }) => role === of);
  return [...new Set(chains.map(({ size }) => size))]
    .sort((a, b) => a - b)
    .map((size) => {
      const here = chains.filter((cell) => cell.size === size);
      return {
        size,
        cells: here.length,
        toHand: meanOf(here.map(({ toHand }) => toHand)),
        toOriginal: meanOf(here.map(({ toOriginal }) => toOriginal)),
        handToOriginal: meanOf(here.map(({ handToOriginal }) => handToOriginal)),
        fasterToOriginal: meanOf(here.map(({ fasterToOriginal }) => fasterToOriginal)),
      };
    });
}

/** @param {readonly CellResult[]} cells @returns {Gate[]} */
export function judge(cells) {
  /** @type {Gate[]} */
  const gates = [];
  const gate = (/** @type {string} */ name, /** @type {number} */ value, /** @type {number} */ limit) =>
    gates.push({ gate: name, value, limit, pass: value <= limit });
  for (const { size, toHand } of summarize(cells)) {
    gate(`geometric mean to the hand-written loop, n = ${size}`, toHand, perSizeLimit);
  }
  for (const { workload, role, size, toHand } of cells) {
    if (role === "chain" && toHand !== null && toHand.median > cellLimit)
      gate(`${workload}, n = ${size}, to hand`, toHand.median, cellLimit);
  }
  for (const size of [3, 10]) {
    const here = cells.filter((cell) => cell.size === size);
    if (here.length > 0) {
      const value = meanOf(here.map(({ toOriginal }) => toOriginal));
      gate(`geometric mean to the original over all workloads, n = ${size}`, value, slowerLimit);
    }
  }
  for (const { workload, role, size, toOriginal } of cells) {
    if (role === "trap" && toOriginal.median > slowerLimit) {
      gate(`trap ${workload}, n = ${size}, to original`, toOriginal.median, slowerLimit);
    }
  }
  return gates;
}
