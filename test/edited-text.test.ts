import { SourceMap } from "node:module";
import { describe, expect, test } from "vitest";
import { type Edit, EditedText } from "../plugin/edited-text.ts";
import type { Change } from "../plugin/parsed-file.ts";
import { Random } from "../trial/random.ts";

const nobodys = (): never[] => [];

/** `text` with `changes` made, from the last to the first. */
function changed(text: string, changes: readonly Change[]): string {
  return changes
    .toReversed()
    .reduce((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), text);
}

describe("a text that is edited again and again", () => {
  test("is what the edits make of it, in one step from its source", () => {
    let overlapping = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const random = new Random(seed);
      const source = Array.from({ length: 12 }, (_, i) => String.fromCharCode(97 + i)).join("");
      let text = EditedText.of<number>(source);
      let expected = source;
      for (let step = 1; step <= 4; step++) {
        const changes = someChanges(expected.length, step, random);
        expected = changed(expected, changes);
        text = text.edit(changes, (made, edits) => {
          if (edits.length > 0) overlapping++;
          return [...new Set([...made.map(() => step), ...edits.flatMap(({ owners }) => owners)])];
        });
        const shown = `seed ${seed}, step ${step}, ${JSON.stringify(text.edits)}`;
        expect(text.code, shown).toBe(expected);
        expect(changed(source, text.edits), shown).toBe(expected);
        mustMapBack(text, shown);
      }
      expect(mapped(text)).toEqual(kept(text));
    }
    expect(overlapping).toBeGreaterThan(300);
  });

  test("knows whose an edit is, where others are next to it", () => {
    const first = EditedText.of<string>("0123456789").edit(
      [
        { start: 2, end: 2, text: "<<" },
        { start: 2, end: 3, text: "TWO" },
        { start: 5, end: 8, text: "" },
      ],
      ([change]) => [change!.text],
    );
    expect(first.code).toBe("01<<TWO3489");
    expect(first.editAround({ start: 4, end: 7 })?.owners).toEqual(["TWO"]);
    expect(first.editAround({ start: 3, end: 5 })).toBeUndefined();
    expect(first.originOf({ start: 8, end: 10 })).toEqual({ start: 4, end: 9 });
    expect(first.originOf({ start: 5, end: 6 })).toEqual({ start: 2, end: 3 });
    const second = first.edit([{ start: 6, end: 9, text: "-" }], (_, edits) => edits.flatMap(({ owners }) => owners));
    expect(second.code).toBe("01<<TW-89");
    expect(second.edits).toEqual<Edit<string>[]>([
      { start: 2, end: 2, text: "<<", owners: ["<<"], at: 2 },
      { start: 2, end: 5, text: "TW-", owners: ["TWO"], at: 4 },
      { start: 5, end: 8, text: "", owners: [""], at: 7 },
    ]);
    expect(EditedText.of("ab").edit([], nobodys).code).toBe("ab");
  });
});

/** Edits of a text of this length, apart from each other; what they put in is new, and on one line. */
function someChanges(length: number, step: number, random: Random): Change[] {
  const changes: Change[] = [];
  for (let at = random.int(4); at <= length; at += random.int(5)) {
    const end = Math.min(length, at + random.int(4));
    const text = String(step).repeat(random.int(4));
    changes.push({ start: at, end, text });
    at = end;
  }
  return changes;
}

/** The characters of the source that are still there, by where they are now. */
function kept({ source, edits }: EditedText<number>): Map<number, number> {
  const places = new Map<number, number>();
  let shift = 0;
  let from = 0;
  for (const { start, end, text } of [...edits, { start: source.length, end: source.length, text: "" }]) {
    for (let at = from; at < start; at++) places.set(at + shift, at);
    shift += text.length - (end - start);
    from = end;
  }
  return places;
}

function mustMapBack(text: EditedText<number>, shown: string): void {
  for (const [now, then] of kept(text)) {
    expect(text.originOf({ start: now, end: now + 1 }), shown).toEqual({ start: then, end: then + 1 });
    expect(text.editAround({ start: now, end: now + 1 }), shown).toBeUndefined();
  }
  for (const edit of text.edits) {
    if (edit.text === "") continue;
    const span = { start: edit.at, end: edit.at + edit.text.length };
    expect(text.editAround(span), shown).toBe(edit);
    expect(text.originOf(span), shown).toEqual({ start: edit.start, end: edit.end });
  }
}

/** What the source map says of the characters that are still there. */
function mapped(text: EditedText<number>): Map<number, number> {
  const { mappings } = text.map("a.js");
  const given = { version: 3, file: "", sources: ["a.js"], sourcesContent: [], names: [], sourceRoot: "", mappings };
  const map = new SourceMap(given);
  const places = [...kept(text).keys()].map((now): [number, number] => {
    const entry = map.findEntry(0, now);
    if (!("originalColumn" in entry)) throw new Error(`nothing at ${now}`);
    return [now, entry.originalColumn + now - entry.generatedColumn];
  });
  return new Map(places);
}
