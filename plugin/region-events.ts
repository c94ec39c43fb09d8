import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import { printTerm } from "../ir/sexpr.ts";
import { allRules, ruleIdOf } from "../rules/index.ts";
import { type Event, type ImprovedEvent, type KeptEvent, type ProofLevel, skipEvent } from "./events.ts";
import type { ResolvedOptions } from "./options.ts";
import type { ParsedFile } from "./parsed-file.ts";
import type { Found } from "./search.ts";
import { isSkipCode, type SkipCode } from "./skip-codes.ts";

/** Why one form of a region was left: a code, and the node to point at. */
export interface Reason {
  readonly refused: string;
  readonly node: t.Node;
}

/** The reason why what was found is not written: nothing fused, most often for effects. */
export function reasonOf(_found: Found | undefined, path: NodePath): Reason {
  return { refused: "E-CALLBACK-IMPURE", node: path.node };
}

export function keptEvent(file: ParsedFile, region: Region<t.Node>, reason: KeptEvent["reason"]): KeptEvent {
  return { kind: "kept", file: file.filename, range: file.lines.range(region.range), reason };
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
  return {
    kind: "improved",
    file: file.filename,
    range: file.lines.range(region.range),
    before,
    after,
    cost: found.cost,
    ...derivationOf(found, options),
    facts: [],
    assumptions: [],
  };
}

/** The rules of the derivation, each once, and the whole of it where it is asked for. */
function derivationOf(found: Found, options: ResolvedOptions): Pick<ImprovedEvent, "rules" | "proof" | "derivation"> {
  const { steps } = found.explanation();
  const rules = [...new Set(steps.map((step) => ruleIdOf(step.rule)))];
  const proof = weakestProof(rules);
  if (!options.derivations) return { rules, proof };
  const derivation = steps.map(({ rule, direction, before, after }) => ({
    rule: ruleIdOf(rule),
    backwards: direction === "backward",
    before: printTerm(before),
    after: printTerm(after),
  }));
  return { rules, proof, derivation };
}

/** Strongest first. */
const proofLevels: readonly ProofLevel[] = ["smt", "exhaustive", "law", "sampled"];

function weakestProof(ids: readonly string[]): ProofLevel {
  const levels = allRules.filter((rule) => ids.includes(rule.id)).map((rule) => proofLevels.indexOf(rule.proof));
  return proofLevels[Math.max(0, ...levels)] ?? "sampled";
}

/** The skip of a region, for the reason of its longest form. */
export function skippedEvent(file: ParsedFile, path: NodePath, reasons: readonly Reason[]): Event {
  const [first] = reasons;
  const code: SkipCode = first !== undefined && isSkipCode(first.refused) ? first.refused : "E-NOT-UNDERSTOOD";
  const range = file.lines.range({ start: path.node.start!, end: path.node.end! });
  const focus = first === undefined ? path.node : first.node;
  const seen = file.source.slice(focus.start ?? 0, focus.end ?? 0).split("\n")[0] ?? "";
  return skipEvent(code, file.filename, range, seen);
}
