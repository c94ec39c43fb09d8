import type { Event } from "./events.ts";
import { type OptimizeOptions, optimizeWith } from "./optimize.ts";
import { OptionsError, type ResolvedOptions, resolveOptions } from "./options.ts";

/** Counted from 1; without `column`, the whole line is meant. */
export interface Place {
  readonly line: number;
  readonly column?: number | undefined;
}

/** Options of {@link explain}. */
export interface ExplainOptions extends OptimizeOptions, Place {}

/**
 * What happens at one place of `source`, and why: the events of the regions there, smallest region first,
 * `improved` ones with their derivation. Throws an `OptionsError` as `optimize` does.
 */
export function explain(source: string, options: ExplainOptions): readonly Event[] {
  const { line, column, filename = "", sourceMap: _, ...rest } = options;
  for (const [name, value] of Object.entries({ line, column })) {
    if (value === undefined && name === "column") continue;
    if (!Number.isInteger(value) || value! < 1) throw new OptionsError(`${name} must be an integer of at least 1`);
  }
  return explainWith(source, filename, resolveOptions(rest)).filter((event) => isAt(event, { line, column }));
}

/** The events of all of `source` with derivations, smallest region first, the `file` event last. */
export function explainWith(source: string, filename: string, options: ResolvedOptions): readonly Event[] {
  const { events } = optimizeWith(
    { source, filename, sourceMap: false, isWorthParsing: true },
    { ...options, derivations: true },
  );
  return [...events].sort((a, b) => extentOf(a) - extentOf(b));
}

/** Does `event` tell of the code at `place`? An event of the whole file that has no place does. */
export function isAt(event: Event, { line, column }: Place): boolean {
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
