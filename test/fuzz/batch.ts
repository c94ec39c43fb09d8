import { resolveOptions } from "../../plugin/options.ts";
import { selectedRules } from "../../plugin/selected-rules.ts";
import { difference } from "../../trial/difference.ts";
import type { Case } from "../../trial/spec.ts";
import { compile, compileOnce, type Factory } from "../hostile/evaluate.ts";
import { baseline, type Calls, callsIn, runIn } from "./baseline.ts";
import { attempt, check, type Finding, failureOf, rulesOf, type Source } from "./check.ts";
import { makeConsumed } from "./consumers.ts";
import { makeExample } from "./examples.ts";
import { makeFocused, makeScalar, PRELUDE } from "./focused.ts";
import { makeHazard } from "./hazards.ts";
import { makeCase } from "./inputs.ts";
import type { Mode } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import { makeOwnArray } from "./own-arrays.ts";
import { makeOwnWrites } from "./own-writes.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import { keepRealm } from "./realm-guard.ts";
import { makeRuleTerm } from "./rule-terms.ts";
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
  readonly sweep?: Sweep;
  /** The only kind of program that is made, by its name in makeBatch. */
  readonly kind?: string;
  /** Inputs per changed program. */
  readonly cases: number;
}

/** A sweep: its programs are about one rule after the other, of those that the mode switches on. */
export interface Sweep {
  readonly number: number;
  /** The only rules that are wanted. */
  readonly rules: readonly string[] | undefined;
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

export function makeBatch(seed: number, { mode, options, size, sweep, kind: wanted }: BatchOptions): Batch {
  const random = new Random(deriveSeed(seed, 6));
  const isTame = mode.program.tame === true || mode.program.plainReceivers === true;
  const trusted = mode.program.typescript === true;
  const kind = random.weighted([
    [trusted ? 0 : 8, "module"],
    [isTame || mode.rounds === true || sweep !== undefined ? 0 : 1, "sloppy"],
    [trusted ? 1 : isTame || mode.rounds === true || sweep !== undefined ? 0 : 1, "typescript"],
  ]);
  const assume = Object.keys(mode.options.assume ?? {});
  const example = { trusted, assume, modest: mode.rounds === true };
  const [sloppy, typescript] = [kind === "sloppy", kind === "typescript"];
  // A CommonJS module, sloppy or strict, has no exports that a tool could see, and a top level of its own.
  const commonJs = !typescript && random.chance(sloppy ? 0.4 : 0.12);
  const asModule = preludeFor(sloppy, typescript);
  const prelude = commonJs && !sloppy ? `"use strict";\n${asModule.replaceAll("export ", "")}` : asModule;
  const filename = typescript ? "program.ts" : commonJs ? "program.cjs" : "program.js";
  // One program whose names cannot be known would take all the others of its module along.
  const keepsNames = !sloppy || random.chance(0.9);
  const makeUnit = (unitSeed: number): Unit => {
    for (let number = 0; ; number++) {
      const unit = makeAnyUnit(number === 0 ? unitSeed : deriveSeed(unitSeed, number));
      if (!keepsNames || !LOSES_NAMES.test(unit.text)) return unit;
    }
  };
  const makeOwn = (unitSeed: number): Program =>
    !isTame && new Random(deriveSeed(unitSeed, 13)).chance(0.2)
      ? makeOwnArray(unitSeed)
      : makeOwnWrites(unitSeed, isTame);
  const makeAnyUnit = (unitSeed: number): Unit => {
    if (mode.rounds === true) return unitOf(makeExample(unitSeed, example), prelude);
    const makers: readonly Maker[] = [
      ["focused", trusted ? 0 : 5, (each) => makeFocused(each, isTame)],
      ["scalar", isTame ? 0 : 4, makeScalar],
      ["consumed", isTame ? 0 : 3, makeConsumed],
      ["example", trusted || !isTame ? 4 : 0, (each) => makeExample(each, example)],
      ["own writes", trusted ? 0 : 3, wanted === undefined ? makeOwn : (each) => makeOwnWrites(each, isTame)],
      // Of what is special to sloppy code and to TypeScript these hold most.
      ["hazard", isTame ? 0 : kind === "module" ? 3 : 12, (each) => makeHazard(each, prelude, { sloppy, typescript })],
      // Unless asked for, these come among those that write their own.
      ["own array", wanted === "own array" ? 1 : 0, makeOwnArray],
    ];
    const possible = makers.filter(([name, weight]) => weight > 0 && (wanted === undefined || name === wanted));
    const make = random.weighted((possible.length > 0 ? possible : makers).map(([, weight, each]) => [weight, each]));
    return unitOf(make(unitSeed), prelude);
  };
  const rules = sweep === undefined ? [] : sweptBy(mode, sweep.rules);
  const makeSwept = (unitSeed: number, number: number): Unit => {
    const rule = rules[number % rules.length] ?? "";
    const modest = mode.rounds === true;
    const term = new Random(unitSeed).chance(0.6) ? makeRuleTerm(unitSeed, { rule, modest }) : undefined;
    return unitOf(term ?? makeExample(unitSeed, { ...example, rule }), prelude);
  };
  let index = 0;
  const next = (): Unit => {
    const number = index++;
    const unitSeed = deriveSeed(seed, 100 + number);
    return sweep === undefined ? makeUnit(unitSeed) : makeSwept(unitSeed, sweep.number * size + number);
  };
  let units = Array.from({ length: size }, next);
  // Each by itself only where something is wrong: a few parts are no JavaScript.
  while (!compiles(moduleOf(units), filename)) {
    units = units.filter((unit) => compiles(alone(unit), filename));
    while (units.length < size) units.push(next());
  }
  return { filename, mode, options, units };
}

/** A function in a block of sloppy code is a variable around it too: where it may mean another, a file is left alone. */
const LOSES_NAMES = /\{ function \w+\(/;

/** What a run prints the shares of: the kind of module and of host, and what programs hold. */
const TRAITS: Readonly<Record<string, RegExp>> = {
  class: /\bclass\b/,
  generator: /\bfunction\*|\byield\b/,
  async: /\basync\b|\bawait\b/,
  "arrow function": /=>/,
  "closure over a variable that is written": /\b(?:m0|s|c|t) ?(?:\+\+|[-+*|&?]*=[^=>])/,
  try: /\btry\b/,
  loop: /\b(?:for|while)\b/,
};

export function traitsOf(texts: readonly string[], filename: string, host: unknown): Readonly<Record<string, number>> {
  const shares: Record<string, number> = { [syntaxOf(texts, filename)]: texts.length };
  if (host !== undefined) shares[String(host)] = texts.length;
  for (const [name, pattern] of Object.entries(TRAITS)) {
    const count = texts.filter((text) => pattern.test(text)).length;
    if (count > 0) shares[name] = count;
  }
  return shares;
}

/** As what programs are read. */
export function syntaxOf(texts: readonly string[], filename: string): string {
  if (filename.endsWith(".ts")) return "TypeScript";
  if (filename.endsWith(".cjs")) return "CommonJS";
  return texts.some((text) => /^export\b/m.test(text)) ? "module" : "script";
}

/** A kind of small programs: its name, how often it is made, and how. */
type Maker = readonly [kind: string, weight: number, make: (seed: number) => Program];

/** The rules that a sweep in `mode` goes through: those of `wanted` that it switches on. */
export function sweptBy(mode: Mode, wanted: readonly string[] | undefined): readonly string[] {
  const all = rulesOfMode(mode);
  return wanted === undefined ? all : all.filter((id) => wanted.includes(id));
}

/** The ids of the rules that `mode` switches on; where it switches on some that are off by default, those more often. */
function rulesOfMode(mode: Mode): readonly string[] {
  const byDefault = new Set(selectedRules(resolveOptions()).map(({ id }) => id));
  const all = selectedRules(resolveOptions(mode.options)).map(({ id }) => id);
  const own = all.filter((id) => !byDefault.has(id));
  if (own.length === 0) return all;
  return all.flatMap((id, index) => [id, own[index % own.length]!]);
}

function unitOf(
  { source, entries, seed }: { source: string; entries: readonly { parameters: readonly Type[] }[]; seed: number },
  prelude: string,
): Unit {
  return {
    text: source.slice(source.lastIndexOf(END) + END.length).replace(/^export /gm, isModuleText(prelude) ? "$&" : ""),
    prelude,
    parameters: entries[0]!.parameters,
    seed,
  };
}

function isModuleText(prelude: string): boolean {
  return /^export /m.test(prelude);
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
  // Looking at the built-in objects takes long: it is done after each call only where a program has written them.
  const shared = callsIn(mode, limit, false);
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
  const original = compiled(shared.text(source, filename), filename);
  for (const index of changed) {
    const unit = units[index]!;
    const compare = async (calls: Calls): Promise<Finding | undefined> => {
      const random = new Random(deriveSeed(unit.seed, 7));
      for (let number = 0; number < cases; number++) {
        const input = makeCase(random, `main${index}`, unit.parameters, mode.inputs);
        const first = await baseline(original, input, mode, calls);
        if (first === "exhausted") verdict.exhausted++;
        // From here on the original's variables have seen a call that the output's have not.
        if (typeof first !== "object") break;
        verdict.calls++;
        if (first.outcome.kind === "returns") verdict.returned++;
        const found = difference(first, await runIn(calls, output, input, calls.output), mode.relax);
        if (found !== undefined) return { ...base, source, output: optimized.code, difference: found, input };
      }
      return undefined;
    };
    let finding = await compare(shared);
    if (keepRealm()) finding = await compare(callsIn(mode, limit, true));
    if (finding !== undefined) return { ...verdict, finding: await isolated(batch, finding, index, optimizer, limit) };
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
