import type { Case } from "../../trial/spec.ts";
import { Slow } from "./baseline.ts";
import { type BatchVerdict, checkBatch, makeBatch, sweptBy, syntaxOf, traitsOf } from "./batch.ts";
import { check, type Finding } from "./check.ts";
import { makeCase } from "./inputs.ts";
import { type Mode, modeNamed } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { makeProgram } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import { keepRealm } from "./realm-guard.ts";
import { countIn, type Tally } from "./tally.ts";

/** What a session tries: everything follows from these numbers. */
export interface SessionOptions {
  readonly seed: number;
  /** Only random extraction: more rules fire. */
  readonly stress?: boolean;
  /** What is drawn from, unless `mode` names one. */
  readonly modes: readonly Mode[];
  readonly mode?: string;
  /** Only small programs, and these of one kind. */
  readonly kind?: string;
  /** Nothing but sweeps through the rules. */
  readonly sweepsOnly?: boolean;
  /** The rules that sweeps are about, by their ids; absent: all, one after the other. */
  readonly sweptRules?: readonly string[];
  /** Inputs per entry of a program. */
  readonly cases?: number;
  /** Can the optimizer be run as a plugin of both majors of Babel too? */
  readonly hosts?: boolean;
  /** Count the work of originals and limit the time of outputs: slow, for what has no end otherwise. */
  readonly careful?: boolean;
}

/** Makes and checks step `number` of the session: a large program, or a module of small ones. */
export async function step(
  options: SessionOptions,
  number: number,
  optimizer: Optimizer,
  tally: Tally,
): Promise<Finding | undefined> {
  const index = options.sweepsOnly === true ? number * SWEEP_EACH + SWEEP_EACH - 1 : number;
  const seed = deriveSeed(options.seed, index);
  const random = new Random(seed);
  // Modes by turns of a few steps: each has an engine of its own, which takes time to make.
  const turn = new Random(deriveSeed(options.seed, -1 - Math.floor(index / MODE_TURN)));
  const isSweep = options.kind === undefined && isSweepAt(index);
  // Rules that few modes switch on are met by sweeps; what is assumed decides too whether a term of theirs is lifted.
  const drawn =
    isSweep && (options.sweptRules !== undefined || random.chance(0.5))
      ? random.pick(modesFor(options))
      : turn.weighted(options.modes.map((mode): [number, Mode] => [mode.weight, mode]));
  const mode = options.mode === undefined ? drawn : modeNamed(options.mode);
  const isSmall =
    mode.rounds === true ||
    isSweep ||
    options.kind !== undefined ||
    random.chance(mode.program.noHoles === true ? 0 : 0.8);
  const usage = process.cpuUsage();
  keepRealm(true);
  const make = isSmall ? smallPrograms : largeProgram;
  let verdict: StepVerdict | undefined;
  try {
    verdict = await make(options, { mode, seed, index }, optimizer);
  } catch (error) {
    if (!(error instanceof Slow)) throw error;
    keepRealm(true);
    verdict = await make({ ...options, careful: true }, { mode, seed, index }, optimizer);
  }
  if (verdict === undefined) return undefined;
  const counts = isSmall ? tally.small : tally.large;
  const { user, system } = process.cpuUsage(usage);
  counts.time += (user + system) / 1000;
  counts.programs += verdict.programs;
  counts.changed += verdict.changed;
  counts.calls += verdict.calls;
  counts.returned += verdict.returned;
  counts.exhausted += verdict.exhausted;
  for (const rule of verdict.rules) countIn(tally.rules, rule);
  for (const [name, count] of Object.entries(verdict.shares)) countIn(tally.shares, name, count);
  if (isSmall) countIn(tally.changed, verdict.syntax, verdict.changed);
  return verdict.finding;
}

/** The modes that switch on some of the rules that sweeps are about, or all. */
function modesFor({ modes, sweptRules }: SessionOptions): readonly Mode[] {
  if (sweptRules === undefined) return modes;
  const fitting = modes.filter((mode) => sweptBy(mode, sweptRules).length > 0);
  return fitting.length > 0 ? fitting : modes;
}

/** What came of a step, and how many of its programs are of what sort. */
interface StepVerdict extends BatchVerdict {
  readonly shares: Readonly<Record<string, number>>;
  readonly syntax: string;
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
const RULES_EACH = 12;
/** Every so many modules one goes through the rules. */
const SWEEP_EACH = 8;

function isSweepAt(index: number): boolean {
  return index % SWEEP_EACH === SWEEP_EACH - 1;
}

async function smallPrograms(
  options: SessionOptions,
  { mode, seed, index }: Step,
  optimizer: Optimizer,
): Promise<StepVerdict> {
  const random = new Random(deriveSeed(seed, 8));
  const isSweep = options.kind === undefined && isSweepAt(index);
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
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(isSweep && { sweep: { number: Math.floor(index / SWEEP_EACH), rules: options.sweptRules } }),
  });
  const verdict = await checkBatch(batch, optimizer, cases, isSweep || index % RULES_EACH === 0, limitOf(options));
  const texts = batch.units.map(({ text }) => text);
  return { ...verdict, shares: traitsOf(texts, batch.filename, host), syntax: syntaxOf(texts, batch.filename) };
}

async function largeProgram(
  options: SessionOptions,
  { mode, seed }: Step,
  optimizer: Optimizer,
): Promise<StepVerdict | undefined> {
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
      limitOf(options),
    );
    return {
      ...verdict,
      shares: traitsOf([program.source], program.filename, undefined),
      syntax: syntaxOf([program.source], program.filename),
      programs: 1,
      changed: verdict.changed ? 1 : 0,
      exhausted: verdict.exhausted > 0 ? 1 : 0,
    };
  } catch (error) {
    // A program of ours that does not compile says nothing about the optimizer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Milliseconds for an output whose original has an end: enough on a busy machine. */
const CAREFUL = 5000;

function limitOf(options: SessionOptions): number | undefined {
  return options.careful === true ? CAREFUL : undefined;
}

/** The cheapest extraction, and random members of each class. */
function variants(seed: number, stress: boolean): OptimizerOptions[] {
  const random = (n: number): OptimizerOptions => ({ extraction: { stress: deriveSeed(seed, n) % 1_000_000 } });
  return stress ? [random(11), random(12), random(13)] : [{}, random(11)];
}
