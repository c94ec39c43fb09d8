// @ts-check
/** Generators of benchmark inputs: deterministic by seed, in the element kinds that real programs have. */

/** A linear congruential generator. @param {number} seed @returns {() => number} uniform in [0, 1) */
export function random(seed) {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/**
 * Pushed one by one, as programs do: the array is packed and its capacity is not exact.
 * @template T @param {number} n @param {(i: number) => T} make
 */
function collect(n, make) {
  const result = [];
  for (let i = 0; i < n; i++) result.push(make(i));
  return result;
}

/** @param {number} n @param {number} seed fractions in [0, 100) */
export function doubles(n, seed) {
  const next = random(seed);
  return collect(n, () => next() * 100);
}

/** @param {number} n @param {number} seed whole numbers in [0, 100) */
export function ints(n, seed) {
  const next = random(seed);
  return collect(n, () => Math.floor(next() * 100));
}

/** @param {number} n @param {number} seed things on sale; about half of them in stock, 12 categories */
export function items(n, seed) {
  const next = random(seed);
  return collect(n, (i) => ({
    id: i,
    name: `item ${Math.floor(next() * 1000)}`,
    category: `c${Math.floor(next() * 12)}`,
    price: next() * 100,
    quantity: Math.floor(next() * 10),
    inStock: next() < 0.5,
  }));
}

/** @param {number} n @param {number} seed boxes of fractional place and size */
export function boxes(n, seed) {
  const next = random(seed);
  return collect(n, () => ({ x: next() * 100, y: next() * 100, width: next() * 10, height: next() * 10 }));
}

/** @param {number} n @param {number} seed a record of n words and how often they occur */
export function counts(n, seed) {
  const next = random(seed);
  /** @type {Record<string, number>} */
  const table = {};
  for (let i = 0; i < n; i++) table[`word${i}`] = Math.floor(next() * 100);
  return table;
}

/** @param {number} n @param {number} seed n comma-separated fields, one in five of them empty */
export function line(n, seed) {
  const next = random(seed);
  return collect(n, () => (next() < 0.2 ? " " : ` ${Math.floor(next() * 1000)}`)).join(",");
}

/** @param {number} n @param {number} seed */
export function names(n, seed) {
  return items(n, seed).map((item) => item.name);
}

/** @param {number} n @param {number} seed an n by n matrix of fractions, rows as arrays */
export function matrix(n, seed) {
  return collect(n, (i) => doubles(n, seed * 1000 + i));
}

/** @param {number} n @param {number} seed n lines of three cells, some of them comments or too short */
export function table(n, seed) {
  const next = random(seed);
  const rows = collect(n, (i) => {
    const kind = next();
    return kind < 0.1
      ? "# comment"
      : kind < 0.2
        ? `item ${i};1`
        : `item ${i};${next() * 100};${Math.floor(next() * 10)}`;
  });
  return rows.join("\n");
}

/**
 * A forest of n leaves, in bundles of up to five.
 * @param {number} n @param {number} seed
 */
export function forest(n, seed) {
  /** @typedef {{ label: string, children: Node[] }} Node */
  /** @type {Node[]} */
  let nodes = names(n, seed).map((label) => ({ label, children: [] }));
  while (nodes.length > 5) {
    /** @type {Node[]} */
    const parents = [];
    for (let i = 0; i < nodes.length; i += 5) parents.push({ label: `bundle ${i}`, children: nodes.slice(i, i + 5) });
    nodes = parents;
  }
  return nodes;
}
