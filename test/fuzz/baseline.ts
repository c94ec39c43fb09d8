import { difference } from "../../trial/difference.ts";
import { type Caller, type Run, run } from "../../trial/run.ts";
import type { Case } from "../../trial/spec.ts";
import type { Factory } from "../hostile/evaluate.ts";
import type { Mode } from "./modes.ts";
import { patched } from "./patched.ts";
import { shaken } from "./shake.ts";

/** How the calls of `mode` are made. */
export function callerIn(mode: Mode, caller: Caller | undefined): Caller | undefined {
  return mode.patched === true ? patched(caller ?? ((body) => body())) : caller;
}

/**
 * The run of the original to compare with, or undefined where it tells nothing: it has no end; or the mode gives up
 * rounding, and the original itself answers otherwise when its inputs move a little. Then a rounding may do the same.
 */
export async function baseline(
  original: Factory,
  input: Case,
  mode: Mode,
  caller: Caller | undefined,
): Promise<Run | undefined> {
  const first = await run(original, input, caller);
  if (first.world.exhausted) return undefined;
  if (mode.rounds !== true) return first;
  // What is promised to stay finite, and does not, is no test.
  if (mode.finite === true && !isFiniteThroughout(first.outcome.value, 3)) return undefined;
  for (const seed of [1, 2, 3]) {
    const moved = await run(original, shaken(input, seed), caller);
    if (difference(first, moved, mode.relax) !== undefined) return undefined;
  }
  return first;
}

/** Is no number in `value` infinite or NaN? */
function isFiniteThroughout(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null || depth === 0) return true;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(({ value: each }) =>
    isFiniteThroughout(each, depth - 1),
  );
}
