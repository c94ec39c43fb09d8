import type { Report } from "../plugin/events.ts";
import { findingOf } from "./finding.ts";

const commands = { note: "notice", warning: "warning", error: "error" } as const;

/** Workflow commands of GitHub Actions: each finding as an annotation at its place. One line each. */
export function githubReport(report: Report): string {
  const lines = report.events.flatMap((event) => {
    const finding = findingOf(event);
    if (finding === undefined || event.kind === "file") return [];
    const { start, end } = event.range ?? {};
    const properties = [
      ["file", event.file],
      ["line", start?.line],
      ["endLine", end?.line],
      // Columns are understood on one line only.
      ...(start?.line === end?.line ? [["col", start?.column] as const, ["endColumn", end?.column] as const] : []),
      ["title", `eqsat: ${finding.id}`],
    ] as const;
    const written = properties.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${property(value)}`));
    return [`::${commands[finding.level]} ${written.join(",")}::${data(finding.message)}\n`];
  });
  return lines.join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
