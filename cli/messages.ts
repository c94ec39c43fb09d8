import type { BugEvent, LimitReachedEvent, SkippedEvent } from "../plugin/events.ts";
import { skipCodes } from "../plugin/skip-codes.ts";
import type { Position } from "../plugin/source-range.ts";
import { codeFrame } from "./code-frame.ts";

/** `file:line:column`, as editors and terminals make links of it. */
export function placeOf(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** A skip in full: code, place, class, frame, why it matters, what to do. `source` is absent when nothing was read. */
export function skipMessage(event: SkippedEvent, source: string | undefined): string {
  const row = skipCodes[event.code];
  const pointed = event.focus ?? event.range;
  const place = source === undefined ? event.file : placeOf(event.file, pointed.start);
  const frame = source === undefined ? `  ${event.seen}` : codeFrame(source, { range: pointed, text: event.seen });
  return [
    `${event.code}  ${place}  ${row.class}: ${row.outcome}`,
    frame,
    `  ${row.why}\n  ${event.advice ?? row.mend}`,
  ].join("\n\n");
}

/** An error inside, with all that a bug report needs. */
export function bugMessage(event: BugEvent, verbose: boolean): string {
  const place = event.range ? placeOf(event.file, event.range.start) : event.file;
  const input = event.input.length > 2_000 ? `${event.input.slice(0, 2_000)}\n[...]` : event.input;
  return [
    `E-BUG  ${place}  bug: left alone`,
    `  ${event.message}`,
    "  Something inside eqsat went wrong. The code is as it was. Please report this with the input:",
    indented(input),
    ...(verbose && event.detail !== undefined ? [indented(event.detail)] : []),
  ].join("\n\n");
}

export function limitMessage(event: LimitReachedEvent): string {
  if (event.limit === "pass limit")
    return `${placeOf(event.file, event.range.start)}  ${event.limit} reached: after ${event.iterations} passes, another would still change something here`;
  const counts = `${event.nodes} nodes, ${event.iterations} iterations`;
  return `${placeOf(event.file, event.range.start)}  ${event.limit} reached after ${counts}: what was found until then counted`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}
