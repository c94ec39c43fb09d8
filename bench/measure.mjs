// @ts-check
/**
 * Interleaved timing of variants of one function, inside one process.
 *
 * Each round runs every variant once, in an order that rotates from round to round, and every sample lasts a few
 * milliseconds: slow drifts of the machine (frequency, neighbours) then hit all variants alike, and a ratio is taken
 * inside its round before the median over rounds is taken. Every variant has a driver of its own, so that the call
 * site in the driver is monomorphic as in a real program; arguments rotate over several inputs, so that nothing is
 * invariant in the driver; results are stored where the optimizer must assume that they are read.
 *
 * The clock is the processor time of the process (all threads, so that the collector's work counts), not the time on
 * the wall: on a busy machine quartiles of the latter lie 1.7 apart, of the former 1.05.
 */

/** @typedef {(...args: any[]) => unknown} Variant */
/**
 * @typedef {object} Timing
 * @property {number[]} samples nanoseconds of processor time per call, one entry per round, in the order of the rounds
 * @property {number} median
 * @property {number} low first quartile
 * @property {number} high third quartile
 */

/** Processor time used so far by this process, in milliseconds. @returns {number} */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whatever is stored here counts as used. */
export const sink = { value: /** @type {unknown} */ (undefined) };

/** @param {readonly number[]} sorted @param {number} part between 0 and 1 */
export function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** @param {readonly number[]} values @returns {{ median: number, low: number, high: number }} median and quartiles */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Ratios taken round by round, then the median and quartiles of them. @param {Timing} a @param {Timing} b */
export function ratio(a, b) {
  return spread(a.samples.map((x, i) => x / /** @type {number} */ (b.samples[i])));
}

/** @param {readonly number[]} values */
export function geometricMean(values) {
  return Math.exp(values.reduce((sum, x) => sum + Math.log(x), 0) / values.length);
}

let drivers = 0;

/**
 * A fresh driver per variant. V8 caches compiled text together with its type feedback, so the text must differ: with
 * a shared one the first variant is inlined and all others pay for a polymorphic call (1.5x at n = 3).
 * @param {number} arity how many arguments the variant takes
 * @returns {(fn: Variant, inputs: readonly (readonly unknown[])[], calls: number, sink: { value: unknown }) => void}
 */
function driver(arity) {
  const args = Array.from({ length: arity }, (_, i) => `a[${i}]`).join(", ");
  return /** @type {any} */ (
    new Function(
      "fn",
      "inputs",
      "calls",
      "sink",
      `/* ${drivers++} */ const m = inputs.length; for (let k = 0, j = 0; k < calls; k++) { const a = inputs[j]; sink.value = fn(${args}); if (++j === m) j = 0; }`,
    )
  );
}

/**
 * @param {Record<string, Variant>} variants
 * @param {readonly (readonly unknown[])[]} inputs argument lists, used in turn
 * @param {{ rounds: number, sampleMs: number, warmMs: number, budgetMs?: number, warmInputs?: readonly (readonly unknown[])[] }} options
 *   `budgetMs`: fewer rounds (at least five) where one call takes so long that all rounds together would take longer;
 *   `warmInputs`: smaller inputs to warm up with as well: a function that is called a hundred times with a hundred
 *   thousand elements may never be compiled as a whole, and the variants should all be
 * @returns {Record<string, Timing>}
 */
export function measure(variants, inputs, options) {
  const arity = inputs[0]?.length ?? 0;
  const entries = Object.entries(variants).map(([name, fn]) => {
    const drive = driver(arity);
    return {
      name,
      run: (/** @type {number} */ calls) => drive(fn, inputs, calls, sink),
      warm: (/** @type {readonly (readonly unknown[])[]} */ small) => drive(fn, small, 8, sink),
      calls: 1,
      ms: 0,
      samples: /** @type {number[]} */ ([]),
    };
  });
  // Warm-up in slices, in turn, so that no variant is compiled in a younger process than another.
  const slices = 8;
  const small = options.warmInputs;
  for (let slice = 0; slice < slices; slice++) {
    for (const entry of entries) {
      if (small !== undefined) for (let k = 0; k < 200; k++) entry.warm(small);
      const until = performance.now() + options.warmMs / slices;
      let calls = 1;
      while (performance.now() < until) {
        entry.run(calls);
        if (calls < 4096) calls *= 2;
      }
    }
  }
  for (const entry of entries) {
    for (;;) {
      const start = processorTime();
      entry.run(entry.calls);
      const took = processorTime() - start;
      if (took >= options.sampleMs / 2) {
        entry.ms = took / entry.calls;
        entry.calls = Math.max(1, Math.round(options.sampleMs / entry.ms));
        break;
      }
      entry.calls = Math.ceil(entry.calls * (took > options.sampleMs / 32 ? options.sampleMs / took : 8));
    }
  }
  const perRound = entries.reduce((sum, entry) => sum + Math.max(options.sampleMs, entry.ms * entry.calls), 0);
  const rounds = Math.max(5, Math.min(options.rounds, Math.floor((options.budgetMs ?? Infinity) / perRound)));
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < entries.length; k++) {
      const entry = /** @type {(typeof entries)[number]} */ (entries[(k + round) % entries.length]);
      const start = processorTime();
      entry.run(entry.calls);
      entry.samples.push(((processorTime() - start) * 1e6) / entry.calls);
    }
  }
  return Object.fromEntries(entries.map(({ name, samples }) => [name, { samples, ...spread(samples) }]));
}

/**
 * Equality in the sense of the contract: SameValue on primitives, same prototype, keys, order, holes and values of
 * plain objects, arrays, Maps and Sets.
 * @param {unknown} a @param {unknown} b @returns {boolean}
 */
export function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  if (a instanceof Map && b instanceof Map) return same([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return same([...a], [...b]);
  const keys = Reflect.ownKeys(a);
  const others = Reflect.ownKeys(b);
  return (
    keys.length === others.length &&
    keys.every((key, i) => key === others[i] && same(/** @type {any} */ (a)[key], /** @type {any} */ (b)[key]))
  );
}
