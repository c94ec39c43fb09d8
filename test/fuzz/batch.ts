import { difference } from "../../trial/difference.ts";
import { run } from "../../trial/run.ts";
import type { Case } from "../../trial/spec.ts";
import { compile, compileOnce, type Factory } from "../hostile/evaluate.ts";
import { baseline, callsIn } from "./baseline.ts";
import { attempt, check, type Finding, failureOf, rulesOf, type Source } from "./check.ts";
import { makeConsumed } from "./consumers.ts";
import { makeExample } from "./examples.ts";
import { makeFocused, makeScalar, PRELUDE } from "./focused.ts";
import { makeHazard } from "./hazards.ts";
import { makeCase } from "./inputs.ts";
import type { Mode } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { makeOwnWrites } from "./own-writes.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

/**
 * Small programs, many to a module: parsing, scopes, the search's tables and the engine's warm-up are paid once for all
 * of them, and only those that the optimizer changed are run.
 */
export interface Batch {
  readonly filename: string;
  readonly mode: Mode;
  /** Options beyond those of the mode: the extraction, the host. */
  readonly options: OptimizerOptions;
  readonly units: readonly Unit[];
}

/** One small program: a module text behind the shared prelude, whose one export is `main`. */
export interface Unit {
  readonly text: string;
  readonly prelude: string;
  readonly parameters: readonly Type[];
  readonly seed: number;
}

/** What a batch may consist of. */
export interface BatchOptions {
  readonly mode: Mode;
  readonly options: OptimizerOptions;
  readonly size: number;
  /** Inputs per changed program. */
  readonly cases: number;
}

export interface BatchVerdict {
  readonly programs: number;
  readonly changed: number;
  readonly calls: number;
  readonly returned: number;
  /** Programs whose original has no end on some input. */
  readonly exhausted: number;
  readonly rules: readonly string[];
  readonly finding?: Finding;
}

export function makeBatch(seed: number, { mode, options, size }: BatchOptions): Batch {
  const random = new Random(deriveSeed(seed, 6));
  const isTame = mode.program.tame === true || mode.program.plainReceivers === true;
  const trusted = mode.program.typescript === true;
  const kind = random.weighted([
    [trusted ? 0 : 8, "module"],
    [isTame || mode.rounds === true ? 0 : 1, "sloppy"],
    [trusted ? 1 : isTame || mode.rounds === true ? 0 : 1, "typescript"],
  ]);
  const assume = Object.keys(mode.options.assume ?? {});
  const example = { trusted, assume, modest: mode.rounds === true };
  const [sloppy, typescript] = [kind === "sloppy", kind === "typescript"];
  const prelude = preludeFor(sloppy, typescript);
  const filename = typescript ? "program.ts" : "program.js";
  const makeUnit = (unitSeed: number): Unit => {
    if (mode.rounds === true) return unitOf(makeExample(unitSeed, example), prelude);
    const make = random.weighted<(seed: number) => Unit>([
      [kind === "module" ? 5 : 0, (each) => unitOf(makeFocused(each, isTame), prelude)],
      [kind === "module" && !isTame ? 4 : 0, (each) => unitOf(makeScalar(each), prelude)],
      [kind === "module" && !isTame ? 3 : 0, (each) => unitOf(makeConsumed(each), prelude)],
      [trusted || (kind === "module" && !isTame) ? 4 : 0, (each) => unitOf(makeExample(each, example), prelude)],
      [kind === "module" ? 3 : 0, (each) => unitOf(makeOwnWrites(each, isTame), prelude)],
      [isTame ? 0 : 3, (each) => unitOf(makeHazard(each, prelude, { sloppy, typescript }), prelude)],
    ]);
    return make(unitSeed);
  };
  let index = 0;
  const next = (): Unit => makeUnit(deriveSeed(seed, 100 + index++));
  let units = Array.from({ length: size }, next);
  // Each by itself only where something is wrong: a few parts are no JavaScript.
  while (!compiles(moduleOf(units), filename)) {
    units = units.filter((unit) => compiles(alone(unit), filename));
    while (units.length < size) units.push(next());
  }
  return { filename, mode, options, units };
}

function unitOf(
  { source, entries, seed }: { source: string; entries: readonly { parameters: readonly Type[] }[]; seed: number },
  prelude: string,
): Unit {
  return {
    text: source.slice(source.lastIndexOf(END) + END.length),
    prelude,
    parameters: entries[0]!.parameters,
    seed,
  };
}

/** The last line of every prelude. */
const END = "function noisy(x) { log(x); return x; }\n";

function preludeFor(sloppy: boolean, typescript: boolean): string {
  if (sloppy) return PRELUDE.replaceAll("export ", "");
  if (!typescript) return PRELUDE;
  const typed = PRELUDE.replaceAll("(x)", "(x: any)")
    .replace("(value)", "(value: any)")
    .replace("let m0", "let m0: any");
  return typed.replace(/function noisy.*\n$/, END);
}

function compiles(source: string, filename: string): boolean {
  try {
    compile(source, filename);
    return true;
  } catch {
    return false;
  }
}

function alone(unit: Unit): string {
  return unit.prelude + unit.text;
}

/** The module of all units: their exports are `main0`, `main1`, …. */
function moduleOf(units: readonly Unit[]): string {
  return (units[0]?.prelude ?? "") + units.map(({ text }, index) => text.replace(/\bmain\b/, `main${index}`)).join("");
}

const START = /^(?:export )?(?:async )?(?:function\*?|var) main(\d+)\b/gm;

/** The text of each unit in a module, by its number; what the optimizer puts at the end aside. */
function partsOf(code: string): Map<number, string> {
  const end = code.search(/^(?:var eqsatHeld|function eqsat)/m);
  const text = end < 0 ? code : code.slice(0, end);
  const starts = [...text.matchAll(START)];
  return new Map(
    starts.map((start, index) => [Number(start[1]), text.slice(start.index, starts[index + 1]?.index).trim()]),
  );
}

/** Optimizes `batch` as one module and runs what has changed of it; with a `limit`, as {@link callsIn} says. */
export async function checkBatch(
  batch: Batch,
  optimizer: Optimizer,
  cases: number,
  wantsRules: boolean,
  limit?: number,
): Promise<BatchVerdict> {
  const { units, mode, options, filename } = batch;
  const calls = callsIn(mode, limit);
  const source = moduleOf(units);
  const optimized = attempt({ source, filename }, mode, options, optimizer);
  const told = wantsRules ? rulesOf(optimized) : [];
  const rules = typeof told === "string" ? [] : told;
  const verdict = { programs: units.length, changed: 0, calls: 0, returned: 0, exhausted: 0, rules };
  const base = { mode, options, filename, rules: [] };
  const failure = failureOf(optimized) ?? (typeof told === "string" ? told : undefined);
  if (failure !== undefined) {
    const finding = { ...base, source, output: optimized.code, difference: failure };
    return { ...verdict, finding: await isolated(batch, finding, undefined, optimizer, limit) };
  }
  if (optimized.code === source) return verdict;
  const before = partsOf(optimized.printed ?? source);
  const after = partsOf(optimized.code);
  const changed = units.flatMap((_, index) => (before.get(index) === after.get(index) ? [] : [index]));
  verdict.changed = changed.length;
  // Where the original runs more often than the output, variables that a program keeps would tell them apart.
  const compiled = mode.rounds === true ? compile : compileOnce;
  let output: Factory;
  try {
    output = compiled(optimized.code, filename);
  } catch (error) {
    const finding = {
      ...base,
      source,
      output: optimized.code,
      difference: `the output does not compile: ${String(error)}`,
    };
    return { ...verdict, finding: await isolated(batch, finding, undefined, optimizer, limit) };
  }
  const original = compiled(calls.text(source, filename), filename);
  for (const index of changed) {
    const unit = units[index]!;
    const random = new Random(deriveSeed(unit.seed, 7));
    for (let number = 0; number < cases; number++) {
      const input = makeCase(random, `main${index}`, unit.parameters, mode.inputs);
      const first = await baseline(original, input, mode, calls);
      if (first === "exhausted") verdict.exhausted++;
      // From here on the original's variables have seen a call that the output's have not.
      if (typeof first !== "object") break;
      verdict.calls++;
      if (first.outcome.kind === "returns") verdict.returned++;
      const found = difference(first, await run(output, input, calls.output), mode.relax);
      if (found === undefined) continue;
      const finding = { ...base, source, output: optimized.code, difference: found, input };
      return { ...verdict, finding: await isolated(batch, finding, index, optimizer, limit) };
    }
  }
  return verdict;
}

/** The finding of a batch as that of one small program, or of as few as it takes. */
async function isolated(
  batch: Batch,
  finding: Finding,
  index: number | undefined,
  optimizer: Optimizer,
  limit?: number,
): Promise<Finding> {
  const { units, mode, options, filename } = batch;
  const attemptAlone = async (program: Source, input: Case | undefined): Promise<Finding | undefined> => {
    try {
      return (await check(program, input === undefined ? [] : [input], mode, [options], optimizer, limit)).finding;
    } catch (error) {
      // A part that does not compile by itself tells nothing, and must not hide what was found.
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  };
  for (const [each, unit] of units.entries()) {
    if (index !== undefined && index !== each) continue;
    const input = finding.input && { ...finding.input, call: "main" };
    const found = await attemptAlone({ source: alone(unit), filename }, input);
    if (found !== undefined) return found;
  }
  // It takes several: drop the others while it still fails.
  let kept = units.map((unit, each) => ({ unit, each }));
  const sourceOf = (list: typeof kept): string =>
    (units[0]?.prelude ?? "") + list.map(({ unit, each }) => unit.text.replace(/\bmain\b/, `main${each}`)).join("");
  for (let size = kept.length >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < kept.length; from += size) {
      const fewer = kept.filter(({ each }, at) => at < from || at >= from + size || each === index);
      if (fewer.length === kept.length) continue;
      if ((await attemptAlone({ source: sourceOf(fewer), filename }, finding.input)) === undefined) continue;
      kept = fewer;
      from -= size;
    }
  }
  return (await attemptAlone({ source: sourceOf(kept), filename }, finding.input)) ?? finding;
}
