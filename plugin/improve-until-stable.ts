import { failureEvent } from "./bug-report.ts";
import { EditedText } from "./edited-text.ts";
import type { Event } from "./events.ts";
import { type OpenedFile, openFile } from "./open-file.ts";
import type { ResolvedOptions } from "./options.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { improveFile } from "./pipeline.ts";
import type { Syntax } from "./syntax.ts";
import { type Told, ToldEvents } from "./told-events.ts";

/** Each pass makes something cheaper, so there is an end; this is for the case that two rules disagree about it. */
const MOST_PASSES = 8;

/** What became of a file, and what is to be told of it. */
export interface Settled {
  /** Absent where nothing changed. */
  readonly text?: EditedText<unknown>;
  readonly events: readonly Event[];
}

/**
 * Improves an opened file, and what that gives, until a pass finds nothing more to do. So a second run over the output
 * changes nothing: it would be one pass more. A file that has changed is all that is gone over again, in the tree that
 * the check of the output makes anyway. Errors of the first pass come out as exceptions; of a later one that fails,
 * nothing is left but the event that reports it.
 */
export function improveUntilStable(first: OpenedFile, syntax: Syntax, options: ResolvedOptions): Settled {
  const { source, filename } = first.file;
  const told = new ToldEvents(source);
  // A random member of each class has others beside it: that has no end.
  const most = typeof options.extraction === "object" ? 1 : MOST_PASSES;
  let text = EditedText.of<Told>(source);
  let { file } = first;
  let settled: Settled = { events: [] };
  for (let pass = 1; pass <= most; pass++) {
    try {
      const outcome = improveFile(file, options);
      const next = told.take(outcome, text);
      if (outcome.changes.length === 0) return pass === 1 ? { events: told.all() } : settled;
      file = reopened(next, first, syntax, options);
      text = next;
    } catch (error) {
      if (pass === 1) throw error;
      const failure = failureEvent(error, text.code, filename, () => undefined);
      // Where the stack was used up by our own text, that text is as good as the first pass has made it.
      return failure.kind === "bug" ? { ...settled, events: [...settled.events, failure] } : settled;
    }
    settled = { text, events: told.all() };
  }
  return most > 1 ? { ...settled, events: [...settled.events, ...told.stopped(filename, most)] } : settled;
}

/** Whatever the stages did, a file that parsed must still parse, from disk too. Opt-outs of the source still hold. */
function reopened(text: EditedText<Told>, first: OpenedFile, syntax: Syntax, { mode }: ResolvedOptions): ParsedFile {
  const opened = openFile(text.code, { filename: first.file.filename, syntax }, mode);
  if ("fault" in opened) throw new Error(`the output does not parse: ${opened.fault.seen}`);
  if (halfCharacter.test(text.code) && !halfCharacter.test(text.source))
    throw new Error("the output holds half a character, which UTF-8 cannot");
  return {
    ...opened.file,
    isOptedOut: (span) => {
      const origin = text.originOf(span);
      // The one of the source hears of it too, or it would be reported as unused.
      if (opened.optOuts.isOptedOut(span)) return first.optOuts.isOptedOut(origin) || true;
      return first.isDeclined(origin);
    },
  };
}

const halfCharacter = /\p{Surrogate}/u;
