import MagicString, { type SourceMap } from "magic-string";
import type { Change } from "./parsed-file.ts";
import type { Span } from "./source-range.ts";

/** One edit of a source, and whose it is. */
export interface Edit<Owner> extends Change {
  readonly owners: readonly Owner[];
  /** Where its text begins in the code. */
  readonly at: number;
}

/** A text that was made of a source by edits, in one step or several: whatever they were, it knows what stands for what. */
export class EditedText<Owner = never> {
  readonly source: string;
  readonly code: string;
  /** In the order of the source, apart from each other. */
  readonly edits: readonly Edit<Owner>[];

  private constructor(source: string, edits: readonly Edit<Owner>[], code: string) {
    this.source = source;
    this.edits = edits;
    this.code = code;
  }

  /** `source` as it is. */
  static of<Owner>(source: string): EditedText<Owner> {
    return new EditedText<Owner>(source, [], source);
  }

  /**
   * Makes `changes` in the code. Bytes outside of them stay as they are; line ends inside follow their surroundings.
   * `ownersOf` says whose the edit is that one or several of them become, together with the edits whose text they touch.
   * Throws when the changes are not sorted, overlap, or leave the text: that is a bug of whoever made them.
   */
  edit(
    changes: readonly Change[],
    ownersOf: (changes: readonly Change[], edits: readonly Edit<Owner>[]) => readonly Owner[],
  ): EditedText<Owner> {
    mustBeApart(changes, this.code.length);
    const fitting = changes.map((change) => ({ ...change, text: fitted(change, this.code) }));
    const edits: Edit<Owner>[] = [];
    const pieces: string[] = [];
    let [end, length] = [0, 0];
    for (const group of groupsOf(this.edits, fitting)) {
      const edit =
        group.changes.length > 0
          ? { ...this.merged(group), owners: ownersOf(group.changes, group.edits) }
          : group.edits[0]!;
      const kept = this.source.slice(end, edit.start);
      edits.push({ ...edit, at: length + kept.length });
      pieces.push(kept, edit.text);
      length += kept.length + edit.text.length;
      end = edit.end;
    }
    pieces.push(this.source.slice(end));
    return new EditedText(this.source, edits, pieces.join(""));
  }

  /** The stretch of the source that `span` of the code stands for. What is in the text of an edit stands for all of it. */
  originOf(span: Span): Span {
    const start = this.sourceOffset(span.start, "start");
    return { start, end: Math.max(start, this.sourceOffset(span.end, "end")) };
  }

  /** The edit whose text holds all of `span`, if there is one. */
  editAround({ start, end }: Span): Edit<Owner> | undefined {
    const edit = this.edits[this.lastAt(start)];
    return edit !== undefined && end > edit.at && end <= endOf(edit) ? edit : undefined;
  }

  /** From the code to the source; made on demand, since a precise one costs more than the edits. */
  map(filename: string): SourceMap {
    const text = new MagicString(this.source);
    for (const { start, end, text: inserted } of this.edits) {
      if (start === end) text.appendLeft(start, inserted);
      else text.update(start, end, inserted);
    }
    return text.generateMap({ source: filename, includeContent: true, hires: "boundary" });
  }

  private merged({ edits, changes }: Group<Owner>): Change {
    const [firstEdit, firstChange] = [edits[0], changes[0]!];
    const start = Math.min(firstEdit?.at ?? Number.POSITIVE_INFINITY, firstChange.start);
    const end = Math.max(...edits.map(endOf), ...changes.map((change) => change.end));
    let text = "";
    let from = start;
    for (const change of changes) {
      text += this.code.slice(from, change.start) + change.text;
      from = change.end;
    }
    text += this.code.slice(from, end);
    if (firstEdit === undefined) return { ...this.originOf({ start, end }), text };
    const last = edits.at(-1)!;
    return {
      start: start === firstEdit.at ? firstEdit.start : this.sourceOffset(start, "start"),
      end: end === endOf(last) ? last.end : this.sourceOffset(end, "end"),
      text,
    };
  }

  /** Where `offset` of the code is in the source: as the start of something, which is behind what was removed there. */
  private sourceOffset(offset: number, as: "start" | "end"): number {
    let index = this.lastAt(offset);
    if (as === "end") while (this.edits[index]?.at === offset) index--;
    const edit = this.edits[index];
    if (edit === undefined) return offset;
    const behind = offset - endOf(edit);
    if (behind >= 0) return edit.end + behind;
    return as === "start" ? edit.start : edit.end;
  }

  /** The index of the last edit whose text begins at `offset` or before; -1 where there is none. */
  private lastAt(offset: number): number {
    let low = -1;
    let high = this.edits.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.edits[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function endOf({ at, text }: { readonly at: number; readonly text: string }): number {
  return at + text.length;
}

/** One edit as it was, or changes and the edits with whose text they overlap. */
interface Group<Owner> {
  readonly edits: Edit<Owner>[];
  readonly changes: Change[];
}

function groupsOf<Owner>(edits: readonly Edit<Owner>[], changes: readonly Change[]): Group<Owner>[] {
  const groups: Group<Owner>[] = [];
  let [edit, change] = [0, 0];
  while (edit < edits.length || change < changes.length) {
    const group: Group<Owner> = { edits: [], changes: [] };
    let [editEnd, changeEnd] = [-1, -1];
    const take = (): boolean => {
      const [nextEdit, nextChange] = [edits[edit], changes[change]];
      const isFirst = group.edits.length + group.changes.length === 0;
      if (nextEdit !== undefined && (isFirst ? isBefore(nextEdit, nextChange) : changeEnd > nextEdit.at)) {
        group.edits.push(nextEdit);
        editEnd = endOf(nextEdit);
        edit++;
        return true;
      }
      if (nextChange === undefined || (!isFirst && editEnd <= nextChange.start)) return false;
      group.changes.push(nextChange);
      changeEnd = nextChange.end;
      change++;
      return true;
    };
    while (take());
    groups.push(group);
  }
  return groups;
}

/** What was removed at an offset was there before what is put in at it; what was put in is behind. */
function isBefore({ at, text }: { readonly at: number; readonly text: string }, change: Change | undefined): boolean {
  return change === undefined || at < change.start || (at === change.start && text === "");
}

function mustBeApart(changes: readonly Change[], length: number): void {
  let end = 0;
  for (const change of changes) {
    if (change.start < end || change.end < change.start || change.end > length)
      throw new Error(`edits must be sorted and apart: ${change.start}-${change.end} after ${end}`);
    end = change.end;
  }
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
