import type { ResolvedOptions } from "./options.ts";

/** Is there anything to do in this text? A stress test wants every expression, those without a gain too. */
export function isWorthParsing(source: string, { extraction }: ResolvedOptions): boolean {
  return typeof extraction === "object" || mayMatch(source);
}

/**
 * Could any rule start from this text? A test of the text, before parsing: true more often than needed,
 * never false where a rule could improve something, or where an ignore comment could turn out to be unused.
 */
export function mayMatch(source: string): boolean {
  return candidatePatterns.some((pattern) => pattern.test(source));
}

/**
 * Is there arithmetic that rules for expressions start from: a small constant beside an operator, a doubled
 * negation, a choice between truth values, a function of `Math`?
 */
export function mayHoldScalar(source: string): boolean {
  return scalarCandidates.test(source);
}

const scalarCandidates =
  /\bMath\s*\.|!\s*[!(]|\?\s*(?:true|false)\b|[-+*/%&|^<>]\s*-?(?:\d+n?\b|\.\d)|\b\d+n?\s*[-+*/%&|^]|~\s*~|-\s*-|\b(?:Number|isNaN|String|Boolean)\s*\(|\*\*/;

/** What {@link mayMatch} looks for. Hosts that filter modules themselves, outside of JavaScript, take the patterns. */
export const candidatePatterns: readonly RegExp[] = [
  /\.\s*(?:map|filter|flatMap|flat|fill|keys)\b|\bArray\s*\.\s*from\b/,
  scalarCandidates,
  /eqsat-ignore-next-line/,
];
