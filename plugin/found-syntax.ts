import { parseSource } from "./parse.ts";
import { type Syntax, syntaxOf } from "./syntax.ts";

/**
 * The syntax of a text that a build hands over under the name `filename`: a `.ts` module may have been compiled to
 * JavaScript before, and must then be given no types. `undefined` where it reads as both and means two things, as
 * `f(a < b, c > (d))` does.
 */
export function foundSyntax(source: string, filename: string): Syntax | undefined {
  const named = syntaxOf(filename);
  if (!named.typescript) return named;
  const plain: Syntax = { ...named, typescript: false };
  if ("fault" in parseSource(source, plain)) return named;
  const typed = parseSource(source, named);
  return "ast" in typed && holdsTypes(typed.ast.program) ? undefined : plain;
}

/** Is there any node of TypeScript's own below `root`? */
function holdsTypes(root: object): boolean {
  const pending: object[] = [root];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if ("type" in item && typeof item.type === "string" && item.type.startsWith("TS")) return true;
    for (const child of Object.values(item)) if (typeof child === "object" && child !== null) pending.push(child);
  }
  return false;
}
