import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Event, ImprovedEvent } from "../plugin/events.ts";
import { reasonOf } from "./system-error.ts";
import { UsageError } from "./terminal.ts";

/*
 * A baseline is what a project has accepted: expressions that could be improved and are not to be, for now. It counts
 * them by file and text, not by line, so that code above them may come and go.
 */

const SCHEMA = 1;

/** By file, then by the expression's text on one line: how often it stands there. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Reads the baseline at `path`. Throws a {@link UsageError} when it is not there, or is none. */
export function readBaseline(path: string, shown: string): Baseline {
  if (!existsSync(path)) throw new UsageError(`no such baseline: ${shown}. --update-baseline makes it`);
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isBaselineFile(read)) return read.improvable;
  } catch (error) {
    throw new UsageError(`the baseline ${shown} cannot be read: ${reasonOf(error)}`);
  }
  throw new UsageError(`${shown} is no baseline of this version: --update-baseline makes it anew`);
}

/** Writes the baseline that accepts all of `events`. The same events give the same bytes. */
export function writeBaseline(path: string, events: readonly Event[]): void {
  const counts = new Map<string, Map<string, number>>();
  for (const event of sorted(improvements(events))) {
    const ofFile = counts.get(event.file) ?? new Map<string, number>();
    counts.set(event.file, ofFile.set(textOf(event), (ofFile.get(textOf(event)) ?? 0) + 1));
  }
  const improvable = Object.fromEntries([...counts].map(([file, ofFile]) => [file, Object.fromEntries(ofFile)]));
  writeFileSync(path, `${JSON.stringify({ schema: SCHEMA, tool: "eqsat", improvable }, undefined, 2)}\n`);
}

/** The improvements that the baseline does not accept: of each text in a file, those beyond its count, last ones first. */
export function beyondBaseline(events: readonly Event[], baseline: Baseline): readonly ImprovedEvent[] {
  const left = new Map<string, number>();
  for (const [file, counts] of Object.entries(baseline)) {
    for (const [text, count] of Object.entries(counts)) left.set(JSON.stringify([file, text]), count);
  }
  return improvements(events).filter((event) => {
    const key = JSON.stringify([event.file, textOf(event)]);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function improvements(events: readonly Event[]): readonly ImprovedEvent[] {
  return events.filter((event) => event.kind === "improved");
}

function sorted(events: readonly ImprovedEvent[]): readonly ImprovedEvent[] {
  const key = (event: ImprovedEvent): string => JSON.stringify([event.file, textOf(event)]);
  return [...events].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function textOf({ before }: ImprovedEvent): string {
  return before.replace(/\s+/g, " ");
}

function isBaselineFile(read: unknown): read is { readonly improvable: Baseline } {
  if (typeof read !== "object" || read === null || !("schema" in read) || !("improvable" in read)) return false;
  return read.schema === SCHEMA && typeof read.improvable === "object" && read.improvable !== null;
}
