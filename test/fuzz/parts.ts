/** The parts of a list written with bars between them. `||` is a part's own. */
export function parts(text: string): readonly string[] {
  return text.split(/(?<!\|)\|(?!\|)/);
}
