import { assumptionRows } from "../plugin/assumptions.ts";
import type { AssumptionName, ImprovedEvent, Report, SkippedEvent } from "../plugin/index.ts";
import { skipCodes } from "../plugin/skip-codes.ts";
import { findingOf } from "./finding.ts";
import { script } from "./html-script.ts";
import { style } from "./html-style.ts";
import { counted, escaped, joined } from "./html-text.ts";

/** How many more expressions would be improved if one more assumption were accepted. */
export type Openings = ReadonlyMap<AssumptionName, number>;

/** The report as one page that needs no other file and no network. */
export function htmlReport(report: Report, openings: Openings = new Map()): string {
  const improved = report.events.filter((event) => event.kind === "improved");
  const skipped = report.events.filter((event) => event.kind === "skipped").filter(isRegion);
  const names = [...new Set([...improved.flatMap(({ rules }) => rules), ...skipped.map(({ code }) => code)])].sort();
  const body = [
    `<h1>eqsat <span class="quiet">${escaped(report.version)}</span></h1>`,
    summary(report),
    files(improved),
    assumptions(openings),
    "<h2 id=list>Expressions</h2>",
    filters(names),
    ...improved.map(improvement),
    ...skipped.map(skip),
    faults(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>eqsat: ${report.totals.improved} expressions improved</title>
<style>${style}</style>
</head>
<body>
${joined(body)}
<script>${script}</script>
</body>
</html>
`;
}

function isRegion(event: SkippedEvent): boolean {
  return skipCodes[event.code].about === "region";
}

function summary({ totals }: Report): string {
  const numbers: readonly (readonly [number, string])[] = [
    [totals.improved, "improved"],
    [totals.kept, "left as they are, nothing is cheaper"],
    [totals.skipped, "skipped"],
    [totals.changedFiles, `of ${counted(totals.files, "file")} changed`],
    [totals.failedFiles, "files failed"],
    [totals.bugs, "bugs"],
  ];
  const shown = numbers.filter(([count], index) => index < 4 || count > 0);
  const cells = shown.map(([count, text]) => `<li><b>${count}</b>${escaped(text)}</li>`);
  return `<ul class="numbers">${cells.join("")}</ul>
<p class="quiet">Gains are the cost model's estimates, not measurements.</p>`;
}

/** Files by what is saved in them, in the cost model's unit. */
function files(improved: readonly ImprovedEvent[]): string {
  const byFile = new Map<string, { count: number; before: number; after: number }>();
  for (const { file, cost } of improved) {
    const sum = byFile.get(file) ?? { count: 0, before: 0, after: 0 };
    byFile.set(file, { count: sum.count + 1, before: sum.before + cost.before, after: sum.after + cost.after });
  }
  const rows = [...byFile].sort(([, a], [, b]) => b.before - b.after - (a.before - a.after));
  const most = Math.max(...rows.map(([, { before, after }]) => before - after));
  const lines = rows.map(([file, { count, before, after }]) => {
    const width = most > 0 ? ((before - after) / most) * 100 : 0;
    return `<tr><td><a href="#list" data-file="${escaped(file.toLowerCase())}">${escaped(file)}</a></td><td class="number">${count}</td><td class="number">${(before / after).toFixed(1)}x</td><td class="wide" style="width:35%"><span class="bar" style="width:${width.toFixed(1)}%"></span></td></tr>`;
  });
  if (lines.length === 0) return "";
  return `<h2>Files</h2>
<table><thead><tr><th>file</th><th class="number">expressions</th><th class="number">est.</th><th class="wide">saved</th></tr></thead>
<tbody>${lines.join("\n")}</tbody></table>`;
}

function assumptions(openings: Openings): string {
  const rows = [...openings]
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => {
      const { promise } = assumptionRows[name];
      return `<tr><td><code>${name}</code></td><td class="number">${count}</td><td>${escaped(promise)}</td></tr>`;
    });
  if (rows.length === 0) return "";
  return `<h2>What would open if you accepted an assumption</h2>
<table><thead><tr><th>assume</th><th class="number">more expressions</th><th>what you would promise</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`;
}

function filters(names: readonly string[]): string {
  const options = names.map((name) => `<option>${escaped(name)}</option>`);
  return `<div class="filters" hidden>
<label>Find <input id="text" type="search" placeholder="file or code"></label>
<label>Show <select id="kind"><option value="">all</option><option>improved</option><option>skipped</option></select></label>
<label>Rule or code <select id="rule"><option value="">any</option>${options.join("")}</select></label>
<span id="shown" class="quiet" role="status"></span>
</div>`;
}

/** An item of the list, with what the filters look at. */
function item(
  { kind, names, text }: { readonly kind: string; readonly names: readonly string[]; readonly text: string },
  content: string,
): string {
  const data = `data-kind="${kind}" data-names="${escaped(names.join(" "))}" data-text="${escaped(text.toLowerCase())}"`;
  return `<details class="item" ${data}>${content}</details>`;
}

function improvement(event: ImprovedEvent): string {
  const { file, range, before, after, cost, rules, facts, assumptions, proof } = event;
  const place = `${file}:${range.start.line}:${range.start.column}`;
  const list = (things: readonly string[]): string => (things.length > 0 ? things.map(escaped).join("<br>") : "none");
  return item(
    { kind: "improved", names: rules, text: `${place} ${before}` },
    `<summary><code>${escaped(place)}</code> <span class="gain">est. ${(cost.before / cost.after).toFixed(1)}x</span> <code class="quiet">${escaped(oneLine(before))}</code></summary>
<div class="pair"><div><h4>before</h4><pre class="before" tabindex="0">${escaped(outdented(before))}</pre></div><div><h4>after</h4><pre class="after" tabindex="0">${escaped(outdented(after))}</pre></div></div>
<dl><dt>rules, in order</dt><dd>${rules.map((rule) => `<code>${escaped(rule)}</code>`).join(", ")}</dd>
<dt>facts</dt><dd>${list(facts)}</dd><dt>assumptions</dt><dd>${list(assumptions)}</dd>
<dt>cost</dt><dd>${cost.before.toFixed(1)} to ${cost.after.toFixed(1)}</dd><dt>weakest proof</dt><dd>${proof}</dd></dl>`,
  );
}

function skip(event: SkippedEvent): string {
  const { file, range, code, seen, advice } = event;
  const row = skipCodes[code];
  const place = `${file}:${range.start.line}:${range.start.column}`;
  return item(
    { kind: "skipped", names: [code], text: `${place} ${seen}` },
    `<summary><code>${escaped(place)}</code> <span class="tag">${event.class}</span> ${code}: ${escaped(seen)}</summary>
<p>${escaped(row.why)} ${escaped(advice ?? row.mend)}</p>`,
  );
}

/** Files that failed, bugs and ignores without effect. */
function faults(report: Report): string {
  const rows = report.events.flatMap((event) => {
    const finding = findingOf(event);
    if (finding === undefined || finding.level === "note" || event.kind === "file") return [];
    const place = event.range ? `${event.file}:${event.range.start.line}` : event.file;
    return [
      `<tr><td><code>${escaped(place)}</code></td><td>${finding.id}</td><td>${escaped(finding.message)}</td></tr>`,
    ];
  });
  if (rows.length === 0) return "";
  return `<h2>What went wrong</h2>
<table><thead><tr><th>place</th><th>code</th><th>what</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** Without the indentation that all lines but the first have in common: the first one starts in the middle of its line. */
function outdented(code: string): string {
  const [first = "", ...rest] = code.split(/\r?\n/);
  const common = Math.min(...rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return [first, ...rest.map((line) => line.slice(Number.isFinite(common) ? common : 0))].join("\n");
}

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
