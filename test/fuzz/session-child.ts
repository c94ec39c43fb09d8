import { hideFunctionText } from "../../trial/function-text.ts";
import type { Finding } from "./check.ts";
import { taskOfParent, tell } from "./child.ts";
import { readCorpus, replay } from "./corpus.ts";
import { supportedModes } from "./modes.ts";
import { type Loaded, loadOptimizer, type Optimizer } from "./optimizer.ts";
import { describeFinding, fixtureOf } from "./reproducer.ts";
import { type SessionOptions, step } from "./session.ts";
import { shrink } from "./shrink.ts";
import { newTally, type Tally } from "./tally.ts";
import { runTwice } from "./twice.ts";

export interface SessionTask extends Omit<SessionOptions, "modes"> {
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
  /** Is it a finding where a second run over an output still changes something? */
  readonly twice?: boolean;
  /** Do not shrink. */
  readonly quick: boolean;
}

export type FromSession =
  | { readonly kind: "raw finding"; readonly index: number; readonly difference: string }
  | {
      readonly kind: "finding";
      readonly name: string;
      readonly text: string;
      readonly files: Readonly<Record<string, string>>;
    }
  /** Once, at the start. */
  | { readonly kind: "plan"; readonly modes: readonly string[]; readonly rules: readonly string[] }
  | { readonly kind: "replayed"; readonly failures: number }
  /** After each step: of that step alone. A session that dies has told what it did. */
  | { readonly kind: "tally"; readonly tally: Tally };

// Rejected promises that a program drops are its own affair.
process.on("unhandledRejection", () => {});

hideFunctionText();

const settings = await taskOfParent<SessionTask>();
const ignored = settings.ignore === undefined ? undefined : new RegExp(settings.ignore);

function post(message: FromSession): void {
  tell(message);
}

let current = -1;
let lastBeat = 0;

/** Says that this process is alive, not too often. */
function beat(): void {
  if (performance.now() - lastBeat < 200) return;
  lastBeat = performance.now();
  tell({ kind: "alive", index: current });
}

async function fuzz({ optimize: optimizer, hosts, rules }: Loaded): Promise<void> {
  const session: SessionOptions = { ...settings, hosts, modes: supportedModes(optimizer) };
  post({
    kind: "plan",
    modes: session.mode === undefined ? session.modes.map(({ name }) => name) : [session.mode],
    rules,
  });
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
    beat();
    const finding = await replay(failure, optimizer);
    if (finding !== undefined) await report(finding, `corpus-${failure.name}`, -1);
  }
  if (settings.corpus !== undefined) post({ kind: "replayed", failures: past.length });
  for (let index = settings.from; found < settings.findings; index++) {
    if (settings.programs > 0 ? index >= settings.from + settings.programs : seconds() >= settings.seconds) break;
    current = index;
    tell({ kind: "alive", index });
    const tally = newTally();
    const finding = await step(session, index, optimizer, tally);
    post({ kind: "tally", tally });
    if (finding === undefined || ignored?.test(finding.difference) === true) continue;
    await report(finding, `seed-${settings.seed}-${index}`, index);
  }
}

/** Shrinks, with a heartbeat at every trial. */
async function shrinkAlive(finding: Finding, optimizer: Optimizer): Promise<Finding> {
  return shrink(finding, (source, options) => {
    beat();
    return optimizer(source, options);
  });
}

const loaded = await loadOptimizer(settings.optimizer);
await fuzz(settings.twice === true ? runTwice(loaded) : loaded);
process.disconnect();
