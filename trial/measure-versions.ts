import type { Measured, Speedup } from "../plugin/events.ts";
import { bothVersions } from "./both-versions.ts";
import { Comparison } from "./compare.ts";
import { plainValue, scales } from "./plain-inputs.ts";
import { Random } from "./random.ts";
import type { Trial } from "./trial.ts";
import { World } from "./world.ts";

/** How long to measure. */
export interface Effort {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Processor time of one sample, and of warming up, in milliseconds. */
  readonly sampleMs: number;
  readonly warmMs: number;
  /** Fewer rounds, at least five, where all of them at one size would take longer. */
  readonly budgetMs: number;
}

/** As `eqsat --bench` does. */
export const usualEffort: Effort = {
  sizes: [3, 10, 1_000, 100_000],
  rounds: 25,
  sampleMs: 3,
  warmMs: 60,
  budgetMs: 1_000,
};

/** Arguments rotate over so many inputs, so that nothing is the same in each call. */
const INPUTS = 5;

interface Input {
  readonly args: readonly unknown[];
  readonly self: unknown;
}

/**
 * How many times as fast the output is, by size of the input, in this process. The versions take turns, and each ratio
 * is taken between neighbours, so that a slow moment of the machine hits both.
 */
export function measureVersions(trial: Trial, effort: Effort = usualEffort): Measured {
  if (trial.isLater) return { not: "it is async or a generator: its time is not its own" };
  const all = [...trial.params, ...trial.given].map(({ shape }) => shape);
  const hasSize = [...all, trial.self].some(scales);
  const speedups: Speedup[] = [];
  const tooLarge: number[] = [];
  const costs: Cost[] = [];
  for (const size of hasSize ? effort.sizes : effort.sizes.slice(0, 1)) {
    if (predictedMs(costs, size) > effort.budgetMs) {
      tooLarge.push(size);
      continue;
    }
    const prepared = prepare(trial, size);
    if ("not" in prepared) return prepared;
    const { ratios, ms } = measure(prepared, effort);
    costs.push({ size, ms });
    speedups.push({ ...(hasSize && { size }), ...spread(ratios) });
  }
  return { speedups, tooLarge };
}

/** What one call took, in milliseconds. */
interface Cost {
  readonly size: number;
  readonly ms: number;
}

/** What a call is going to take, if time goes on growing as it did: nothing is known before two sizes are. */
function predictedMs(costs: readonly Cost[], size: number): number {
  const [before, last] = costs.slice(-2);
  if (before === undefined || last === undefined) return 0;
  const power = Math.log(last.ms / before.ms) / Math.log(last.size / before.size);
  return last.ms * (size / last.size) ** Math.max(0, power);
}

interface Prepared {
  readonly run: Record<"original" | "output", Run>;
  readonly inputs: readonly Input[];
}

type Run = (inputs: readonly Input[], calls: number) => void;

function prepare(trial: Trial, size: number): Prepared | { readonly not: string } {
  const versions = bothVersions(trial);
  const makeInputs = (): { inputs: readonly Input[]; given: readonly unknown[] } => {
    const random = new Random(size);
    const given = trial.given.map(({ shape }) => plainValue(shape, size, random));
    const inputs = Array.from({ length: INPUTS }, () => ({
      args: trial.params.flatMap(({ shape, isRest }) => {
        const value = plainValue(shape, size, random);
        return isRest && Array.isArray(value) ? value : [value];
      }),
      self: trial.self.kind === "unknown" ? undefined : plainValue(trial.self, size, random),
    }));
    return { inputs, given };
  };
  const { inputs, given } = makeInputs();
  const untouched = makeInputs();
  const original = versions.original(...given);
  const output = versions.output(...given);
  const problem = disagreement(original, output, inputs);
  if (problem !== undefined) return { not: problem };
  if (different([inputs, given], [untouched.inputs, untouched.given]))
    return { not: "it changes its inputs, so that each call would find others" };
  return { run: { original: driver(original), output: driver(output) }, inputs };
}

type Version = (...args: readonly unknown[]) => unknown;

/** Why the versions cannot be measured on `inputs`. */
function disagreement(original: Version, output: Version, inputs: readonly Input[]): string | undefined {
  for (const { args, self } of inputs) {
    let expected: unknown;
    try {
      expected = Reflect.apply(original, self, args);
    } catch (error) {
      return `no input for it could be made from its text: on what was made it throws ${String(error).slice(0, 100)}`;
    }
    if (different(expected, Reflect.apply(output, self, args)))
      return "the output gives another result: eqsat --verify says more";
  }
  return undefined;
}

function different(a: unknown, b: unknown): boolean {
  return new Comparison(new World(), new World()).difference(a, b, "") !== undefined;
}

/** Whatever is stored here counts as used. */
const sink = { value: undefined as unknown };
let drivers = 0;

/**
 * V8 keeps type feedback with the text of a function: with a loop in common, the version that comes first would be
 * inlined and the other pay for it. So each has a loop of its own.
 */
function driver(version: Version): Run {
  const text = `/* ${drivers++} */ const m = inputs.length; for (let k = 0, j = 0; k < calls; k++) { const { args, self } = inputs[j]; sink.value = version.apply(self, args); if (++j === m) j = 0; }`;
  const loop = new Function("version", "sink", "inputs", "calls", text);
  return (inputs, calls) => void loop(version, sink, inputs, calls);
}

/** Of the process, all threads, in milliseconds: on a busy machine the clock on the wall says much less. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measure({ run, inputs }: Prepared, effort: Effort): { ratios: number[]; ms: number } {
  const sides = [run.original, run.output] as const;
  // Warmed up in turn, so that neither is compiled in a younger process than the other.
  let calls = sides.map(() => 1);
  for (let turn = 0; turn < 4; turn++) calls = sides.map((side, i) => warmUp(side, inputs, calls[i]!, effort));
  const timed = (side: 0 | 1): number => {
    const start = processorTime();
    sides[side](inputs, calls[side]!);
    return (processorTime() - start) / calls[side]!;
  };
  const ms = timed(0);
  const perRound = 2 * Math.max(effort.sampleMs, ms * calls[0]!);
  const rounds = Math.max(5, Math.min(effort.rounds, Math.floor(effort.budgetMs / perRound)));
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const before = timed(0);
      ratios.push(before / timed(1));
    } else {
      const after = timed(1);
      ratios.push(timed(0) / after);
    }
  }
  return { ratios, ms: Math.max(ms, 1e-6) };
}

/** A quarter of the warming up, `calls` calls at a time. Gives how many calls make one sample. */
function warmUp(side: Run, inputs: readonly Input[], calls: number, { sampleMs, warmMs }: Effort): number {
  let next = calls;
  for (let spent = 0; spent < warmMs / 4; ) {
    const start = processorTime();
    side(inputs, next);
    const took = Math.max(processorTime() - start, 0.001);
    spent += took;
    next = Math.max(1, Math.min(next * 8, Math.round((next * sampleMs) / took)));
  }
  return next;
}

function spread(ratios: readonly number[]): { low: number; median: number; high: number } {
  const sorted = [...ratios].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
