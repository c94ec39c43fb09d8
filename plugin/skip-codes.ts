import type { SkippedEvent } from "./events.ts";
import type { SourceRange } from "./source-range.ts";

/**
 * Who can do something about a skip.
 * `fix`: the user, by a small change or a promise. `limit`: nobody today, the tool does not understand this yet.
 * `bug`: we, and the report asks for the input.
 */
export type SkipClass = "fix" | "limit" | "bug";

/** One reason to leave code as it is. Codes are stable: users grep for them. */
export interface SkipRow {
  readonly class: SkipClass;
  /** What happened to the code, after the class: `limit: not fused`. */
  readonly outcome: string;
  /** What was seen and why it matters. Whole sentences. */
  readonly why: string;
  /** What the reader can do. Whole sentences. */
  readonly mend: string;
}

const rows = {
  "E-SYNTAX": {
    class: "fix",
    outcome: "file not parsed",
    why: "The parser stopped here, so nothing in this file was looked at.",
    mend: "Correct the syntax. Flow types are not supported.",
  },
  "E-UNUSED-IGNORE": {
    class: "fix",
    outcome: "ignore without effect",
    why: "Nothing in the code that this ignores would have been changed.",
    mend: "Remove the comment or directive.",
  },
  "E-CHANGED-BEFORE": {
    class: "fix",
    outcome: "file not optimized",
    why: "Another Babel plugin changed this file's syntax tree before eqsat saw it, so its text and its tree disagree.",
    mend: 'List "eqsat/babel" first in `plugins`.',
  },
  "E-NO-SOURCE": {
    class: "limit",
    outcome: "file not optimized",
    why: "Babel was given a syntax tree without its text, and edits are made against the text.",
    mend: "Run eqsat where the source is parsed, or pass the code to transformFromAst.",
  },
  "E-CALLBACK-IMPURE": {
    class: "limit",
    outcome: "not fused",
    why: "Two callbacks of the chain may both have effects, and fusing would interleave them.",
    mend: "If the named function is pure, mark the call /* @__PURE__ */ or say so: assume.pure.",
  },
  "E-NOT-UNDERSTOOD": {
    class: "limit",
    outcome: "left alone",
    why: "The code uses a form that eqsat does not look into yet.",
    mend: "Nothing needs doing: the code is correct as it is.",
  },
} as const;

export type SkipCode = keyof typeof rows;

/** Every reason to leave code as it is, with what it means and what to do. `docs/events.md` is made from it. */
export const skipCodes: Readonly<Record<SkipCode, SkipRow>> = rows;

/** The event that reports `code` at `range`; `seen` is what was seen there. */
export function skipEvent(code: SkipCode, file: string, range: SourceRange, seen: string): SkippedEvent {
  return { kind: "skipped", file, code, class: skipCodes[code].class, range, seen };
}
