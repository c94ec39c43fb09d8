export { Conflict } from "./conflict.ts";
export { type SerializedEGraph, type SerializedNode, serialize, toDot } from "./dump.ts";
export { EGraph, type EGraphOptions, type Id, type Node } from "./egraph.ts";
export type { Explanation, ExplanationStep } from "./explain.ts";
export {
  type CostModel,
  type ExtractedTerm,
  type Extraction,
  extract,
  extractStress,
  type StressOptions,
} from "./extract.ts";
export type { NodeView } from "./extract-space.ts";
export type { Analysis, Column } from "./facts.ts";
export {
  type Pattern,
  type PatternNode,
  type PatternVar,
  type PayloadPattern,
  parsePattern,
  printPattern,
} from "./pattern.ts";
export type { Payload } from "./payload.ts";
export { CONGRUENCE } from "./reasons.ts";
export { type Applier, type CompileOptions, type Condition, compileRules, type Rewrite, type Ruleset } from "./rule.ts";
export type { Limits, RuleReport, RunReport, Schedule, StopReason } from "./run.ts";
export type { Term } from "./term.ts";
