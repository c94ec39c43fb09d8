import { difference } from "../../trial/difference.ts";
import { type Caller, type Run, run, timeLimit } from "../../trial/run.ts";
import type { Case } from "../../trial/spec.ts";
import type { Factory } from "../hostile/evaluate.ts";
import { counting, metered } from "./meter.ts";
import type { Mode } from "./modes.ts";
import { patched } from "./patched.ts";
import { keepRealm } from "./realm-guard.ts";
import { shaken } from "./shake.ts";

/** How the two programs of a comparison are made and called. */
export interface Calls {
  /** The text of the original that is run. */
  readonly text: (source: string, filename: string) => string;
  readonly original: Caller | undefined;
  readonly output: Caller | undefined;
  readonly isCareful: boolean;
  /** Is what a call writes to built-in objects undone right after it? */
  readonly isAlone: boolean;
}

/** An original took long: it has to be run again with care, which tells whether it has an end. */
export class Slow extends Error {}

/** Milliseconds after which a call of an original is made again with care. Nothing is decided by time. */
const SLOW = 1500;
/** For built-ins that walk through billions of holes: no program of ours is slower by itself. */
const HOPELESS = 20_000;

/**
 * Calls in `mode`. With care, for programs without end: the work of the original is counted, and the output, which has
 * an end wherever the original has one, gets `limit` milliseconds.
 */
export function callsIn(mode: Mode, limit: number | undefined, isAlone: boolean): Calls {
  const inMode = (caller: Caller | undefined): Caller | undefined =>
    mode.patched === true ? patched(caller ?? ((body) => body())) : caller;
  if (limit === undefined) {
    const caller = inMode(undefined);
    return { text: (source) => source, original: caller, output: caller, isCareful: false, isAlone };
  }
  const original = inMode(counting(timeLimit(HOPELESS)));
  return { text: metered, original, output: inMode(timeLimit(limit)), isCareful: true, isAlone };
}

/**
 * The run of the original to compare with. "exhausted": it has no end. "unstable": it tells nothing, for the mode gives
 * up rounding, and the original itself answers otherwise when its inputs move a little. Then a rounding may do the same.
 */
export async function baseline(
  original: Factory,
  input: Case,
  mode: Mode,
  calls: Calls,
): Promise<Run | "exhausted" | "unstable"> {
  const start = performance.now();
  const first = await runIn(calls, original, input, calls.original);
  if (first.world.exhausted) return "exhausted";
  if (!calls.isCareful && performance.now() - start > SLOW) throw new Slow();
  if (mode.rounds !== true) return first;
  // What is promised to stay finite, and does not, is no test.
  if (mode.finite === true && !isFiniteThroughout(first.outcome.value, 3)) return "unstable";
  for (const seed of [1, 2, 3]) {
    const moved = await runIn(calls, original, shaken(input, seed), calls.original);
    if (difference(first, moved, mode.relax) !== undefined) return "unstable";
  }
  return first;
}

/** A call; where it is to be alone, no other sees anything of it: what it writes to built-in objects is undone. */
export async function runIn(
  { isAlone }: Calls,
  factory: Factory,
  input: Case,
  caller: Caller | undefined,
): Promise<Run> {
  const made = await run(factory, input, caller);
  if (isAlone) keepRealm();
  return made;
}

/** Is no number in `value` infinite or NaN? */
function isFiniteThroughout(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null || depth === 0) return true;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(({ value: each }) =>
    isFiniteThroughout(each, depth - 1),
  );
}
