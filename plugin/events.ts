import type { SerializedEGraph } from "../egraph/index.ts";
import { type SkipClass, type SkipCode, skipCodes } from "./skip-codes.ts";
import type { SourceRange } from "./source-range.ts";

/** The version of the shapes below. It grows when a field changes its meaning or goes, not when one is added. */
export const REPORT_SCHEMA = 1;

/** How well the weakest rule of a derivation is proved, strongest first. */
export type ProofLevel = "smt" | "exhaustive" | "law" | "sampled";

/** Strongest first. */
const proofLevels: readonly ProofLevel[] = ["smt", "exhaustive", "law", "sampled"];

/** The weakest of `levels`; of none, the strongest there is. */
export function weakestOf(levels: readonly ProofLevel[]): ProofLevel {
  return proofLevels[Math.max(0, ...levels.map((level) => proofLevels.indexOf(level)))]!;
}

/** One rewrite of a derivation. Terms are printed as JavaScript to read, loops as the chains that they stand for. */
export interface DerivationStep {
  readonly rule: string;
  /** Was the rule read from right to left? */
  readonly backwards: boolean;
  readonly before: string;
  readonly after: string;
}

/** The e-graph of a region when the search ended. */
export interface EGraphDump {
  /** In the format of the `egraph-serialize` crate. */
  readonly serialized: SerializedEGraph;
  /** As source text for Graphviz. */
  readonly dot: string;
}

interface InFile {
  /** The file as the user named it, `""` when there is none. */
  readonly file: string;
}

/** A region was replaced. */
export interface ImprovedEvent extends InFile {
  readonly kind: "improved";
  readonly range: SourceRange;
  /** The source text of the region, and of what stands for it now, statements put in front of it included. */
  readonly before: string;
  readonly after: string;
  /** The cost model's estimates, in its own unit: only their ratio means something. */
  readonly cost: { readonly before: number; readonly after: number };
  /** The rules of the derivation in order, each once. */
  readonly rules: readonly string[];
  /** Facts that conditions relied on, in words: `xs is an array`. */
  readonly facts: readonly string[];
  /** Keys of `assume` that it relied on. */
  readonly assumptions: readonly string[];
  readonly proof: ProofLevel;
  /** Rule by rule, when asked for (`explain`). Empty where that takes too many steps. */
  readonly derivation?: readonly DerivationStep[];
  /** When asked for (`explain --dot`, `explain --json`). */
  readonly egraph?: EGraphDump;
  /** When asked for (`--bench`). */
  readonly measured?: Measured;
  /** When asked for (`--verify`). */
  readonly verified?: Verified;
}

/** How many times as fast the new code ran on generated inputs of a size: median and quartiles. */
export interface Speedup {
  /** Elements of the input; absent where its size means nothing. */
  readonly size?: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** What was measured, or why nothing could be. */
export type Measured =
  | {
      readonly speedups: readonly Speedup[];
      /** Sizes at which one call would take too long to measure. */
      readonly tooLarge: readonly number[];
    }
  | { readonly not: string };

/** On how many generated inputs both versions did the same, and in how many of these they gave a value; or why none could be tried. */
export type Verified = { readonly cases: number; readonly returned: number } | { readonly not: string };

/** A region was understood and left as it is. */
export interface KeptEvent extends InFile {
  readonly kind: "kept";
  readonly range: SourceRange;
  readonly reason: "already best" | "gain too small" | "opted out";
  /** When asked for (`explain --dot`, `explain --json`). */
  readonly egraph?: EGraphDump;
}

/** Code was left as it is because a step could not be taken. */
export interface SkippedEvent extends InFile {
  readonly kind: "skipped";
  readonly code: SkipCode;
  readonly class: SkipClass;
  readonly range: SourceRange;
  /** The part that is to blame, when it is smaller than `range`. */
  readonly focus?: SourceRange;
  /** What was seen there, to stand after the carets: "may have a side effect: `log` is imported". */
  readonly seen: string;
  /** More exact than the general advice of the code's table row. */
  readonly advice?: string;
}

/** Saturation of a region stopped at a limit; what was found until then counted. */
export interface LimitReachedEvent extends InFile {
  readonly kind: "limit-reached";
  readonly range: SourceRange;
  /** `pass limit`: another run would still find something to improve in what was written here. */
  readonly limit: "node limit" | "iteration limit" | "match limit" | "byte limit" | "pass limit";
  readonly nodes: number;
  readonly iterations: number;
}

/** Something inside went wrong. The code it concerns was left as it is. */
export interface BugEvent extends InFile {
  readonly kind: "bug";
  readonly range?: SourceRange;
  readonly message: string;
  /** The stack, for a bug report. */
  readonly detail?: string;
  /** The source text that provokes it, as small as it could be made. */
  readonly input: string;
}

/** One per file, the last of its events. */
export interface FileEvent extends InFile {
  readonly kind: "file";
  /** `not searched`: no text in it that any rule could start from; `not read`, `not parsed`: a `skipped` event says why. */
  readonly outcome: "changed" | "unchanged" | "not searched" | "not parsed" | "not read";
}

export type Event = ImprovedEvent | KeptEvent | SkippedEvent | LimitReachedEvent | BugEvent | FileEvent;

/** The event that reports `code` at `range`; `seen` is what was seen there. */
export function skipEvent(code: SkipCode, file: string, range: SourceRange, seen: string): SkippedEvent {
  return { kind: "skipped", file, code, class: skipCodes[code].class, range, seen };
}

/** Counts over many events. */
export interface Totals {
  readonly files: number;
  readonly changedFiles: number;
  /** Files that could not be read, parsed or written. */
  readonly failedFiles: number;
  /** Regions: their number is `improved + kept + skipped`. */
  readonly improved: number;
  readonly kept: number;
  readonly skipped: number;
  readonly limitsReached: number;
  readonly bugs: number;
}

/** What `--format json` prints. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: "eqsat";
  readonly version: string;
  readonly totals: Totals;
  readonly events: readonly Event[];
}

/** The report of `events`: sorted by file, then by place, then as they came. */
export function makeReport(events: readonly Event[], version: string): Report {
  const sorted = sortEvents(events);
  return { schema: REPORT_SCHEMA, tool: "eqsat", version, totals: countEvents(sorted), events: sorted };
}

/** Counts `events`. */
export function countEvents(events: readonly Event[]): Totals {
  const count = (test: (event: Event) => boolean): number => events.filter(test).length;
  return {
    files: count((event) => event.kind === "file"),
    changedFiles: count((event) => event.kind === "file" && event.outcome === "changed"),
    failedFiles: count((event) => event.kind === "skipped" && skipCodes[event.code].about === "file"),
    improved: count((event) => event.kind === "improved"),
    kept: count((event) => event.kind === "kept"),
    skipped: count((event) => event.kind === "skipped" && skipCodes[event.code].about === "region"),
    limitsReached: count((event) => event.kind === "limit-reached"),
    bugs: count((event) => event.kind === "bug"),
  };
}

/** By file, then by place; the `file` event last. By code units, not locale: the order is the same everywhere. */
export function sortEvents(events: readonly Event[]): Event[] {
  return [...events].sort((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return placeOf(a) - placeOf(b);
  });
}

function placeOf(event: Event): number {
  if (event.kind === "file") return Number.MAX_SAFE_INTEGER;
  return event.range?.start.offset ?? 0;
}
