import { difference } from "../../trial/difference.ts";
import type { Run } from "../../trial/run.ts";
import type { Case } from "../../trial/spec.ts";
import { compile, type Factory } from "../hostile/evaluate.ts";
import { baseline, callsIn, runIn } from "./baseline.ts";
import type { Mode } from "./modes.ts";
import type { Optimized, Optimizer, OptimizerOptions } from "./optimizer.ts";

/** A program text with its syntax. */
export interface Source {
  readonly source: string;
  readonly filename: string;
}

/** Original and output disagree, or the optimizer failed. */
export interface Finding extends Source {
  readonly mode: Mode;
  /** Options beyond those of the mode: the extraction. */
  readonly options: OptimizerOptions;
  readonly output: string;
  readonly rules: readonly string[];
  /** Absent when the optimizer itself failed. */
  readonly input?: Case;
  readonly difference: string;
}

export interface Verdict {
  readonly changed: boolean;
  /** Rules of the `improved` events of all outputs. */
  readonly rules: readonly string[];
  /** Calls that were compared, and those of them that returned. */
  readonly calls: number;
  readonly returned: number;
  /** Inputs on which the original has no end. */
  readonly exhausted: number;
  readonly finding?: Finding;
}

/** Throws SyntaxError if `program` itself does not compile. Otherwise optimizes it with each of `variants` and compares every output with the original on all `cases`; with a `limit`, as {@link callsIn} says. */
export async function check(
  program: Source,
  cases: readonly Case[],
  mode: Mode,
  variants: readonly OptimizerOptions[],
  optimizer: Optimizer,
  limit?: number,
): Promise<Verdict> {
  const calls = callsIn(mode, limit, true);
  const rules: string[] = [];
  const originals = new Map<Case, Run | "exhausted" | "unstable">();
  const original = compile(calls.text(program.source, program.filename), program.filename);
  let changed = false;
  let compared = 0;
  const count = (): Omit<Verdict, "finding" | "returned"> => {
    const exhausted = [...originals.values()].filter((before) => before === "exhausted").length;
    return { changed, rules, calls: compared, exhausted };
  };
  const seen = new Set<string>([program.source]);
  for (const options of variants) {
    const optimized = attempt(program, mode, options, optimizer);
    const told = rulesOf(optimized);
    const fired = typeof told === "string" ? [] : told;
    rules.push(...fired);
    const base = { ...program, mode, options, output: optimized.code, rules: fired };
    const failure = failureOf(optimized) ?? (typeof told === "string" ? told : undefined);
    if (failure !== undefined) return { ...count(), returned: 0, finding: { ...base, difference: failure } };
    if (seen.has(optimized.code)) continue;
    seen.add(optimized.code);
    changed = true;
    let output: Factory;
    try {
      output = compile(optimized.code, program.filename);
    } catch (error) {
      const finding = { ...base, difference: `the output does not compile: ${String(error)}` };
      return { ...count(), returned: 0, finding };
    }
    for (const input of cases) {
      if (!originals.has(input)) originals.set(input, await baseline(original, input, mode, calls));
      const before = originals.get(input);
      if (typeof before !== "object") continue;
      compared++;
      const found = difference(before, await runIn(calls, output, input, calls.output), mode.relax);
      if (found !== undefined) return { ...count(), returned: 0, finding: { ...base, input, difference: found } };
    }
  }
  const returned = [...originals.values()].filter(
    (before) => typeof before === "object" && before.outcome.kind === "returns",
  ).length;
  return { ...count(), returned };
}

export function attempt(program: Source, mode: Mode, options: OptimizerOptions, optimizer: Optimizer): Optimized {
  try {
    return optimizer(program.source, { ...mode.options, ...options, filename: program.filename });
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { code: program.source, events: [{ kind: "bug", message: `optimize threw: ${stack}` }] };
  }
}

/** The rules of what was improved, or what is wrong where the optimizer cannot tell them. */
export function rulesOf(optimized: Optimized): string[] | string {
  try {
    return optimized.events.flatMap((event) => (event.kind === "improved" ? [...(event.rules ?? [])] : []));
  } catch (error) {
    return `no derivation: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** An error inside the optimizer, which it must not have even though it leaves the code alone then. */
export function failureOf(optimized: Optimized): string | undefined {
  const bug = optimized.events.find((event) => event.kind === "bug");
  if (bug !== undefined) return `a bug event: ${bug.message ?? bug.code ?? JSON.stringify(bug)}`;
  // No program of ours is deep: a walk has no end.
  if (optimized.events.some(({ code }) => code === "E-TOO-DEEP")) return "the stack was used up";
  return undefined;
}
