import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import picocolors from "picocolors";
import { countEvents, type Event, type ImprovedEvent, makeReport, sortEvents } from "../plugin/events.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { skipCodes } from "../plugin/skip-codes.ts";
import { extensions } from "../plugin/syntax.ts";
import { beyondBaseline, readBaseline, writeBaseline } from "./baseline.ts";
import { chooseChanges } from "./choose-changes.ts";
import { commandNames, type Flags } from "./command-line.ts";
import { defaultJobs, type Engine, openEngine } from "./engine.ts";
import { findFiles, shownPath } from "./find-files.ts";
import { dirtyTrees } from "./git-tree.ts";
import { type ChangedFile, type Findings, lookAtFiles, type NamedFile, problemEvent, turn } from "./look-at-files.ts";
import { bugMessage, limitMessage, skipMessage } from "./messages.ts";
import { openingsOf } from "./openings.ts";
import { closingLines, counted, improvementLines } from "./pretty-report.ts";
import { startProgress } from "./progress.ts";
import { formatOf, renderedReport, writeReport } from "./rendered-report.ts";
import { defaultCacheFolder, noCache, openCache, type ResultCache } from "./result-cache.ts";
import { partOf, readShard } from "./shard.ts";
import { writeSource } from "./source-file.ts";
import { reasonOf } from "./system-error.ts";
import { exitCodes, type Terminal, UsageError } from "./terminal.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** What a run of the command works with. */
export interface ReportJob {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly flags: Flags;
  readonly options: ResolvedOptions;
  readonly version: string;
}

/** `eqsat [paths...]`. Gives the exit code; throws a {@link UsageError} before anything has been written. */
export async function reportCommand(job: ReportJob, terminal: Terminal): Promise<number> {
  checkFlags(job.flags, terminal);
  const engine = openEngine(job.options, jobsOf(job.flags));
  try {
    return await report(job, engine, terminal);
  } finally {
    await engine.close();
  }
}

async function report(job: ReportJob, engine: Engine, terminal: Terminal): Promise<number> {
  const { cwd, flags, options } = job;
  const { files, problems } = filesOf(job);
  const look = { options, engine, cache: cacheOf(job, options), progress: startProgress(files.length, terminal) };
  const looked = await lookAtFiles(files, look);
  looked.events.push(...problems);
  const findings = flags.verify || flags.bench ? await tried(looked, job, terminal) : looked;
  const openings = flags.report?.endsWith(".html")
    ? await openingsOf(
        { files, findings, options, jobs: jobsOf(flags), cacheFor: (more) => cacheOf(job, more) },
        terminal,
      )
    : undefined;
  const ended = await changeFiles(findings, job, engine, terminal);
  const made = makeReport(ended.events, job.version);
  for (const event of made.events) options.onEvent?.(event);
  const news = compareWithBaseline(made.events, job);
  if (flags.report !== undefined) await writeReport(made, { file: flags.report, cwd, openings });
  if (flags.format === "pretty") print(ended, { news, job }, terminal);
  else terminal.out(await renderedReport(made, flags.format));
  return exitCode(made.events, news, job);
}

async function tried(findings: Findings, { flags, options }: ReportJob, terminal: Terminal): Promise<Findings> {
  const { tryChanges } = await import("./try-changes.ts");
  const improved = findings.events.filter(({ kind }) => kind === "improved").length;
  const progress = startProgress(improved, terminal, "expressions tried");
  const trials = { verify: flags.verify === true, bench: flags.bench === true, options, jobs: jobsOf(flags), progress };
  return await tryChanges(findings, trials);
}

function checkFlags(flags: Flags, terminal: Terminal): void {
  const together = (a: keyof Flags, b: keyof Flags, why: string): void => {
    if (flags[a] && flags[b]) throw new UsageError(`--${a} and --${b} exclude each other: ${why}`);
  };
  together("write", "check", "--check never writes");
  together("interactive", "check", "--check never writes");
  together("interactive", "write", "--interactive writes what you accept");
  if (flags.interactive && flags.format !== "pretty") throw new UsageError("--interactive needs --format pretty");
  if (flags.interactive && terminal.ask === undefined) throw new UsageError("--interactive needs a terminal to ask at");
  together("interactive", "verify", "what you accept may depend on what you decline");
  together("interactive", "bench", "what you accept may depend on what you decline");
  if (flags.updateBaseline && flags.baseline === undefined)
    throw new UsageError("--update-baseline needs --baseline FILE");
  if (flags.report !== undefined) formatOf(flags.report);
}

/** The files to look at, this machine's part of them, in the order of their paths. */
function filesOf({ cwd, flags, options, paths }: ReportJob): {
  files: readonly NamedFile[];
  problems: readonly Event[];
} {
  const listed = flags.filesFrom === undefined ? [] : listedIn(flags.filesFrom, cwd);
  const shard = flags.shard === undefined ? { index: 1, count: 1 } : readShard(flags.shard);
  const { files, problems } = findFiles({
    cwd,
    paths: paths.length > 0 || flags.filesFrom !== undefined ? [...paths, ...listed] : ["."],
    extensions: flags.ext?.map((extension) => extension.replace(/^\./, "")) ?? extensions,
    include: options.include,
    exclude: [...options.exclude, ...(flags.ignore ?? [])],
    gitignore: flags.gitignore,
    commands: commandNames,
  });
  const named = files.map((path) => ({ path, shown: shownPath(path, cwd) }));
  // What could not be looked at is nobody's part: the first shard tells it.
  return { files: partOf(named, shard), problems: shard.index === 1 ? problems : [] };
}

/** The paths in a file, or in standard input for `-`: one on a line, or with zero bytes between. */
function listedIn(file: string, cwd: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`--files-from ${file} cannot be read: ${reasonOf(error)}`);
  }
  const paths = text.split(text.includes("\0") ? "\0" : /\r?\n/).filter((path) => path !== "");
  if (paths.length === 0) throw new UsageError(`--files-from ${file}: there is no path in it`);
  return paths;
}

function jobsOf({ jobs = defaultJobs() }: Flags): number {
  return jobs;
}

function cacheOf({ cwd, flags }: ReportJob, options: ResolvedOptions): ResultCache {
  const folder = flags.cacheDir === undefined ? defaultCacheFolder(cwd) : resolve(cwd, flags.cacheDir);
  return flags.cache && folder !== undefined ? openCache(folder, options) : noCache;
}

/** What was found, and what was done of it. */
interface Ended extends Findings {
  /** Files written; undefined when none were to be. */
  readonly written: number | undefined;
}

async function changeFiles(findings: Findings, job: ReportJob, engine: Engine, terminal: Terminal): Promise<Ended> {
  const { flags } = job;
  if (!flags.write && !flags.interactive) return { ...findings, written: undefined };
  if (!flags.allowDirty) refuseDirtyTrees(findings.changed);
  if (!flags.interactive) return { ...findings, written: await writeAll(findings) };
  const { ask, out } = terminal;
  if (ask === undefined) throw new UsageError("--interactive needs a terminal to ask at");
  const colors = picocolors.createColors(terminal.color && flags.color);
  const chosen = await chooseChanges(findings.changed, engine, { terminal: { ask, out }, colors });
  terminal.out("\n");
  const asked = new Set(findings.changed.map(({ shown }) => shown));
  const events = [...findings.events.filter(({ file }) => !asked.has(file)), ...chosen.events];
  const ended: Findings = { ...findings, changed: [...chosen.changed], events };
  return { ...ended, written: await writeAll(ended) };
}

/** Writes what changed, and adds an event for each file where that failed. Gives the number of files written. */
async function writeAll({ changed, events }: Findings): Promise<number> {
  let written = 0;
  for (const { file, shown, code } of changed) {
    const problem = writeSource(file, code);
    if (problem === undefined) written++;
    else events.push(problemEvent(shown, problem));
    await turn();
  }
  return written;
}

function refuseDirtyTrees(changed: readonly ChangedFile[]): void {
  const [tree] = dirtyTrees(changed.map(({ file }) => file.path));
  if (tree === undefined) return;
  const shown = tree.reasons.slice(0, 5).map((line) => `\n  ${line}`);
  const more = tree.reasons.length > 5 ? `\n  and ${tree.reasons.length - 5} more` : "";
  throw new UsageError(
    `the git tree ${tree.root} has uncommitted changes, and a rewrite could not be told from them:${shown.join("")}${more}
Nothing was written. Commit or stash them first, or add --allow-dirty.`,
  );
}

/** The improvements that no baseline accepts; undefined without a baseline. */
function compareWithBaseline(
  events: readonly Event[],
  { cwd, flags }: ReportJob,
): readonly ImprovedEvent[] | undefined {
  if (flags.baseline === undefined) return undefined;
  const path = resolve(cwd, flags.baseline);
  if (!flags.updateBaseline) return beyondBaseline(events, readBaseline(path, flags.baseline));
  writeBaseline(path, events);
  return [];
}

interface Printing {
  readonly news: readonly ImprovedEvent[] | undefined;
  readonly job: ReportJob;
}

function print(findings: Ended, { news, job }: Printing, terminal: Terminal): void {
  const { flags } = job;
  const colors = picocolors.createColors(terminal.color && flags.color);
  const events = sortEvents(findings.events);
  for (const { file, shown, code } of flags.diff ? findings.changed : []) {
    terminal.out(unifiedDiff(shown, file.text, code, colors));
  }
  for (const message of messages(events, findings, flags)) terminal.err(`${message}\n\n`);
  if (flags.skipped) terminal.out(skippedText(events, findings));
  if (flags.quiet) return;
  const layout = { colors, columns: terminal.columns, verbose: flags.verbose === true };
  const lines = flags.diff ? [] : improvementLines(news ?? events, layout);
  const gap = lines.length > 0 ? [""] : [];
  const closing = closingLines(events, countEvents(events), findings.written);
  terminal.out(`${[...lines, ...gap, ...baselineLine(news, flags), ...closing].join("\n")}\n`);
}

function baselineLine(news: readonly ImprovedEvent[] | undefined, { baseline, updateBaseline }: Flags): string[] {
  if (news === undefined) return [];
  if (updateBaseline) return [`${baseline} was written: it accepts all that could be improved now.`];
  if (news.length === 0) return [`Nothing is worse than ${baseline}.`];
  return [`${counted(news.length, "expression")} beyond ${baseline}, shown above.`];
}

/** What is said without being asked for: failures, unused ignores; with `-v`, limits reached. */
function messages(events: readonly Event[], { texts }: Findings, { verbose }: Flags): string[] {
  return events.flatMap((event) => {
    if (event.kind === "bug") return [bugMessage(event, verbose === true)];
    if (event.kind === "limit-reached" && verbose) return [limitMessage(event)];
    if (event.kind !== "skipped" || skipCodes[event.code].about === "region") return [];
    return [skipMessage(event, texts.get(event.file))];
  });
}

function skippedText(events: readonly Event[], { texts }: Findings): string {
  const skips = events.filter((event) => event.kind === "skipped" && skipCodes[event.code].about === "region");
  return skips
    .map((event) => (event.kind === "skipped" ? `${skipMessage(event, texts.get(event.file))}\n\n` : ""))
    .join("");
}

function exitCode(
  events: readonly Event[],
  news: readonly ImprovedEvent[] | undefined,
  { flags, options }: ReportJob,
): number {
  const totals = countEvents(events);
  if (totals.failedFiles > 0 || totals.bugs > 0) return exitCodes.fileFailed;
  if (options.failOn === "limit" && totals.limitsReached > 0) return exitCodes.fileFailed;
  if (news !== undefined) return news.length > 0 ? exitCodes.changesFound : exitCodes.done;
  return flags.check && totals.changedFiles > 0 ? exitCodes.changesFound : exitCodes.done;
}
