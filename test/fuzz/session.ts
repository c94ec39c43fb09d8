import { type Caller, timeLimit } from "../../trial/run.ts";
import type { Case } from "../../trial/spec.ts";
import { type BatchVerdict, checkBatch, makeBatch } from "./batch.ts";
import { check, type Finding } from "./check.ts";
import { makeCase } from "./inputs.ts";
import { type Mode, modeNamed } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { makeProgram } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";

/** What a session tries: everything follows from these numbers. */
export interface SessionOptions {
  readonly seed: number;
  /** Only random extraction: more rules fire. */
  readonly stress?: boolean;
  /** What is drawn from, unless `mode` names one. */
  readonly modes: readonly Mode[];
  readonly mode?: string;
  /** Inputs per entry of a program. */
  readonly cases?: number;
  /** Can the optimizer be run as a plugin of both majors of Babel too? */
  readonly hosts?: boolean;
  /** Limit the time of each call: slow, for what has no end otherwise. */
  readonly careful?: boolean;
}

/** What was tried so far. Of small programs there are many to a module, of large ones one. */
export interface Tally {
  readonly small: Counts;
  readonly large: Counts;
  readonly rules: Map<string, number>;
}

export interface Counts {
  programs: number;
  changed: number;
  calls: number;
  returned: number;
  /** Milliseconds of all threads. */
  time: number;
}

const nothing = (): Counts => ({ programs: 0, changed: 0, calls: 0, returned: 0, time: 0 });

export function newTally(): Tally {
  return { small: nothing(), large: nothing(), rules: new Map() };
}

/** Makes and checks step `index` of the session: a large program, or a module of small ones. */
export async function step(
  options: SessionOptions,
  index: number,
  optimizer: Optimizer,
  tally: Tally,
): Promise<Finding | undefined> {
  const seed = deriveSeed(options.seed, index);
  const random = new Random(seed);
  // Modes by turns of a few steps: each has an engine of its own, which takes time to make.
  const turn = new Random(deriveSeed(options.seed, -1 - Math.floor(index / MODE_TURN)));
  const drawn = turn.weighted(options.modes.map((mode): [number, Mode] => [mode.weight, mode]));
  const mode = options.mode === undefined ? drawn : modeNamed(options.mode);
  const isSmall = mode.rounds === true || random.chance(mode.program.noHoles === true ? 0 : 0.8);
  const usage = process.cpuUsage();
  const verdict = isSmall
    ? await smallPrograms(options, { mode, seed, index }, optimizer)
    : await largeProgram(options, { mode, seed, index }, optimizer);
  if (verdict === undefined) return undefined;
  const counts = isSmall ? tally.small : tally.large;
  const { user, system } = process.cpuUsage(usage);
  counts.time += (user + system) / 1000;
  counts.programs += verdict.programs;
  counts.changed += verdict.changed;
  counts.calls += verdict.calls;
  counts.returned += verdict.returned;
  for (const rule of verdict.rules) tally.rules.set(rule, (tally.rules.get(rule) ?? 0) + 1);
  return verdict.finding;
}

interface Step {
  readonly mode: Mode;
  readonly seed: number;
  readonly index: number;
}

/** Steps of one mode. */
const MODE_TURN = 4;
/** How many small programs make a module. */
const BATCH = 80;
/** Rules are told by derivations, which take a second search: those of every few modules will do. */
const RULES_EACH = 6;

async function smallPrograms(
  options: SessionOptions,
  { mode, seed, index }: Step,
  optimizer: Optimizer,
): Promise<BatchVerdict> {
  const random = new Random(deriveSeed(seed, 8));
  const stress = { extraction: { stress: random.int(1_000_000) } };
  const host =
    options.hosts === true
      ? random.weighted([
          [60, undefined],
          [1, "babel 7"],
          [1, "babel 8"],
        ])
      : undefined;
  const isRandom = mode.options.extraction === undefined && (options.stress === true || random.chance(0.5));
  const chosen = isRandom ? stress : {};
  const cases = options.cases ?? 6;
  const batch = makeBatch(seed, {
    mode,
    options: host === undefined ? chosen : { ...chosen, host },
    size: BATCH,
    cases,
  });
  return checkBatch(batch, optimizer, cases, index % RULES_EACH === 0, callerOf(options));
}

async function largeProgram(
  options: SessionOptions,
  { mode, seed }: Step,
  optimizer: Optimizer,
): Promise<BatchVerdict | undefined> {
  const random = new Random(deriveSeed(seed, 9));
  const program = makeProgram(seed, mode.program);
  const cases = program.entries.flatMap((entry): Case[] =>
    random.list(options.cases ?? (program.entries.length > 1 ? 6 : 12), () =>
      makeCase(random, entry.name, entry.parameters, mode.inputs),
    ),
  );
  try {
    const verdict = await check(
      program,
      cases,
      mode,
      mode.options.extraction === undefined ? variants(seed, options.stress === true) : [{}],
      optimizer,
      callerOf(options),
    );
    return { ...verdict, programs: 1, changed: verdict.changed ? 1 : 0 };
  } catch (error) {
    // A program of ours that does not compile says nothing about the optimizer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Short enough for an array that grows without end to stay small. */
const CAREFUL = timeLimit(250);

function callerOf(options: SessionOptions): Caller | undefined {
  return options.careful === true ? CAREFUL : undefined;
}

/** The cheapest extraction, and random members of each class. */
function variants(seed: number, stress: boolean): OptimizerOptions[] {
  const random = (n: number): OptimizerOptions => ({ extraction: { stress: deriveSeed(seed, n) % 1_000_000 } });
  return stress ? [random(11), random(12), random(13)] : [{}, random(11)];
}

/** The counts of a session, most frequent rules first, and the rules of `all` that have not fired. */
export function summary(tally: Tally, seconds: number, all: readonly string[] = []): string {
  const rules = [...tally.rules]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `  ${String(count).padStart(7)}  ${rule}`);
  const missing = all.filter((rule) => !tally.rules.has(rule));
  const { small, large } = tally;
  const sum = (key: keyof Counts): number => small[key] + large[key];
  return [
    `rules in improved expressions: ${tally.rules.size}`,
    ...rules,
    ...(all.length === 0
      ? []
      : [
          `rules that have not fired: ${missing.length} of ${all.length}`,
          ...missing.map((rule) => `           ${rule}`),
        ]),
    `small programs (one function each, ${BATCH} to a module, one extraction each): ${rates(small)}`,
    `large programs (a module each, two extractions each): ${rates(large)}`,
    `${sum("programs")} programs, ${sum("changed")} changed, ${sum("calls")} calls compared, ${sum("returned")} original calls returned a value, ${(sum("programs") / Math.max(seconds, 0.001)).toFixed(0)} programs/s`,
  ].join("\n");
}

/** Per second of processor time, which does not depend on what else the machine does. */
function rates({ programs, changed, calls, time }: Counts): string {
  return `${programs}, ${changed} changed, ${calls} calls, ${((programs * 1000) / Math.max(time, 1)).toFixed(0)} per second of processor time`;
}
