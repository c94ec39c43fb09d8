import { mayHoldChain } from "../lift/chain-text.ts";
import { codeText } from "./code-text.ts";
import type { ResolvedOptions } from "./options.ts";
import { scalarTextOf } from "./scalar-starts.ts";
import { makesLoneLoops } from "./selected-rules.ts";

/** Is there anything to do in this text? A stress test wants every expression, those without a gain too. */
export function isWorthParsing(source: string, options: ResolvedOptions): boolean {
  return typeof options.extraction === "object" || mayMatch(source, options);
}

/**
 * Could any rule of these options start from this text? Before parsing, which is most of what a file costs in which
 * nothing is found: true more often than needed, and never false where an ignore comment could turn out to be unused.
 */
export function mayMatch(source: string, options: ResolvedOptions): boolean {
  if (source.includes("eqsat-ignore-next-line")) return true;
  const text = codeText(source);
  return mayHoldChain(text, makesLoneLoops(options)) || scalarTextOf(options).isIn(text);
}
