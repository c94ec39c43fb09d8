import { statSync } from "node:fs";
import { resolve } from "node:path";
import picocolors from "picocolors";
import { type Event, type ImprovedEvent, type KeptEvent, makeReport } from "../plugin/events.ts";
import { explainWith, isAt, type Place } from "../plugin/explain.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { ruleCatalogue } from "../plugin/rule-catalogue.ts";
import type { Flags } from "./command-line.ts";
import { shownPath } from "./find-files.ts";
import { bugMessage, limitMessage, placeOf, skipMessage } from "./messages.ts";
import { gainOf, shortened } from "./pretty-report.ts";
import { readSource } from "./source-file.ts";
import { type Colors, exitCodes, type Terminal, UsageError } from "./terminal.ts";

/** What `eqsat explain` works with. */
export interface ExplainJob {
  readonly cwd: string;
  /** `file:line[:column]`. */
  readonly place: string;
  readonly flags: Flags;
  readonly options: ResolvedOptions;
  readonly version: string;
  /** Print the e-graph instead: for Graphviz, or in the format of the `egraph-serialize` crate. */
  readonly egraph: "dot" | "json" | undefined;
}

/** `eqsat explain FILE:LINE[:COL]`. Gives the exit code. */
export function explainCommand(job: ExplainJob, terminal: Terminal): number {
  const { file, place } = readPlace(job.place);
  const path = resolve(job.cwd, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`no such file: ${file}`);
  const source = readSource(path);
  if ("code" in source) throw new UsageError(`${file} cannot be read: ${source.seen}`);
  const all = explainWith(source.text, shownPath(path, job.cwd), { ...job.options, egraphs: job.egraph !== undefined });
  const events = all.filter((event) => isAt(event, place) || (event.kind === "skipped" && event.code === "E-SYNTAX"));
  if (job.egraph !== undefined) return printEGraph(events, job, terminal);
  if (job.flags.format === "json") {
    terminal.out(`${JSON.stringify(makeReport(events, job.version), undefined, 2)}\n`);
    return exitCodes.done;
  }
  const colors = picocolors.createColors(terminal.color && job.flags.color);
  const room = job.flags.verbose ? Number.POSITIVE_INFINITY : Math.max(terminal.columns ?? 0, 160) - 8;
  const texts = events.map((event) => explanation(event, source.text, { colors, room }));
  terminal.out(`${texts.length > 0 ? texts.join("\n\n") : nothingAt(job.place, all)}\n`);
  return exitCodes.done;
}

/** Of several regions at the place, the smallest counts. */
function printEGraph(events: readonly Event[], { egraph, place }: ExplainJob, terminal: Terminal): number {
  const dumps = events.flatMap((event) =>
    event.kind === "improved" || event.kind === "kept" ? (event.egraph ?? []) : [],
  );
  const [dump] = dumps;
  if (dump === undefined) throw new UsageError(`${place}: there is no e-graph, since no expression there was searched`);
  terminal.out(egraph === "dot" ? dump.dot : `${JSON.stringify(dump.serialized, undefined, 2)}\n`);
  return exitCodes.done;
}

function readPlace(text: string): { file: string; place: Place } {
  const match = /^(.+?):([1-9]\d*)(?::([1-9]\d*))?$/.exec(text);
  if (match === null) throw new UsageError(`${text} is no place: write FILE:LINE or FILE:LINE:COLUMN, counted from 1`);
  const [, file = "", line, column] = match;
  return { file, place: { line: Number(line), column: column === undefined ? undefined : Number(column) } };
}

interface Look {
  readonly colors: Colors;
  /** Columns for one term of a derivation. */
  readonly room: number;
}

function explanation(event: Event, source: string, look: Look): string {
  switch (event.kind) {
    case "improved":
      return improvement(event, look);
    case "kept":
      return `${placeOf(event.file, event.range.start)}  ${keptBecause(event, source)}`;
    case "skipped":
      return skipMessage(event, source);
    case "limit-reached":
      return limitMessage(event);
    case "bug":
      return bugMessage(event, true);
    case "file":
      return "";
  }
}

function improvement(event: ImprovedEvent, { colors, room }: Look): string {
  const { bold, cyan, dim, green, red } = colors;
  const head = `${bold(placeOf(event.file, event.range.start))}  ${gainOf(event)}, cost ${cost(event.cost.before)} -> ${cost(event.cost.after)}`;
  const steps = (event.derivation ?? []).map(({ rule, backwards, before, after }, index, all) => {
    const last = all[index - 1];
    // What a later pass starts from is a part of what an earlier one has written.
    const start =
      last === undefined || last.after === before ? "" : `  then, within that:\n    ${shortened(before, room)}\n`;
    const conditions = conditionsOf(rule);
    const because = conditions.length > 0 ? `, since ${conditions.join(" and ")}` : "";
    const by = cyan(`by ${rule}${backwards ? " (from right to left)" : ""}`);
    return `${start}  ${dim("=")} ${shortened(after, room)}\n      ${by}${dim(because)}`;
  });
  const start = event.derivation?.[0]?.before;
  const list = (items: readonly string[]): string => (items.length > 0 ? items.join("; ") : "none");
  return [
    head,
    prefixed("- ", event.before, red),
    prefixed("+ ", event.after, green),
    ...(start === undefined
      ? [`  rules: ${list(event.rules)}`]
      : ["  derivation:", `    ${shortened(start, room)}`, ...steps]),
    `  facts: ${list(event.facts)}`,
    `  assumptions: ${list(event.assumptions)}`,
    `  weakest proof of these rules: ${event.proof}`,
  ].join("\n");
}

/** What had to be known for the rule to be used, in the words of the catalogue. */
function conditionsOf(rule: string): readonly string[] {
  return ruleCatalogue.find(({ id }) => id === rule)?.conditions ?? [];
}

function keptBecause(event: KeptEvent, source: string): string {
  const code = shortened(source.slice(event.range.start.offset, event.range.end.offset), 60);
  switch (event.reason) {
    case "already best":
      return `${code}\n  kept: nothing that it equals is cheaper`;
    case "gain too small":
      return `${code}\n  kept: what it equals is cheaper, but by less than minGain`;
    case "opted out":
      return `${code}\n  kept: you opted it out`;
  }
}

function nothingAt(place: string, events: readonly Event[]): string {
  const starts = events.flatMap((event) => (event.kind === "file" ? [] : (event.range?.start.line ?? [])));
  const lines = [...new Set(starts)].sort((a, b) => a - b);
  const nothing = `${place}: no expression there that eqsat looks into`;
  if (lines.length === 0) return `${nothing}, nor anywhere in this file`;
  return `${nothing}. In this file it looks at lines ${lines.slice(0, 20).join(", ")}${lines.length > 20 ? ", …" : ""}`;
}

function prefixed(prefix: string, code: string, color: (text: string) => string): string {
  return code
    .split(/\r?\n/)
    .map((line) => `  ${color(prefix + line)}`)
    .join("\n");
}

function cost(value: number): string {
  return value.toFixed(1);
}
