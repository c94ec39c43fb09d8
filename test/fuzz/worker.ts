import { parentPort, workerData } from "node:worker_threads";
import { hideFunctionText } from "../../trial/function-text.ts";
import type { Finding } from "./check.ts";
import { readCorpus, replay } from "./corpus.ts";
import { supportedModes } from "./modes.ts";
import { type Loaded, loadOptimizer, type Optimizer } from "./optimizer.ts";
import { describeFinding, fixtureOf } from "./reproducer.ts";
import { newTally, type SessionOptions, step, summary } from "./session.ts";
import { shrink } from "./shrink.ts";

export interface WorkerSettings extends Omit<SessionOptions, "modes"> {
  readonly seconds: number;
  /** The first program, and how many; 0: until the time is over. */
  readonly from: number;
  readonly programs: number;
  /** Stop after so many findings. */
  readonly findings: number;
  readonly optimizer: string;
  /** Findings whose difference matches are known: not counted. */
  readonly ignore?: string;
  /** Where past failures are, to be replayed first; none with `from` or with another optimizer. */
  readonly corpus?: string;
  /** Do not shrink. */
  readonly quick: boolean;
  /** Two integers: a heartbeat, and the number of the current program. */
  readonly progress: SharedArrayBuffer;
}

export type FromWorker =
  | { readonly kind: "raw finding"; readonly index: number; readonly difference: string }
  | {
      readonly kind: "finding";
      readonly name: string;
      readonly text: string;
      readonly files: Readonly<Record<string, string>>;
    }
  | { readonly kind: "end"; readonly text: string };

// Rejected promises that a program drops are its own affair.
process.on("unhandledRejection", () => {});

hideFunctionText();

const settings = workerData as WorkerSettings;
const ignored = settings.ignore === undefined ? undefined : new RegExp(settings.ignore);
const progress = new Int32Array(settings.progress);

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

async function fuzz({ optimize: optimizer, hosts, rules }: Loaded): Promise<void> {
  const session: SessionOptions = { ...settings, hosts, modes: supportedModes(optimizer) };
  const tally = newTally();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let found = 0;
  const report = async (finding: Finding, name: string, index: number): Promise<void> => {
    found++;
    post({ kind: "raw finding", index, difference: finding.difference });
    const best = settings.quick ? finding : await shrinkAlive(finding, optimizer);
    post({ kind: "finding", name, text: describeFinding(best, name), files: fixtureOf(best, name) });
  };
  const past = settings.corpus === undefined ? [] : readCorpus(settings.corpus);
  for (const failure of past) {
    Atomics.add(progress, 0, 1);
    const finding = await replay(failure, optimizer);
    if (finding !== undefined) await report(finding, `corpus-${failure.name}`, -1);
  }
  for (let index = settings.from; found < settings.findings; index++) {
    if (settings.programs > 0 ? index >= settings.from + settings.programs : seconds() >= settings.seconds) break;
    Atomics.store(progress, 1, index);
    Atomics.add(progress, 0, 1);
    const finding = await step(session, index, optimizer, tally);
    if (finding === undefined || ignored?.test(finding.difference) === true) continue;
    await report(finding, `seed-${settings.seed}-${index}`, index);
  }
  const modes = session.mode ?? session.modes.map((mode) => mode.name).join(", ");
  post({
    kind: "end",
    text: `modes: ${modes}\npast failures replayed: ${past.length}\n${summary(tally, seconds(), rules)}`,
  });
}

/** Shrinks, with a heartbeat at every trial. */
async function shrinkAlive(finding: Finding, optimizer: Optimizer): Promise<Finding> {
  return shrink(finding, (source, options) => {
    Atomics.add(progress, 0, 1);
    return optimizer(source, options);
  });
}

await fuzz(await loadOptimizer(settings.optimizer));
