import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import picocolors from "picocolors";
import { countEvents, type Event, makeReport, REPORT_SCHEMA, type Report } from "../plugin/events.ts";
import type { Flags } from "./command-line.ts";
import { closingLines, improvementLines } from "./pretty-report.ts";
import { formatOf, renderedReport, writeReport } from "./rendered-report.ts";
import { reasonOf } from "./system-error.ts";
import { exitCodes, type Terminal, UsageError } from "./terminal.ts";

/** `eqsat merge A.json B.json`: one report of several, as if one machine had done it all. Gives the exit code. */
export async function mergeCommand(
  files: readonly string[],
  { flags, cwd }: { readonly flags: Flags; readonly cwd: string },
  terminal: Terminal,
): Promise<number> {
  if (flags.report !== undefined) formatOf(flags.report);
  const reports = files.map((file) => readReport(resolve(cwd, file), file));
  const report = merged(reports, files);
  if (flags.report !== undefined) await writeReport(report, { file: flags.report, cwd });
  if (flags.format !== "pretty") terminal.out(await renderedReport(report, flags.format));
  else terminal.out(pretty(report, flags, terminal));
  const { failedFiles, bugs, improved } = report.totals;
  if (failedFiles > 0 || bugs > 0) return exitCodes.fileFailed;
  return flags.check && improved > 0 ? exitCodes.changesFound : exitCodes.done;
}

/** Throws a {@link UsageError} when the reports do not belong together. */
function merged(reports: readonly Report[], names: readonly string[]): Report {
  const [first] = reports;
  if (first === undefined) throw new UsageError("merge: name the reports, made by --format json");
  const owners = new Map<string, string>();
  const events: Event[] = [];
  for (const [index, report] of reports.entries()) {
    const name = names[index]!;
    if (report.version !== first.version) {
      throw new UsageError(`${name} was made by eqsat ${report.version}, ${names[0]} by ${first.version}`);
    }
    for (const event of report.events) {
      if (event.kind === "file") {
        const other = owners.get(event.file);
        if (other !== undefined)
          throw new UsageError(`${event.file} is in ${other} and in ${name}: shards never overlap`);
        owners.set(event.file, name);
      }
      events.push(event);
    }
  }
  return makeReport(events, first.version);
}

function readReport(path: string, shown: string): Report {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${shown} cannot be read: ${reasonOf(error)}`);
  }
  if (!isReport(read)) throw new UsageError(`${shown} is no report of this version: make it with --format json`);
  return read;
}

function isReport(read: unknown): read is Report {
  if (typeof read !== "object" || read === null || !("schema" in read) || !("events" in read)) return false;
  return read.schema === REPORT_SCHEMA && Array.isArray(read.events);
}

function pretty(report: Report, flags: Flags, terminal: Terminal): string {
  const colors = picocolors.createColors(terminal.color && flags.color);
  const layout = { colors, columns: terminal.columns, verbose: flags.verbose === true };
  const lines = improvementLines(report.events, layout);
  const gap = lines.length > 0 ? [""] : [];
  return `${[...lines, ...gap, ...closingLines(report.events, countEvents(report.events), undefined)].join("\n")}\n`;
}
