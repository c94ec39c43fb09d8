import type { SourceRange } from "../plugin/source-range.ts";

/** Where to point, and what to say there. */
export interface Pointer {
  readonly range: SourceRange;
  readonly text: string;
}

/** A tab would put the carets in the wrong place: it is shown as one space. Longer lines are cut. */
const MOST_COLUMNS = 160;

/**
 * The line that a range starts on, with carets under the range as far as it is on that line:
 *
 *     18 |   items.filter(ok).map(x => log(x.price))
 *        |                             ^^^ may have a side effect
 */
export function codeFrame(source: string, { range, text }: Pointer): string {
  const { line, column } = range.start;
  const shown = (source.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? "").replaceAll("\t", " ");
  const end = range.end.line === line ? range.end.column : shown.length + 1;
  const from = Math.max(0, column - MOST_COLUMNS);
  const carets = "^".repeat(Math.max(1, Math.min(end, from + MOST_COLUMNS) - column));
  const number = String(line);
  return [
    `  ${number} | ${shown.slice(from, from + MOST_COLUMNS)}`,
    `  ${" ".repeat(number.length)} | ${" ".repeat(column - 1 - from)}${carets} ${text}`,
  ].join("\n");
}
