import picocolors from "picocolors";
import { countEvents, type Event, makeReport, skipEvent, sortEvents } from "../plugin/events.ts";
import { optimizeWith } from "../plugin/optimize.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { skipCodes } from "../plugin/skip-codes.ts";
import { sourceLines } from "../plugin/source-range.ts";
import { extensions } from "../plugin/syntax.ts";
import type { Flags } from "./command-line.ts";
import { findFiles, shownPath } from "./find-files.ts";
import { dirtyTrees } from "./git-tree.ts";
import { bugMessage, limitMessage, skipMessage } from "./messages.ts";
import { closingLines, improvementLines } from "./pretty-report.ts";
import { type FileProblem, readSource, type SourceFile, writeSource } from "./source-file.ts";
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

/** A file whose text would change. */
interface ChangedFile {
  readonly file: SourceFile;
  readonly shown: string;
  readonly code: string;
}

/** Everything that was found out about the files, before anything is written. */
interface Findings {
  readonly events: Event[];
  readonly changed: ChangedFile[];
  /** Texts by the file's name in events, for code frames. Only of files with something to point at. */
  readonly texts: Map<string, string>;
}

/** `eqsat [paths...]`. Gives the exit code; throws a {@link UsageError} before anything has been written. */
export async function reportCommand(job: ReportJob, terminal: Terminal): Promise<number> {
  const { flags } = job;
  if (flags.write && flags.check) throw new UsageError("--write and --check exclude each other: --check never writes");
  const findings = await lookAtFiles(job, terminal);
  const written = flags.write ? await writeAll(findings, flags) : undefined;
  const report = makeReport(findings.events, job.version);
  if (flags.format === "json") terminal.out(`${JSON.stringify(report, undefined, 2)}\n`);
  else print(findings, written, job, terminal);
  return exitCode(report.events, findings, job);
}

async function lookAtFiles(job: ReportJob, terminal: Terminal): Promise<Findings> {
  const { cwd, flags, options } = job;
  const { files, problems } = findFiles({
    cwd,
    paths: job.paths.length > 0 ? job.paths : ["."],
    extensions: flags.ext?.map((extension) => extension.replace(/^\./, "")) ?? extensions,
    include: options.include,
    exclude: [...options.exclude, ...(flags.ignore ?? [])],
    gitignore: flags.gitignore,
    commands: ["explain", "rules"],
  });
  const findings: Findings = { events: [...problems], changed: [], texts: new Map() };
  for (const [index, path] of files.entries()) {
    const shown = shownPath(path, cwd);
    if (terminal.statusLine) terminal.err(`\r\x1B[K${index + 1}/${files.length} ${shown.slice(-60)}`);
    lookAtFile(path, shown, findings, options);
    await turn();
  }
  if (terminal.statusLine) terminal.err("\r\x1B[K");
  return findings;
}

function lookAtFile(path: string, shown: string, findings: Findings, options: ResolvedOptions): void {
  const file = readSource(path);
  if ("code" in file) {
    findings.events.push(problemEvent(shown, file), { kind: "file", file: shown, outcome: "not read" });
    return;
  }
  const { code, events } = optimizeWith({ source: file.text, filename: shown, sourceMap: false }, options);
  findings.events.push(...events);
  if (code !== file.text) findings.changed.push({ file, shown, code });
  if (events.some((event) => event.kind === "skipped")) findings.texts.set(shown, file.text);
}

/** Lets signals in between two files: the work on one file is never cut in two. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Writes what changed, and adds an event for each file where that failed. Gives the number of files written. */
async function writeAll({ changed, events }: Findings, flags: Flags): Promise<number> {
  if (!flags.allowDirty) refuseDirtyTrees(changed);
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

function problemEvent(shown: string, { code, seen }: FileProblem): Event {
  return skipEvent(code, shown, sourceLines("").range({ start: 0, end: 0 }), seen);
}

function print(findings: Findings, written: number | undefined, job: ReportJob, terminal: Terminal): void {
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
  const lines = flags.diff ? [] : improvementLines(events, layout);
  const gap = lines.length > 0 ? [""] : [];
  terminal.out(`${[...lines, ...gap, ...closingLines(events, countEvents(events), written)].join("\n")}\n`);
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

function exitCode(events: readonly Event[], { changed }: Findings, { flags, options }: ReportJob): number {
  const totals = countEvents(events);
  if (totals.failedFiles > 0 || totals.bugs > 0) return exitCodes.fileFailed;
  if (options.failOn === "limit" && totals.limitsReached > 0) return exitCodes.fileFailed;
  return flags.check && changed.length > 0 ? exitCodes.changesFound : exitCodes.done;
}
