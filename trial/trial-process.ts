import { readFileSync } from "node:fs";
import { compareVersions } from "./compare-versions.ts";
import type { Contract } from "./contract.ts";
import { measureVersions } from "./measure-versions.ts";
import type { Trial } from "./trial.ts";

/** What the process is sent on standard input. */
export type TrialTask =
  | { readonly kind: "compare"; readonly trial: Trial; readonly contract: Contract; readonly cases: number }
  | { readonly kind: "measure"; readonly trial: Trial };

const task: TrialTask = JSON.parse(readFileSync(0, "utf8"));
const result =
  task.kind === "compare" ? await compareVersions(task.trial, task.contract, task.cases) : measureVersions(task.trial);
// The program that was tried may have written to standard output, or left timers.
process.stdout.write(`\n${JSON.stringify(result)}`, () => process.exit());
