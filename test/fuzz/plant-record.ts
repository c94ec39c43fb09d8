import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { kindOf, PLANTED_BUGS, type PlantedBug } from "./planted-bugs.ts";

/** What came of a planted bug when it was hunted last. */
export interface PlantResult {
  /** Of the bug as it was then: a bug that has changed has to be hunted again. */
  readonly digest: string;
  readonly outcome: "found" | "missed" | "not run";
  /** The step of the session that found it, or how many there were. A step is a module of 80 programs, or a large program. */
  readonly steps: number;
}

export type PlantRecord = Readonly<Record<string, PlantResult>>;

export function digestOf(bug: PlantedBug): string {
  const { file, find, replace, mode } = bug;
  const text = [file, find.source, find.flags, replace, mode, kindOf(bug)].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** The record at `path`, as far as it is about bugs that there are, as they are; the others count as not run. */
export function readPlantRecord(path: string): PlantRecord {
  const stored = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as PlantRecord) : {};
  return Object.fromEntries(
    PLANTED_BUGS.map((bug) => {
      const digest = digestOf(bug);
      const known = stored[bug.name];
      return [bug.name, known?.digest === digest ? known : { digest, outcome: "not run", steps: 0 }];
    }),
  );
}

export function writePlantRecord(path: string, record: PlantRecord): void {
  writeFileSync(path, `${JSON.stringify(record, undefined, 2)}\n`);
}
