import type { SourceMap } from "magic-string";
import { failureEvent, messageOf } from "./bug-report.ts";
import type { EditedText } from "./edited-text.ts";
import { type Event, type FileEvent, sortEvents } from "./events.ts";
import { improveUntilStable } from "./improve-until-stable.ts";
import { isWorthParsing } from "./may-match.ts";
import { openFile, unusedIgnores } from "./open-file.ts";
import { type Options, OptionsError, type ResolvedOptions, resolveOptions } from "./options.ts";
import type { Span } from "./source-range.ts";
import { isDeclarationFile, type Syntax, syntaxOf } from "./syntax.ts";

/** Options of one call: where the text comes from, and whether its edits are to be mapped. */
export interface OptimizeOptions extends Options {
  /** Decides the syntax by its extension, and names the file in events. Nothing is read from disk. */
  readonly filename?: string;
  /** Make a source map. Default false. */
  readonly sourceMap?: boolean;
}

/** What {@link optimize} gives back. */
export interface Optimized {
  /** The source with its improved regions replaced; the very same string when there are none. */
  readonly code: string;
  /** From `code` to the source; `null` when not asked for, or when nothing changed. */
  readonly map: SourceMap | null;
  /** Sorted by place; the last one is the `file` event. */
  readonly events: readonly Event[];
}

/** One text, and what is wanted of it beside the code. */
export interface Job {
  readonly source: string;
  readonly filename: string;
  readonly sourceMap: boolean;
  /** Where the name alone does not tell it. */
  readonly syntax?: Syntax;
  /** Has {@link isWorthParsing} said yes to the text, or does the host want it parsed whatever it holds? */
  readonly isWorthParsing?: true;
  /** Regions to leave as they are, by their exact offsets: as if each had an ignore comment. */
  readonly declined?: readonly Span[];
}

/**
 * Improves one source text. A pure function of its arguments.
 * Throws an `OptionsError` on options that are not valid, and never otherwise: a syntax error is a `skipped` event
 * with its place, an error inside is a `bug` event, and the code is then unchanged.
 */
export function optimize(source: string, options: OptimizeOptions = {}): Optimized {
  const { filename = "", sourceMap = false, ...rest } = options;
  if (typeof source !== "string") throw new OptionsError("optimize(source, options): source must be a string");
  if (typeof filename !== "string") throw new OptionsError("filename must be a string");
  const isDefault = Object.keys(rest).length === 0;
  return optimizeWith({ source, filename, sourceMap }, isDefault ? defaults : resolveOptions(rest));
}

/** Resolved once, with all that is kept by these options. */
const defaults = resolveOptions({});

/** {@link optimize}, for hosts that resolve their options once for many files. */
export function optimizeWith(job: Job, options: ResolvedOptions): Optimized {
  const { source, filename } = job;
  const { edited, events } = improveOrReport(job, options);
  const sorted = sortEvents(events);
  for (const event of sorted) options.onEvent?.(event);
  return { code: edited?.code ?? source, map: edited && job.sourceMap ? edited.map(filename) : null, events: sorted };
}

interface Improved {
  /** Absent when nothing changed. */
  readonly edited?: EditedText<unknown>;
  readonly events: readonly Event[];
}

function improveOrReport(job: Job, options: ResolvedOptions): Improved {
  const { source, filename } = job;
  try {
    return improveText(job, options);
  } catch (error) {
    const messageFor = (text: string): string | undefined => {
      try {
        improveText({ ...job, source: text }, options);
        return undefined;
      } catch (other) {
        return messageOf(other);
      }
    };
    return { events: [failureEvent(error, source, filename, messageFor), fileEvent(filename, "unchanged")] };
  }
}

/** Everything but the last resort: errors inside come out as exceptions. */
function improveText(job: Job, options: ResolvedOptions): Improved {
  const { source, filename, syntax = syntaxOf(filename), declined } = job;
  const isWorth = job.isWorthParsing ?? isWorthParsing(source, options);
  if (options.mode === "off" || isDeclarationFile(filename) || !isWorth) {
    return { events: [fileEvent(filename, "not searched")] };
  }
  const opened = openFile(source, { filename, syntax, declined }, options.mode);
  if ("fault" in opened) return { events: [opened.fault, fileEvent(filename, "not parsed")] };
  const { text, events } = improveUntilStable(opened, syntax, options);
  const all = [...events, ...unusedIgnores(opened)];
  if (text === undefined) return { events: [...all, fileEvent(filename, "unchanged")] };
  return { edited: text, events: [...all, fileEvent(filename, "changed")] };
}

function fileEvent(file: string, outcome: FileEvent["outcome"]): FileEvent {
  return { kind: "file", file, outcome };
}
