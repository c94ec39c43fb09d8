import type { Event } from "./events.ts";
import { type OptimizeOptions, optimizeWith } from "./optimize.ts";
import { OptionsError, resolveOptions } from "./options.ts";

/** A place to explain. `line` and `column` count from 1; without `column`, the whole line is meant. */
export interface ExplainOptions extends OptimizeOptions {
  readonly line: number;
  readonly column?: number;
}

/**
 * What happens at one place of `source`, and why: the events of the regions there, smallest region first,
 * `improved` ones with their derivation. Throws an `OptionsError` as `optimize` does.
 */
export function explain(source: string, options: ExplainOptions): readonly Event[] {
  const { line, column, filename = "", sourceMap: _, ...rest } = options;
  if (!Number.isInteger(line) || line < 1) throw new OptionsError("line must be an integer of at least 1");
  if (column !== undefined && (!Number.isInteger(column) || column < 1)) {
    throw new OptionsError("column must be an integer of at least 1");
  }
  const resolved = { ...resolveOptions(rest), derivations: true };
  const { events } = optimizeWith({ source, filename, sourceMap: false }, resolved);
  return events.filter((event) => covers(event, line, column)).sort((a, b) => extentOf(a) - extentOf(b));
}

function covers(event: Event, line: number, column: number | undefined): boolean {
  if (event.kind === "file") return false;
  if (event.range === undefined) return true;
  const { start, end } = event.range;
  if (line < start.line || line > end.line) return false;
  if (column === undefined) return true;
  return (line > start.line || column >= start.column) && (line < end.line || column < end.column);
}

function extentOf(event: Event): number {
  if (event.kind === "file" || event.range === undefined) return Number.MAX_SAFE_INTEGER;
  return event.range.end.offset - event.range.start.offset;
}
