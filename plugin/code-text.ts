/**
 * `source` without the comments that start a line, which are most of what looks like code and is none. Templates hold
 * text that looks like a comment, and code inside of it: what could be that stays. Offsets are not those of `source`.
 */
export function codeText(source: string): string {
  // Behind the last end of a block no other ends, and each start of one would be looked for to the end of the file.
  const close = source.lastIndexOf("*/");
  const next = close < 0 ? 0 : source.indexOf("\n", close);
  if (next < 0) return without(source, comment);
  return without(source.slice(0, next), comment) + without(source.slice(next), lineComment);
}

function without(text: string, comments: RegExp): string {
  return text.replace(comments, (each) => (isSurelyComment(each) ? "" : each));
}

const comment = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
const lineComment = /^[ \t]*\/\/.*/gm;

/** A backtick would end a template; a block with an asterisk in front of every line is no template's end. */
function isSurelyComment(text: string): boolean {
  return !text.includes("${") && (!text.includes("`") || asterisks.test(text));
}

const asterisks = /^[ \t]*\/\*.*(?:\r?\n[ \t]*\*.*)*$/;
