import MagicString, { type SourceMap } from "magic-string";
import type { Change } from "./parsed-file.ts";

/** The edited text; `map` on demand, since a precise one costs more than the edits. */
export interface Edited {
  readonly code: string;
  map(filename: string): SourceMap;
}

/**
 * Applies `changes` to `source`. Bytes outside of them stay as they are; line ends inside follow their surroundings.
 * Throws when the changes are not sorted, overlap, or leave the text: that is a bug of whoever made them.
 */
export function applyChanges(source: string, changes: readonly Change[]): Edited {
  const text = new MagicString(source);
  let end = 0;
  for (const change of changes) {
    if (change.start < end || change.end < change.start || change.end > source.length) {
      throw new Error(`edits must be sorted and apart: ${change.start}-${change.end} after ${end}`);
    }
    end = change.end;
    const inserted = fitted(change, source);
    if (change.start === change.end) text.appendLeft(change.start, inserted);
    else text.update(change.start, change.end, inserted);
  }
  return {
    code: text.toString(),
    map: (filename) => text.generateMap({ source: filename, includeContent: true, hires: "boundary" }),
  };
}

/** The text of `change` with the line ends of its surroundings; at the end of the file, ending in a newline or not. */
function fitted({ start, end, text }: Change, source: string): string {
  const lineEnd = lineEndAt(source, start);
  const inserted = text.replace(/\r?\n/g, lineEnd);
  if (end < source.length || source === "") return inserted;
  const bare = inserted.replace(/(?:\r?\n)+$/, "");
  return source.endsWith("\n") ? bare + lineEnd : bare;
}

/** The line end that the line at `offset` has; in the last line, the one before it. */
function lineEndAt(source: string, offset: number): string {
  let newline = source.indexOf("\n", offset);
  if (newline < 0) newline = source.lastIndexOf("\n", offset);
  return newline > 0 && source[newline - 1] === "\r" ? "\r\n" : "\n";
}
