import type { Case } from "../hostile/spec.ts";
import { check, type Finding, type Verdict } from "./check.ts";
import { makeConsumed } from "./consumers.ts";
import { makeFocused, makeScalar } from "./focused.ts";
import { makeCase } from "./inputs.ts";
import { type Mode, modeNamed } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { makeProgram, type Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";

/** What a session tries: everything follows from these numbers. */
export interface SessionOptions {
  readonly seed: number;
  /** Only random extraction: more rules fire. */
  readonly stress?: boolean;
  /** What is drawn from, unless `mode` names one. */
  readonly modes: readonly Mode[];
  readonly mode?: string;
  /** Only programs of this maker. */
  readonly maker?: string;
  /** Inputs per entry of a program. */
  readonly cases?: number;
}

export interface Tally {
  programs: number;
  changed: number;
  calls: number;
  returned: number;
  readonly rules: Map<string, number>;
}

export function newTally(): Tally {
  return { programs: 0, changed: 0, calls: 0, returned: 0, rules: new Map() };
}

/** Makes and checks program number `index` of the session. */
export async function step(
  options: SessionOptions,
  index: number,
  optimizer: Optimizer,
  tally: Tally,
): Promise<Finding | undefined> {
  const seed = deriveSeed(options.seed, index);
  const random = new Random(seed);
  const drawn = random.weighted(options.modes.map((mode): [number, Mode] => [mode.weight, mode]));
  const mode = options.mode === undefined ? drawn : modeNamed(options.mode);
  const program = draw(random, mode, seed, options.maker);
  const cases = program.entries.flatMap((entry): Case[] =>
    random.list(options.cases ?? (program.entries.length > 1 ? 6 : 12), () =>
      makeCase(random, entry.name, entry.parameters, mode.inputs),
    ),
  );
  let verdict: Verdict;
  try {
    verdict = await check(program, cases, mode, variants(seed, options.stress === true), optimizer);
  } catch (error) {
    // A program of ours that does not compile says nothing about the optimizer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  tally.programs++;
  if (verdict.changed) tally.changed++;
  tally.calls += verdict.calls;
  tally.returned += verdict.returned;
  for (const rule of verdict.rules) tally.rules.set(rule, (tally.rules.get(rule) ?? 0) + 1);
  return verdict.finding;
}

/** Half of the programs are large and varied, half are small and dense. */
function draw(random: Random, mode: Mode, seed: number, maker: string | undefined): Program {
  if (maker === "consumed") return makeConsumed(seed);
  const isRestricted = mode.program.tame === true || mode.program.plainReceivers === true;
  const make = random.weighted<(seed: number) => Program>([
    [5, (each) => makeProgram(each, mode.program)],
    [isRestricted ? 0 : 4, makeFocused],
    [isRestricted ? 0 : 1.5, makeScalar],
    [isRestricted ? 0 : 2, makeConsumed],
  ]);
  return make(seed);
}

/** The cheapest extraction, and random members of each class. */
function variants(seed: number, stress: boolean): OptimizerOptions[] {
  const random = (n: number): OptimizerOptions => ({ extraction: { stress: deriveSeed(seed, n) % 1_000_000 } });
  return stress ? [random(11), random(12), random(13)] : [{}, random(11)];
}

/** The counts of a session, most frequent rules first. */
export function summary(tally: Tally, seconds: number): string {
  const rules = [...tally.rules]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `  ${String(count).padStart(7)}  ${rule}`);
  return [
    `rules in improved expressions: ${tally.rules.size}`,
    ...rules,
    `${tally.programs} programs, ${tally.changed} changed, ${tally.calls} calls compared, ${tally.returned} original calls returned a value, ${(tally.programs / Math.max(seconds, 0.001)).toFixed(0)} programs/s`,
  ].join("\n");
}
