import { type BugEvent, type SkippedEvent, skipEvent } from "./events.ts";
import { parseSource } from "./parse.ts";
import { sourceLines } from "./source-range.ts";
import { syntaxOf } from "./syntax.ts";

/** More statements than these are not tried one by one. */
const MOST_STATEMENTS = 200;

/** The event for an error that ended the work on a file: a limit of the host, or a bug of ours. */
export function failureEvent(
  error: unknown,
  source: string,
  filename: string,
  messageFor: (text: string) => string | undefined,
): BugEvent | SkippedEvent {
  // Parser, traversal and lifter follow the nesting of the source.
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return skipEvent("E-TOO-DEEP", filename, sourceLines("").range({ start: 0, end: 0 }), "the stack was used up");
  return bugEvent(error, source, filename, messageFor);
}

/**
 * The event for an error inside the tool. `messageFor(text)` runs the same steps on another text and gives the message
 * of the error, or `undefined`; with it the input is reduced to one statement of the module where that is enough.
 */
function bugEvent(
  error: unknown,
  source: string,
  filename: string,
  messageFor: (text: string) => string | undefined,
): BugEvent {
  const message = messageOf(error);
  const culprit = statementSpans(source, filename).find(
    ({ start, end }) => messageFor(source.slice(start, end)) === message,
  );
  const span = culprit ?? { start: 0, end: source.length };
  return {
    kind: "bug",
    file: filename,
    ...(culprit && { range: sourceLines(source).range(culprit) }),
    message,
    ...(error instanceof Error && error.stack !== undefined && { detail: error.stack }),
    input: source.slice(span.start, span.end),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The statements of the module; none when even the parser fails, since a report must not fail in its turn. */
function statementSpans(source: string, filename: string): { start: number; end: number }[] {
  try {
    const parsed = parseSource(source, syntaxOf(filename));
    if ("fault" in parsed) return [];
    const statements = parsed.ast.program.body.slice(0, MOST_STATEMENTS);
    return statements.flatMap(({ start, end }) => (start == null || end == null ? [] : [{ start, end }]));
  } catch {
    return [];
  }
}
