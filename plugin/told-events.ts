import type { Edit, EditedText } from "./edited-text.ts";
import type { Event, ImprovedEvent, LimitReachedEvent } from "./events.ts";
import { mergedEvent } from "./merged-event.ts";
import type { Outcome } from "./parsed-file.ts";
import { type SourceLines, type SourceRange, type Span, sourceLines } from "./source-range.ts";

/** What is told of one place of the source. Of an improved one, what each pass did there. */
export interface Told {
  event: Event;
  readonly improved: ImprovedEvent[];
  readonly span: Span;
}

/**
 * What is told of one file that passes go over, each over the text that the one before has left. All of it is about the
 * source: an event for each place that was improved, however many passes it took; and what was seen in code that was
 * left alone, by the first pass. What later ones leave alone of our own text is nobody's concern.
 */
export class ToldEvents {
  private told: Told[] = [];
  private readonly improvedAt = new Map<string, Told>();
  private readonly lines: SourceLines;
  /** What the last pass has improved. */
  private latest: Told | undefined;

  constructor(source: string) {
    this.lines = sourceLines(source);
  }

  /** All that is to be told now. */
  all(): Event[] {
    return this.told.map(({ event }) => event);
  }

  /** Takes in what a pass over the code of `text` did. Gives the text with its changes. */
  take({ changes, events }: Outcome, text: EditedText<Told>): EditedText<Told> {
    const isFirst = text.edits.length === 0;
    const owners = new Map<string, Told>();
    for (const event of events) {
      if (event.kind !== "improved") {
        if (isFirst) this.told.push({ event, improved: [], span: nowhere });
        continue;
      }
      const told = isFirst ? this.tell(event, spanOf(event.range)) : this.tellLater(event, text);
      owners.set(keyOf(spanOf(event.range)), told);
    }
    const rewritten = new Map<Told, Edit<Told>[]>(isFirst ? [] : [...owners.values()].map((each) => [each, []]));
    const edited = text.edit(changes, (made, edits) => {
      const own = made.flatMap(({ region }) => (region && owners.get(keyOf(region))) ?? []);
      // What was improved inside of what is written anew tells what it was then.
      const stays = (told: Told): boolean => !own.some(({ span }) => isInside(told.span, span));
      const all = [...new Set([...own, ...edits.flatMap((edit) => edit.owners.filter(stays))])];
      for (const told of isFirst ? [] : all) rewritten.set(told, []);
      return all;
    });
    for (const edit of edited.edits) for (const told of edit.owners) rewritten.get(told)?.push(edit);
    for (const [told, edits] of rewritten) this.rewrite(told, edits, edited.source);
    this.latest = [...owners.values()].at(-1);
    return edited;
  }

  /** The event for a file that is not stable after so many passes. */
  stopped(file: string, passes: number): LimitReachedEvent[] {
    if (this.latest === undefined) return [];
    const range = this.lines.range(this.latest.span);
    return [{ kind: "limit-reached", file, range, limit: "pass limit", nodes: 0, iterations: passes }];
  }

  private tell(event: ImprovedEvent, span: Span): Told {
    const told = { event, improved: [event], span };
    this.told.push(told);
    this.improvedAt.set(keyOf(span), told);
    return told;
  }

  private tellLater(event: ImprovedEvent, text: EditedText<Told>): Told {
    const span = spanOf(event.range);
    const around = text.editAround(span);
    const { start, end } = around ?? text.originOf(span);
    const known = around?.owners[0] ?? this.improvedAt.get(keyOf({ start, end }));
    if (known !== undefined) {
      known.improved.push(event);
      return known;
    }
    this.told = this.told.filter((each) => !isLeft(each.event, start, end));
    return this.tell(event, { start, end });
  }

  private rewrite(told: Told, edits: readonly Edit<Told>[], source: string): void {
    const [first, ...later] = told.improved;
    if (first === undefined) return;
    const { span } = told;
    const after = edits.length === 0 ? (later.at(-1) ?? first).after : textWith(edits, span, source);
    const before = source.slice(span.start, span.end);
    told.event = mergedEvent([first, ...later], { range: this.lines.range(span), before, after });
  }
}

/** What stands at `span` of the source with `edits` made, those around it included. */
function textWith(edits: readonly Edit<Told>[], span: Span, source: string): string {
  let from = Math.min(span.start, edits[0]!.start);
  let text = "";
  for (const edit of edits) {
    text += source.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + source.slice(from, Math.max(from, span.end));
}

const nowhere: Span = { start: -1, end: -1 };

function spanOf({ start, end }: SourceRange): Span {
  return { start: start.offset, end: end.offset };
}

function keyOf({ start, end }: Span): string {
  return `${start}-${end}`;
}

function isInside(inner: Span, outer: Span): boolean {
  const isEqual = inner.start === outer.start && inner.end === outer.end;
  return !isEqual && inner.start >= outer.start && inner.end <= outer.end;
}

/** Does `event` tell of just this stretch, or of the chain that begins with it, that it was left? It is not any more. */
function isLeft(event: Event, start: number, end: number): boolean {
  if (event.kind !== "kept" && event.kind !== "skipped") return false;
  const span = spanOf(event.range);
  return span.start === start && (event.kind === "skipped" ? span.end >= end : span.end === end);
}
