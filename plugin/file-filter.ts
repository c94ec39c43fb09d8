import ignore from "ignore";
import type { Pattern } from "./options.ts";

/** Is a file to be looked at? Takes its path relative to the working directory, with `/` or `\` between folders. */
export type FileFilter = (path: string) => boolean;

/** The filter of the options `include` and `exclude`. Globs are matched as in `.gitignore`, expressions anywhere. */
export function fileFilter(include: readonly Pattern[], exclude: readonly Pattern[]): FileFilter {
  const included = matchesAny(include);
  const excluded = matchesAny(exclude);
  return (path) => (include.length === 0 || included(path)) && !excluded(path);
}

/** Does a path match one of `patterns`? That of a folder ends with `/`. */
export function matchesAny(patterns: readonly Pattern[]): FileFilter {
  const globs = ignore({ allowRelativePaths: false });
  const expressions: RegExp[] = [];
  for (const pattern of patterns) {
    if (typeof pattern === "string") globs.add(pattern);
    else expressions.push(pattern);
  }
  return (path) => {
    // The matcher knows no parent folders: a file beside the working directory is matched by what follows the dots.
    const inside = path.replaceAll("\\", "/").replace(/^(?:[A-Za-z]:)?(?:\/|\.{1,2}\/)*/, "");
    if (inside === "") return false;
    return globs.ignores(inside) || expressions.some((expression) => matches(expression, inside));
  };
}

/** Without the memory that `g` and `y` expressions keep between calls. */
function matches(expression: RegExp, path: string): boolean {
  expression.lastIndex = 0;
  return expression.test(path);
}
