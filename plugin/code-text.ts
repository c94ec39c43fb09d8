/**
 * `source` without the comments that start a line, which are most of what looks like code and is none. Templates hold
 * text that looks like a comment, and code inside of it: what could be that stays. Offsets are not those of `source`.
 */
export function codeText(source: string): string {
  return source.replace(comment, (text) => (isSurelyComment(text) ? "" : text));
}

const comment = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;

/** A backtick would end a template; a block with an asterisk in front of every line is no template's end. */
function isSurelyComment(text: string): boolean {
  return !text.includes("${") && (!text.includes("`") || asterisks.test(text));
}

const asterisks = /^[ \t]*\/\*.*(?:\r?\n[ \t]*\*.*)*$/;
