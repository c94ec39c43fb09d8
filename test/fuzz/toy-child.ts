import { hideFunctionText } from "../../trial/function-text.ts";
import { taskOfParent, tell } from "./child.ts";
import { modeNamed } from "./modes.ts";
import { step } from "./session.ts";
import { newTally } from "./tally.ts";
import { RIGHT, WRONG } from "./wrong-optimizers.ts";

/** Toys to fuzz, one after the other. */
export interface ToyTask {
  readonly names: readonly string[];
  /** Steps for a wrong one. */
  readonly most: number;
}

export interface ToyVerdict {
  readonly kind: "verdict";
  readonly name: string;
  readonly programs: number;
  readonly step: number;
  /** Absent: nothing was found. */
  readonly difference?: string;
}

/** Steps for a right one. */
const ENOUGH = 40;

process.on("unhandledRejection", () => {});
hideFunctionText();

const { names, most } = await taskOfParent<ToyTask>();
const modes = [modeNamed("default")];
for (const name of names) {
  const optimizer = RIGHT[name] ?? WRONG[name];
  if (optimizer === undefined) throw new Error(`no toy ${name}`);
  const tally = newTally();
  let difference: string | undefined;
  let index = 0;
  for (; index < (name in RIGHT ? ENOUGH : most) && difference === undefined; index++) {
    tell({ kind: "alive", index });
    difference = (await step({ seed: 1, modes }, index, optimizer, tally))?.difference;
  }
  const verdict = { name, programs: tally.small.programs + tally.large.programs, step: index - 1 };
  tell({ kind: "verdict", ...verdict, ...(difference !== undefined && { difference }) });
}
process.disconnect();
