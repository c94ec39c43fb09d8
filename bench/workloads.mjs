// @ts-check
/**
 * The table of workloads. `folder` under workloads/ holds `original.js` (what a user writes) and, where a hand-written
 * loop is the measure, `hand.js`; both export `run`. A row adds inputs, options and what is expected of it.
 */
import { boxes, counts, doubles, forest, ints, items, line, matrix, names, table } from "./inputs.mjs";

/** @typedef {import("eqsat").OptimizeOptions} OptimizeOptions */
/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} folder
 * @property {"chain" | "untuned" | "trap" | "limit"} role a chain must come near the hand-written loop; what is untuned
 *   was invented to see how code fares that nobody has looked at, and is summed up by itself; a trap must not become
 *   slower; a limit is measured only: the hand-written loop does less than the contract demands
 * @property {(n: number, seed: number) => unknown[]} inputs one argument list of size n
 * @property {OptimizeOptions} options
 * @property {readonly number[]} sizes
 */

const everySize = [3, 10, 1000, 100_000];
const pureGetters = { assume: { pureGetters: true } };

/**
 * @param {string} name @param {Workload["inputs"]} inputs
 * @param {{ folder?: string, options?: OptimizeOptions, sizes?: readonly number[] }} [rest]
 * @returns {Workload}
 */
function chain(name, inputs, { folder = name, options = {}, sizes = everySize } = {}) {
  return { name, folder, role: "chain", inputs, options, sizes };
}

/**
 * @param {string} name @param {Workload["inputs"]} inputs
 * @param {{ folder?: string, options?: OptimizeOptions, sizes?: readonly number[] }} [rest]
 * @returns {Workload}
 */
function untuned(name, inputs, { folder = name, options = {}, sizes = everySize } = {}) {
  return { name, folder, role: "untuned", inputs, options, sizes };
}

/**
 * @param {string} name @param {Workload["inputs"]} inputs
 * @param {{ folder?: string, options?: OptimizeOptions, sizes?: readonly number[] }} [rest]
 * @returns {Workload}
 */
function trap(name, inputs, { folder = `trap-${name}`, options = {}, sizes = everySize } = {}) {
  return { name, folder, role: "trap", inputs, options, sizes };
}

/**
 * @param {string} name @param {Workload["inputs"]} inputs
 * @param {{ folder?: string, options?: OptimizeOptions, sizes?: readonly number[] }} [rest]
 * @returns {Workload}
 */
function limit(name, inputs, { folder = name, options = {}, sizes = everySize } = {}) {
  return { name, folder, role: "limit", inputs, options, sizes };
}

/** @type {readonly Workload[]} */
export const workloads = [
  chain("filter-map-reduce", (n, seed) => [doubles(n, seed), 20]),
  chain("filter-map-reduce-ints", (n, seed) => [ints(n, seed), 20], { folder: "filter-map-reduce" }),
  chain("filter-map-reduce-objects", (n, seed) => [items(n, seed)], { options: pureGetters }),
  chain("filter-map", (n, seed) => [doubles(n, seed), 10, 80]),
  chain("filter-map-objects", (n, seed) => [items(n, seed)], { options: pureGetters }),
  chain("map-filter", (n, seed) => [doubles(n, seed), 50, 10]),
  chain("map-filter-ints", (n, seed) => [ints(n, seed), 50, 10], { folder: "map-filter" }),
  chain("filter-length", (n, seed) => [doubles(n, seed), 40]),
  chain("filter-length-objects", (n, seed) => [items(n, seed), 40], { options: pureGetters }),
  chain("max-of-map", (n, seed) => [doubles(n, seed), 50]),
  chain("max-of-map-objects", (n, seed) => [boxes(n, seed)], { options: pureGetters }),
  chain("some-over-map", (n, seed) => [doubles(n, seed), 2, 1000]),
  chain("first-of-filter", (n, seed) => [emptyUntilTheMiddle(names(n, seed))], { options: pureGetters }),
  chain("flatmap-filter", (n, seed) => [boxes(n, seed), 5], { options: pureGetters }),
  chain("entries-pipeline", (n, seed) => [counts(n, seed), 50], { options: pureGetters }),
  chain("dot-product", (n, seed) => [doubles(n, seed), doubles(n, seed + 100)], { options: pureGetters }),
  chain("mean-variance", (n, seed) => [doubles(n, seed)]),
  chain("group-counting", (n, seed) => [items(n, seed)], { options: pureGetters }),
  chain("spread-object", (n, seed) => [items(n, seed), 100], { options: pureGetters }),
  chain("range", (n) => [n]),
  chain("set-of-map", (n, seed) => [items(n, seed)], { options: pureGetters }),
  chain("split-filter-map", (n, seed) => [line(n, seed)]),
  chain("slice-map", (n, seed) => [doubles(n, seed)]),
  chain("recent-sum", (n, seed) => [doubles(n, seed), Math.floor(n / 4), n]),
  chain("filter-for-each", (n, seed) => [items(n, seed)], { options: pureGetters }),

  // Written before anybody had looked at what eqsat makes of them. What was found in them has been worked on since, by
  // rules of its kind: they are no longer what code fares that nobody has looked at.
  untuned("invoice-totals", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("index-by-id", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("histogram", (n, seed) => [doubles(n, seed), 12]),
  untuned("group-lists", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("bounding-box", (n, seed) => [boxes(n, seed)], { options: pureGetters }),
  untuned("sum-of-rises", (n, seed) => [doubles(n, seed)], { options: pureGetters }),
  untuned("settings-object", (n, seed) => [counts(n, seed)], { options: pureGetters, sizes: [3, 10, 1000] }),
  untuned("labels", (n, seed) => [names(n, seed)]),
  untuned("order-report", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("perimeter", (n, seed) => [boxes(n, seed)], { options: pureGetters }),
  untuned("csv-rows", (n, seed) => [table(n, seed)]),
  untuned("table-page", (n, seed) => [items(n, seed), "1", 0, 10], { options: pureGetters }),
  untuned("statistics", (n, seed) => [doubles(n, seed)]),
  untuned("tree-leaves", (n, seed) => [forest(n, seed)], { options: pureGetters }),
  untuned("word-counts", (n, seed) => [line(n, seed)]),
  // Of copies for every element, 100 000 would take minutes.
  untuned("distinct", (n, seed) => [items(n, seed)]),
  untuned("lookup-tables", (n, seed) => [items(n, seed)], { sizes: [3, 10, 1000] }),
  untuned("groups-by-key", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("query-string", (n, seed) => [counts(n, seed)], { sizes: [3, 10, 1000] }),
  untuned("next-page", (n, seed) => [items(n, seed), Math.floor(n / 3), Math.ceil(n / 2)], { options: pureGetters }),

  // Written in another session, before anybody had looked.
  untuned("sales-report", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("csv-export", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("active-index", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("distance", (n, seed) => [doubles(n, seed), doubles(n, seed + 100)], { options: pureGetters }),
  untuned("row-norms", (n, seed) => [matrix(Math.ceil(Math.sqrt(n)), seed)]),
  untuned("top-words", (n, seed) => [line(n, seed)]),
  untuned("zip-changes", (n, seed) => [doubles(n, seed), doubles(n, seed + 100), 20], { options: pureGetters }),
  untuned("chunk-sums", (n, seed) => [doubles(n, seed), 8]),
  untuned("sums-by-key", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("form-errors", (n, seed) => [items(n, seed)]),
  untuned("tree-sizes", (n, seed) => [forest(n, seed)]),
  untuned("unique-names", (n, seed) => [names(n, seed)]),
  untuned("renamed-settings", (n, seed) => [counts(n, seed)], { sizes: [3, 10, 1000] }),
  untuned("inventory-class", (n, seed) => [items(n, seed)], { options: pureGetters }),
  untuned("price-span", (n, seed) => [items(n, seed), 50], { options: pureGetters }),
  untuned("day-labels", (n, seed) => [ints(n, seed), 72_000_000]),
  untuned("moving-average", (n, seed) => [doubles(n, seed)]),
  untuned("percentiles", (n, seed) => [doubles(n, seed)]),
  untuned("bar-chart", (n, seed) => [doubles(n, seed)]),
  untuned("selected-rows", (n, seed) => [items(n, seed), ints(Math.ceil(n / 5), seed)], { options: pureGetters }),

  // An item after the match may be null, and `item.price` then throws: the loop may not stop where a person's does.
  limit("first-of-filter-objects", (n, seed) => [firstInTheMiddle(items(n, seed)), 1000], { options: pureGetters }),

  trap("indexed-reduce", (n, seed) => [doubles(n, seed)]),
  trap("matrix-product", (n, seed) => [matrix(n, seed), matrix(n, seed + 50)], { sizes: [3, 10, 30] }),
  trap("lone-reduce", (n, seed) => [doubles(n, seed)]),
  trap("lone-map", (n, seed) => [items(n, seed)]),
  trap("lone-map-numbers", (n, seed) => [ints(n, seed)]),
  trap("lone-filter", (n, seed) => [items(n, seed)]),
  trap("lone-some", (n, seed) => [doubles(n, seed), 1000]),
  trap("lone-find", (n, seed) => [items(n, seed), 1000]),
  trap("map-join", (n, seed) => [items(n, seed)]),
  trap("map-join-strings", (n, seed) => [names(n, seed)]),
  trap("entries-map", (n, seed) => [counts(n, seed)]),
  trap("keys-map", (n, seed) => [counts(n, seed)]),
];

/** @param {string[]} list */
function emptyUntilTheMiddle(list) {
  return list.map((name, i) => (i < list.length / 2 ? "" : name));
}

/** @param {ReturnType<typeof items>} list */
function firstInTheMiddle(list) {
  const middle = list[Math.floor(list.length / 2)];
  if (middle) middle.price = 2000;
  return list;
}
