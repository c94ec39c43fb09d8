import { types } from "node:util";
import { Comparison, type SameNumber } from "./compare.ts";
import type { Run } from "./run.ts";

/** What is not compared because the user gave it up by name. */
export interface Relaxation {
  readonly sameNumber?: SameNumber;
  /** Which of several exceptions comes first, and what was done before it. */
  readonly errorOrder?: boolean;
  /** The trace: calls that the user declared pure may run more or less often. */
  readonly trace?: boolean;
}

/** What differs between two runs of one case, in one sentence, or undefined. An exhausted run differs from nothing. */
export function difference(original: Run, output: Run, relax: Relaxation = {}): string | undefined {
  if (original.world.exhausted || isExhaustion(original.outcome.value)) return undefined;
  if (output.world.exhausted) return "the output runs without end";
  const bothThrow = original.outcome.kind !== "returns" && output.outcome.kind !== "returns";
  if (relax.errorOrder === true && bothThrow) return undefined;
  if (original.outcome.kind !== output.outcome.kind) {
    return `the original ${describe(original)}, the output ${describe(output)}`;
  }
  const comparison = new Comparison(original.world, output.world, relax.sameNumber);
  // Inputs first: that fixes which object corresponds to which.
  for (const [i, input] of original.world.inputs.entries()) {
    const found = comparison.difference(input, output.world.inputs[i], `input ${i} afterwards`);
    if (found !== undefined) return found;
  }
  for (const [i, made] of original.world.objects.entries()) {
    const found = comparison.difference(made, output.world.objects[i], `object #${i} of the world afterwards`);
    if (found !== undefined) return found;
  }
  return (
    comparison.difference(original.outcome.value, output.outcome.value, original.outcome.kind) ??
    (relax.trace === true ? undefined : traceDifference(original.world.trace, output.world.trace)) ??
    comparison.difference(original.state, output.state, "state of the module") ??
    comparison.difference(
      original.probes.map((probe) => [probe.kind, probe.value]),
      output.probes.map((probe) => [probe.kind, probe.value]),
      "functions and promises of the result",
    )
  );
}

function traceDifference(a: readonly string[], b: readonly string[]): string | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (a[i] !== b[i]) return `trace, entry ${i}: ${a[i] ?? "nothing"} against ${b[i] ?? "nothing"}`;
  }
  return undefined;
}

function isExhaustion(value: unknown): boolean {
  return types.isNativeError(value) && value.message.startsWith("Maximum call stack");
}

function describe(run: Run): string {
  const { kind, value } = run.outcome;
  return types.isNativeError(value) ? `${kind} ${value.name}: ${value.message}` : kind;
}
