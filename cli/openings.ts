import { type AssumptionName, assumptionNames, assumptionRows } from "../plugin/assumptions.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { openEngine } from "./engine.ts";
import { type Findings, lookAtFiles, type NamedFile } from "./look-at-files.ts";
import { startProgress } from "./progress.ts";
import type { ResultCache } from "./result-cache.ts";
import type { Terminal } from "./terminal.ts";

/** What {@link openingsOf} looks at, and with what. */
export interface OpeningsJob {
  readonly files: readonly NamedFile[];
  readonly findings: Findings;
  readonly options: ResolvedOptions;
  readonly jobs: number;
  cacheFor(options: ResolvedOptions): ResultCache;
}

/** How many more expressions would be improved if one more assumption were accepted, for each that is not. */
export async function openingsOf(job: OpeningsJob, terminal: Terminal): Promise<ReadonlyMap<AssumptionName, number>> {
  const { findings, options } = job;
  // Where nothing was left alone, nothing can open.
  const left = new Set(
    findings.events.flatMap(({ kind, file }) => (kind === "skipped" || kind === "kept" ? [file] : [])),
  );
  const files = job.files.filter(({ shown }) => left.has(shown));
  const improvedIn = (events: Findings["events"]): number =>
    events.filter(({ kind, file }) => kind === "improved" && left.has(file)).length;
  const now = improvedIn(findings.events);
  const openings = new Map<AssumptionName, number>();
  for (const name of assumptionNames.filter((each) => assumptionRows[each].inUse && !options.assume[each])) {
    const more = { ...options, assume: { ...options.assume, [name]: true } };
    const engine = openEngine(more, job.jobs);
    const look = { options: more, engine, cache: job.cacheFor(more), progress: startProgress(files.length, terminal) };
    const then = await lookAtFiles(files, look);
    await engine.close();
    openings.set(name, improvedIn(then.events) - now);
  }
  return openings;
}
