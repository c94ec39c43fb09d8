/**
 * Could any rule start from this text? A test of the text, before parsing: true more often than needed,
 * never false where a rule could improve something, or where an ignore comment could turn out to be unused.
 */
export function mayMatch(source: string): boolean {
  return candidates.test(source) || source.includes("eqsat-ignore-next-line");
}

const candidates = /\.\s*(?:map|filter|fill|keys)\b|\bArray\s*\.\s*from\b/;
