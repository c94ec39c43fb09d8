import type { Report } from "../plugin/events.ts";
import { findingOf } from "./finding.ts";

/** A summary to post under a pull request: totals, a table of what could be improved, and what went wrong. */
export function markdownReport(report: Report): string {
  const { improved, kept, skipped, changedFiles } = report.totals;
  const title = `**eqsat**: ${improved} of ${improved + kept + skipped} expressions can be improved in ${changedFiles} ${changedFiles === 1 ? "file" : "files"}; ${skipped} skipped, ${kept} kept`;
  const rows = report.events.flatMap((event) => {
    if (event.kind !== "improved") return [];
    const { file, range, before, cost, rules } = event;
    const gain = `${(cost.before / cost.after).toFixed(1)}x`;
    return [
      `| ${cell(`${file}:${range.start.line}`)} | ${code(before)} | ${gain} | ${rules.map((rule) => `\`${rule}\``).join(", ")} |`,
    ];
  });
  const faults = report.events.flatMap((event) => {
    const finding = findingOf(event);
    if (finding === undefined || finding.level === "note" || event.kind === "file") return [];
    const place = event.range ? `${event.file}:${event.range.start.line}` : event.file;
    return [`- \`${finding.id}\` ${cell(place)}: ${cell(finding.message)}`];
  });
  const table = rows.length > 0 ? ["| place | expression | est. | rules |\n| --- | --- | --- | --- |", ...rows] : [];
  return `${[title, table.join("\n"), faults.join("\n")].filter((part) => part !== "").join("\n\n")}\n`;
}

/** Text in a cell of a table: nothing in it is taken for markup. */
function cell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\|`*_{}[\]<>#~]/g, "\\$&");
}

/** Code in a cell of a table, cut to a line that fits. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const shown = line.length > 100 ? `${line.slice(0, 99)}…` : line;
  const fence = "`".repeat(1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const padding = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${padding}${shown.replaceAll("|", "\\|")}${padding}${fence}`;
}
