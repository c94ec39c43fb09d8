import type { Options } from "./options.ts";

export type { AssumptionName } from "./assumptions.ts";
export { getCacheKey } from "./cache-key.ts";
export {
  type BugEvent,
  countEvents,
  type DerivationStep,
  type EGraphDump,
  type Event,
  type FileEvent,
  type ImprovedEvent,
  type KeptEvent,
  type LimitReachedEvent,
  type Measured,
  makeReport,
  type ProofLevel,
  REPORT_SCHEMA,
  type Report,
  type SkippedEvent,
  type Speedup,
  type Totals,
  type Verified,
} from "./events.ts";
export { type ExplainOptions, explain } from "./explain.ts";
export { type Optimized, type OptimizeOptions, optimize } from "./optimize.ts";
export {
  type AssumptionSettings,
  type CostModel,
  type Extraction,
  type FailOn,
  type Limits,
  type Mode,
  type Options,
  OptionsError,
  type Pattern,
  type TypeTier,
} from "./options.ts";
export type { Preset, RuleSettings, Switch } from "./rule-settings.ts";
export { type SkipClass, type SkipCode, type SkipRow, skipCodes } from "./skip-codes.ts";
export type { Position, SourceRange } from "./source-range.ts";

/** Returns `options` as they are: for `eqsat.config.js`, so that an editor completes and checks them. */
export function defineConfig(options: Options): Options {
  return options;
}
