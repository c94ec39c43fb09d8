import type { Event, ImprovedEvent, Speedup, Totals } from "../plugin/events.ts";
import { placeOf } from "./messages.ts";
import type { Colors } from "./terminal.ts";

/** One line per improved expression, in columns; with `verbose`, what each relied on below it. */
export function improvementLines(events: readonly Event[], layout: Layout): string[] {
  const improved = events.filter((event) => event.kind === "improved");
  const rows = improved.map((event) => cellsOf(event, layout));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const { bold, dim, green } = layout.colors;
  return improved.flatMap((event, index) => {
    const [place, before, after, rest] = rows[index]!;
    const cells = [place!.padEnd(widths[0]!), before!.padEnd(widths[1]!), dim("->"), green(after!.padEnd(widths[2]!))];
    const line = `${bold(cells[0]!)}   ${cells[1]!}  ${cells[2]!}  ${cells[3]!}  ${rest!}`;
    const below = [...trialLines(event), ...(layout.verbose ? reliedOn(event) : [])];
    return [line, ...below.map((text) => dim(`    ${text}`))];
  });
}

/** How the lines are to look. */
export interface Layout {
  readonly colors: Colors;
  /** Columns to fit into. */
  readonly columns: number | undefined;
  readonly verbose: boolean;
}

/** The two lines at the end of a report. */
export function closingLines(events: readonly Event[], totals: Totals, written: number | undefined): string[] {
  const { improved, kept, skipped, changedFiles } = totals;
  const optedOut = events.filter((event) => event.kind === "kept" && event.reason === "opted out").length;
  const all = improved + kept + skipped;
  const parts = [
    `${improved} of ${counted(all, "expression")} improved${improved > 0 ? ` in ${counted(changedFiles, "file")}` : ""}`,
    skipped > 0 ? `; ${skipped} skipped (--skipped lists them)` : "; 0 skipped",
    `, ${kept - optedOut} already best`,
    optedOut > 0 ? `, ${optedOut} opted out` : "",
    totals.limitsReached > 0 ? `, ${counted(totals.limitsReached, "search", "searches")} stopped at a limit (-v)` : "",
    totals.failedFiles > 0 ? `; ${counted(totals.failedFiles, "file")} failed` : "",
    totals.bugs > 0 ? `; ${counted(totals.bugs, "bug")}` : "",
  ];
  return [parts.join(""), adviceLine(events, written)];
}

function adviceLine(events: readonly Event[], written: number | undefined): string {
  if (written !== undefined) return written > 0 ? `${counted(written, "file")} written.` : "Nothing was written.";
  const first = events.find((event) => event.kind === "improved");
  if (first === undefined) return "Nothing was written, and there is nothing to write.";
  const example = `npx eqsat explain ${first.file}:${first.range.start.line}`;
  return `Nothing was written. --write applies, --diff shows, \`${example}\` says why.`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function cellsOf(event: ImprovedEvent, layout: Layout): string[] {
  const room = layout.columns === undefined ? 100 : Math.max(40, layout.columns - 60);
  const before = shortened(event.before, Math.min(60, room));
  const after = resultOf(event, Math.min(40, room));
  const rules = counted(event.rules.length, "rule").padEnd(8);
  return [placeOf(event.file, event.range.start), before, after, `${rules}  ${gainOf(event)}`];
}

/** Loops in place of a chain are counted, since they do not fit on a line; other results are shown. */
function resultOf(event: ImprovedEvent, room: number): string {
  const loops = countLoops(event.after) - countLoops(event.before);
  if (loops > 0) return loops === 1 ? "one loop" : `${loops} loops`;
  return shortened(event.after, room);
}

function countLoops(code: string): number {
  return code.match(/\b(?:for|while)\s*\(|\bdo\s*\{/g)?.length ?? 0;
}

/** The measured ratio with its spread where there is one, of the size that programs have most often. */
export function gainOf({ cost, measured }: ImprovedEvent): string {
  if (measured !== undefined && "speedups" in measured) {
    const usual = measured.speedups.find(({ size }) => size === 1_000) ?? measured.speedups.at(-1);
    if (usual !== undefined) return speedup(usual);
  }
  return `est. ${(cost.before / cost.after).toFixed(1)}x`;
}

function speedup({ median, low, high }: Speedup): string {
  const digits = median < 10 ? 2 : median < 100 ? 1 : 0;
  return `${median.toFixed(digits)}x [${low.toFixed(digits)} ${high.toFixed(digits)}]`;
}

/** What running the code showed. */
function trialLines({ measured, verified }: ImprovedEvent): string[] {
  const lines: string[] = [];
  if (verified !== undefined) {
    lines.push(
      "not" in verified
        ? `not verified: ${verified.not}`
        : `verified: the same on ${verified.cases} generated inputs, ${verified.returned} of which gave a value`,
    );
  }
  if (measured !== undefined && "not" in measured) lines.push(`not measured: ${measured.not}`);
  else if (measured !== undefined) {
    const cells = measured.speedups.map((each) =>
      each.size === undefined ? `whatever the input: ${speedup(each)}` : `n = ${each.size}: ${speedup(each)}`,
    );
    const rest = measured.tooLarge.map((size) => `n = ${size}: takes too long`);
    lines.push(`measured  ${[...cells, ...rest].join("   ")}`);
  }
  return lines;
}

/** `code` on one line of at most `room` columns. */
export function shortened(code: string, room: number): string {
  const line = code
    .replace(/\s*\n\s*(?=\??\.)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= room ? line : `${line.slice(0, room - 1)}…`;
}

function reliedOn(event: ImprovedEvent): string[] {
  const list = (items: readonly string[]): string => (items.length > 0 ? items.join(", ") : "none");
  return [
    `rules: ${list(event.rules)} (weakest proof: ${event.proof})`,
    `facts: ${list(event.facts)}`,
    `assumptions: ${list(event.assumptions)}`,
  ];
}
