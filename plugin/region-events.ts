import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { BOOLEAN, type Kinds, NUMBER, STRING } from "../ir/kinds.ts";
import { type Chain, PACKED, PLAIN, type Region } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { allRules, proofOf, ruleIdOf } from "../rules/index.ts";
import {
  type DerivationStep,
  type EGraphDump,
  type Event,
  type ImprovedEvent,
  type KeptEvent,
  type LimitReachedEvent,
  type ProofLevel,
  skipEvent,
  weakestOf,
} from "./events.ts";
import type { ResolvedOptions } from "./options.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { regionText } from "./region-text.ts";
import type { Found } from "./search.ts";
import { isSkipCode, type SkipCode } from "./skip-codes.ts";
import { whenAsked } from "./when-asked.ts";

/** Why one form of a region was left: a code, and the node to point at. */
export interface Reason {
  readonly refused: string;
  readonly node: t.Node;
  /** What is seen at the node; its text, where nothing better is known. */
  readonly seen?: string;
  /** More exact than the advice that belongs to the code. */
  readonly advice?: string;
}

/** Why what was found is not written. */
export function reasonToKeep({ cost }: Found): KeptEvent["reason"] {
  return cost.before > cost.after ? "gain too small" : "already best";
}

/** `dump` gives the e-graph in which nothing better was found, where it is asked for. */
export function keptEvent(
  file: ParsedFile,
  region: Region<t.Node>,
  reason: KeptEvent["reason"],
  dump?: (() => EGraphDump) | false,
): KeptEvent {
  const event: KeptEvent = { kind: "kept", file: file.filename, range: file.lines.range(region.range), reason };
  return dump ? { ...event, egraph: dump() } : event;
}

/** What was done, beside the region itself. */
export interface Improvement {
  readonly before: string;
  readonly after: string;
  readonly found: Found;
  readonly options: ResolvedOptions;
}

export function improvedEvent(
  file: ParsedFile,
  region: Region<t.Node>,
  { before, after, found, options }: Improvement,
): ImprovedEvent {
  const event = {
    kind: "improved" as const,
    file: file.filename,
    range: file.lines.range(region.range),
    before,
    after,
    cost: found.cost,
    ...(options.egraphs && { egraph: found.dump() }),
    facts: factsOf(region),
  };
  // A derivation takes a second search: it is made for whoever asks.
  return whenAsked(event, {
    rules: () => found.ruleIds(),
    proof: () => weakestProof(found.ruleIds()),
    assumptions: () => assumptionsOf(region, found, options),
    ...(options.derivations && { derivation: () => derivationOf(found, regionText(region, file.source)) }),
  });
}

/** What the output relies on, known from the source or tested at run time, in words. */
function factsOf(region: Region<t.Node>): readonly string[] {
  if (region.kind === "scalar") return [];
  const facts = new Set<string>();
  for (const { form, array, name } of region.leaves)
    if (form === "variable" && (array & PLAIN) !== 0)
      facts.add(`known: ${name} is an array made here, which nobody else holds`);
  if (region.source.guarded && region.source.kind === "array") facts.add("tested: the receiver is a plain array");
  visitTerm(region.root, (term) => {
    if (term.op !== "check") return;
    const kinds = Number(term.payload);
    const names = kindNames.filter(([mask]) => (kinds & mask) === mask).map(([, name]) => name);
    facts.add(
      `tested: a value is ${names.length === kindNames.length ? "neither null nor undefined" : names.join(" or ")}`,
    );
  });
  return [...facts];
}

const kindNames: readonly (readonly [Kinds, string])[] = [
  [NUMBER, "a number"],
  [STRING, "a string"],
  [BOOLEAN, "a boolean"],
];

/** The accepted assumptions that the region relied on: those of its rules, and those that lifted it. */
function assumptionsOf(region: Region<t.Node>, found: Found, { assume }: ResolvedOptions): readonly string[] {
  const used = new Set<string>(
    allRules.filter((rule) => found.ruleIds().includes(rule.id)).flatMap((rule) => rule.assume),
  );
  if (region.kind === "chain") {
    let reads = region.source.guarded;
    visitTerm(region.root, ({ op }) => {
      reads ||= op === "load" || op === "spread";
    });
    if (assume.pureGetters === true && reads) used.add("pureGetters");
    if (assume.plainArrays === true && !region.source.guarded && (arrayFacts(region) & PLAIN) === 0)
      used.add("plainArrays");
    if (region.leaves.some(({ form }) => form === "pure") && assume.pure.length > 0) used.add("pure");
    if (assume.noHoles && region.source.kind === "array" && arrayFacts(region) === PACKED) used.add("noHoles");
    if (assume.trustTypes === true) used.add("trustTypes");
  }
  return [...used].sort();
}

/** What lifting took for granted of the array: only that it is packed, where nothing else is known. */
function arrayFacts({ source, leaves }: Chain<t.Node>): number {
  return leaves[Number(source.term.payload)]?.array ?? 0;
}

function visitTerm(root: Term, visit: (term: Term) => void): void {
  const seen = new Set<Term>();
  const walk = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    visit(term);
    term.args.forEach(walk);
  };
  walk(root);
}

/** A limit that stopped the search of a region, if one did. */
export function limitEvent(file: ParsedFile, region: Region<t.Node>, { report }: Found): LimitReachedEvent[] {
  const { reason, nodes, iterations } = report;
  if (reason === "saturated") return [];
  return [
    {
      kind: "limit-reached",
      file: file.filename,
      range: file.lines.range(region.range),
      limit: reason,
      nodes,
      iterations,
    },
  ];
}

/** The rewrites that lead from the original to what was found, in order. */
function derivationOf(found: Found, textOf: (term: Term) => string): readonly DerivationStep[] {
  return found.explanation().steps.map(({ rule, direction, before, after }) => ({
    rule: ruleIdOf(rule),
    backwards: direction === "backward",
    before: textOf(before),
    after: textOf(after),
  }));
}

function weakestProof(ids: readonly string[]): ProofLevel {
  return weakestOf(allRules.filter((rule) => ids.includes(rule.id)).map((rule) => proofOf(rule).level));
}

/** The skip of a region, for the reason of its longest form. */
export function skippedEvent(file: ParsedFile, path: NodePath, reasons: readonly Reason[]): Event {
  const [first] = reasons;
  const code: SkipCode = first !== undefined && isSkipCode(first.refused) ? first.refused : "E-NOT-UNDERSTOOD";
  const range = file.lines.range({ start: path.node.start!, end: path.node.end! });
  const { start, end } = first?.node ?? path.node;
  const seen = first?.seen ?? file.source.slice(start ?? 0, end ?? 0).split("\n")[0] ?? "";
  const event = skipEvent(code, file.filename, range, seen);
  const isPart = first?.node !== path.node && typeof start === "number" && typeof end === "number";
  const focus = isPart && file.lines.range({ start, end });
  return { ...event, ...(focus && { focus }), ...(first?.advice !== undefined && { advice: first.advice }) };
}
