import type { BugEvent, Event, ImprovedEvent } from "../plugin/events.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { contractOf } from "../trial/contract.ts";
import { startComparison, startMeasurement } from "../trial/start-trial.ts";
import { prepareTrial, type Trial } from "../trial/trial.ts";
import { type Cutter, unitCutter } from "../trial/unit.ts";
import type { ChangedFile, Findings } from "./look-at-files.ts";
import type { Progress } from "./progress.ts";

/** What to try on each improved expression. */
export interface Trials {
  readonly verify: boolean;
  readonly bench: boolean;
  readonly options: ResolvedOptions;
  /** So many processes may compare at once. Those that measure run alone. */
  readonly jobs: number;
  readonly progress: Progress;
}

/**
 * Runs the changed code against the original, expression by expression. Events tell what came of it; a file in which a
 * difference was found counts as not changed, so that it will not be written.
 */
export async function tryChanges(findings: Findings, trials: Trials): Promise<Findings> {
  const tried = new Map<Event, Event[]>();
  const work = findings.changed.flatMap((changed) =>
    changed.events.flatMap((event) => (event.kind === "improved" ? [{ changed, event }] : [])),
  );
  // Work on one file comes in a row: the last one parsed is nearly always the one that is needed.
  let latest: { readonly of: ChangedFile; readonly cut: Cutter } | undefined;
  const cutterOf = (changed: ChangedFile): Cutter => {
    if (latest?.of !== changed) latest = { of: changed, cut: unitCutter(changed.file.text, changed.shown) };
    return latest.cut;
  };
  let next = 0;
  const take = async (): Promise<void> => {
    for (let index = next++; index < work.length; index = next++) {
      const { changed, event } = work[index]!;
      tried.set(event, await tryOne(cutterOf(changed), event, trials));
      trials.progress.done(changed.shown, 1);
    }
  };
  const width = trials.bench ? 1 : trials.jobs;
  await Promise.all(Array.from({ length: width }, take));
  trials.progress.end();
  return withEventsOfTrials(findings, tried);
}

/** `findings` with the events that `tried` has in place of others. What a `bug` refutes is left as it was. */
export function withEventsOfTrials(findings: Findings, tried: ReadonlyMap<Event, readonly Event[]>): Findings {
  const isRefuted = ({ events }: ChangedFile): boolean =>
    events.some((event) => tried.get(event)?.some(({ kind }) => kind === "bug"));
  const refuted = new Set(findings.changed.filter(isRefuted).map(({ shown }) => shown));
  const after = (event: Event): readonly Event[] => {
    if (event.kind === "file" && refuted.has(event.file)) return [{ ...event, outcome: "unchanged" }];
    return tried.get(event) ?? [event];
  };
  const changed = findings.changed.filter(({ shown }) => !refuted.has(shown));
  return {
    ...findings,
    events: findings.events.flatMap(after),
    changed: changed.map((file) => ({ ...file, events: file.events.flatMap(after) })),
  };
}

async function tryOne(cut: Cutter, event: ImprovedEvent, trials: Trials): Promise<Event[]> {
  const trial = prepareTrial(cut, event, trials.options);
  if ("not" in trial) {
    return [{ ...event, ...(trials.bench && { measured: trial }), ...(trials.verify && { verified: trial }) }];
  }
  const compared = trials.verify ? await compare(trial, event, trials.options) : {};
  if ("kind" in compared) return [compared];
  const measured = trials.bench ? { measured: await startMeasurement(trial) } : {};
  return [{ ...event, ...compared, ...measured }];
}

async function compare(
  trial: Trial,
  event: ImprovedEvent,
  options: ResolvedOptions,
): Promise<BugEvent | Pick<ImprovedEvent, "verified">> {
  const compared = await startComparison(trial, contractOf(options.assume));
  if ("not" in compared) return { verified: compared };
  const { cases, returned, difference } = compared;
  if (difference === undefined) return { verified: { cases, returned } };
  const message = `the output does something else than the original. ${difference.seen}\nfor ${difference.input}`;
  return { kind: "bug", file: event.file, range: event.range, message, input: event.before };
}
