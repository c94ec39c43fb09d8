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

/** Is there what rules for expressions start from (`plugin/scalar-starts.ts`), as far as text tells? */
export function mayHoldScalar(source: string): boolean {
  return scalarCandidates.test(source);
}

const scalarCandidates = new RegExp(
  [
    // A function that rules know.
    /\b(?:Math|Object|BigInt)\s*\.\s*(?:\w+)\s*\(|\b(?:Number|isNaN|isFinite|parseInt|String|Boolean)\s*\(/,
    // An operator beside a number or an empty text, two texts.
    /(?:[-+*/%&|^<>]|[=!]=)\s*\(*-?(?:\d|\.\d)|\b\d+n?\s*[-+*/%^?&|<>]|(?:''|"")\s*\+|\+\s*(?:''|"")|['"]\s*\+\s*\(?['"]/,
    // A sign, a complement, a negation of more than a name.
    /(?:[-+*/%&|^<>=(,:?[{;]|\breturn)\s*-\s*[A-Za-z_$(]|~|\^|\*\*|!\s*[!(]/,
    // Two operands that read the same.
    /\b(?<left>[\w$]+)\)*\s*(?:[=!]==?|&&?|\|\|?|[-+*/%<>?])\s*\(*[-!]?\k<left>\b/,
    /\b(?<test>[\w$]+)\s*\?[^:?;]{0,80}:\s*\(?\k<test>\b|\?\s*(?<yes>[\w$]+)\s*:\s*\k<yes>\b/,
    // Truth values and their like beside an operator.
    /(?:[=!]==?|[?&|])\s*(?:true|false)\b|\?[^:;]{0,80}:\s*(?:true|false)\b|\b(?:true|false|null|undefined)\s*(?:&&|\|\||\?)|(?:&&|\|\||\?\?)\s*(?:null|undefined)\b|['"]undefined['"]/,
    // Two comparisons, products of products, a choice in a choice.
    /[<>]=?\s*[\w$.()[\]]+\s*(?:\|\||&&)|&&[^;]{0,120}\|\|[^;]{0,120}&&|[*&][^;\n]{0,80}[-+|][^;\n]{0,80}[*&]|\?[^:;]{0,80}\?/,
    /`\$\{[^{}]*\}`/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** What {@link mayMatch} looks for. Hosts that filter modules themselves, outside of JavaScript, take the patterns. */
export const candidatePatterns: readonly RegExp[] = [
  /\.\s*(?:map|filter|flatMap|flat|fill|keys)\b|\bArray\s*\.\s*from\b/,
  // Of the next, what most texts hold: to find that takes a fraction of the time.
  /[-+*/%&|^<>] ?\d|[=!]= ?\d/,
  scalarCandidates,
  // A part of an array that is taken without a copy.
  /\.\s*slice\b[^;{}]*?\.\s*(?:reduce|some|every|forEach|find)/,
  // A reduction that copies its accumulator.
  /\.\s*reduce\b[\s\S]*?(?:\.\.\.|\.\s*(?:concat|assign)\b)/,
  /eqsat-ignore-next-line/,
];
