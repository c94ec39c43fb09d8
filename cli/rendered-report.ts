import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { Report } from "../plugin/events.ts";
import type { Openings } from "../report/html.ts";
import { reasonOf } from "./system-error.ts";
import { UsageError } from "./terminal.ts";

/** The forms of a report that are for other programs, or for a page of their own. */
export type ReportFormat = "json" | "github" | "sarif" | "markdown" | "html";

/** `report` as text. Loads what the form needs, and nothing else. */
export async function renderedReport(report: Report, format: ReportFormat, openings?: Openings): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case "github":
      return (await import("../report/github.ts")).githubReport(report);
    case "sarif":
      return (await import("../report/sarif.ts")).sarifReport(report);
    case "markdown":
      return (await import("../report/markdown.ts")).markdownReport(report);
    case "html":
      return (await import("../report/html.ts")).htmlReport(report, openings);
  }
}

const formatsByExtension: ReadonlyMap<string, ReportFormat> = new Map([
  [".json", "json"],
  [".html", "html"],
  [".sarif", "sarif"],
  [".md", "markdown"],
]);

/** The form of a file of this name. Throws a {@link UsageError} when there is none for it. */
export function formatOf(file: string): ReportFormat {
  const format = formatsByExtension.get(extname(file));
  if (format !== undefined) return format;
  throw new UsageError(`--report ${file}: the name must end in ${[...formatsByExtension.keys()].join(", ")}`);
}

/** Writes the report that `--report` asks for. Throws a {@link UsageError} when that does not work. */
export async function writeReport(
  report: Report,
  { file, cwd, openings }: { readonly file: string; readonly cwd: string; readonly openings?: Openings | undefined },
): Promise<void> {
  const text = await renderedReport(report, formatOf(file), openings);
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    throw new UsageError(`--report ${file} could not be written: ${reasonOf(error)}`);
  }
}
