import { bothVersions, type Make } from "./both-versions.ts";
import { type Contract, relaxed } from "./contract.ts";
import { difference } from "./difference.ts";
import { hideFunctionText } from "./function-text.ts";
import { hostileCases } from "./hostile-inputs.ts";
import { Random } from "./random.ts";
import { type Factory, type Run, run, timeLimit } from "./run.ts";
import { type Case, show } from "./spec.ts";
import type { Trial } from "./trial.ts";

/** What running both versions on many inputs showed. */
export interface Comparison {
  readonly cases: number;
  /** In so many the original gave a value instead of throwing. */
  readonly returned: number;
  /** The smallest input on which they differ, and in what. */
  readonly difference?: { readonly seen: string; readonly input: string };
}

/** So many inputs on which the original does too much are bad luck. */
const ENDLESS = 3;

/**
 * Runs both versions on `count` generated inputs and compares values, exceptions, the trace of effects and the inputs
 * afterwards. For a process of its own: the text of functions is hidden, chance and clock are replaced.
 */
export async function compareVersions(
  trial: Trial,
  contract: Contract,
  count: number,
): Promise<Comparison | { readonly not: string }> {
  hideFunctionText();
  const { original, output } = bothVersions(trial);
  const relax = relaxed({ ...contract, looseTrace: contract.looseTrace || trial.hasPureMarks });
  const names = trial.given.length;
  let returned = 0;
  let endless = 0;
  let tried = 0;
  let found: { seen: string; input: string } | undefined;
  for (const input of hostileCases(trial, contract, count)) {
    const runOf = (make: Make): Promise<Run> => run(factoryOf(make, names), input, timeLimit(500));
    const before = await runOf(original);
    if (before.outcome.kind === "returns") returned++;
    tried++;
    if (before.world.exhausted && ++endless > ENDLESS && endless * 3 > tried)
      return { not: "it does not come to an end on inputs made from its text" };
    let after = await runOf(output);
    // On a busy machine a run may be cut short that would have come to an end.
    if (after.world.exhausted && !before.world.exhausted) after = await runOf(output);
    const seen = difference(before, after, relax);
    if (seen === undefined) continue;
    if (difference(await runOf(original), await runOf(original)) !== undefined) {
      return { not: "two runs of the original differ already: it keeps state that is not its own" };
    }
    const shown = showCase(input, trial);
    if (found === undefined || shown.length < found.input.length) found = { seen, input: shown };
  }
  return { cases: count, returned, ...(found && { difference: found }) };
}

/** The first inputs are what is given from outside, the others the arguments. */
function factoryOf(make: Make, names: number): Factory {
  return () => {
    replaceChance();
    return {
      main(this: unknown, ...all: readonly unknown[]): unknown {
        return Reflect.apply(make(...all.slice(0, names)), this, all.slice(names));
      },
    };
  };
}

/** Both versions are to see the same chance and the same time. */
function replaceChance(): void {
  const random = new Random(1);
  let now = 1_700_000_000_000;
  Math.random = () => random.next();
  Date.now = () => now++;
}

function showCase({ args, self }: Case, { given, params }: Trial): string {
  const names = [...given, ...params].map(({ name }) => name);
  const lines = args.map((arg, index) => `${names[index] ?? "…"} = ${show(arg)}`);
  return [...lines, ...(self === undefined ? [] : [`this = ${show(self)}`])].join("\n");
}
