import type { Change } from "./parsed-file.ts";

/** `change`, with the blanks that keep its ends apart from the words next to it, as in `return!x`. */
export function spaced(source: string, change: Change): Change {
  const { start, end, text } = change;
  if (start === end) return change;
  const before = isWord(source[start - 1]) && isWord(text[0]) ? " " : "";
  const after = isWord(source[end]) && isWord(text.at(-1)) ? " " : "";
  return { start, end, text: `${before}${text}${after}` };
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\w$\u0080-\uffff]/.test(char);

/** `text`, which begins at the offset `from` of its file, with `changes` made in it. */
export function applied(text: string, changes: readonly Change[], from: number): string {
  let result = text;
  for (const { start, end, text: inserted } of [...changes].sort((a, b) => b.start - a.start || b.end - a.end)) {
    result = result.slice(0, start - from) + inserted + result.slice(end - from);
  }
  return result;
}
