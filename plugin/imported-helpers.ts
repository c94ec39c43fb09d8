import type * as t from "@babel/types";
import type { Change } from "./parsed-file.ts";
import type { Style } from "./print.ts";

/** The entry of this package that helpers are imported from. */
export const RUNTIME = "eqsat/runtime";

/** Does an earlier run's declaration or import give the file this helper? */
export function hasHelper(program: t.Program, name: string): boolean {
  return program.body.some((each) =>
    each.type === "ImportDeclaration"
      ? importsOf(each).includes(name)
      : each.type === "FunctionDeclaration" && each.id?.name === name,
  );
}

/** The helpers that `declaration` imports, each under its own name. */
export function importsOf({ source, specifiers, importKind }: t.ImportDeclaration): readonly string[] {
  if (source.value !== RUNTIME || isOfTypes(importKind)) return [];
  return specifiers.flatMap((each) =>
    each.type === "ImportSpecifier" &&
    !isOfTypes(each.importKind) &&
    each.imported.type === "Identifier" &&
    each.imported.name === each.local.name
      ? [each.local.name]
      : [],
  );
}

function isOfTypes(kind: t.ImportSpecifier["importKind"]): boolean {
  return kind === "type" || kind === "typeof";
}

/**
 * Does the file import or export something? In any other, a parser that takes it for a module does not tell: an import
 * would make a module of what is run as a script, or is asked for by `require`.
 */
export function isModule({ body }: t.Program): boolean {
  return body.some(({ type }) => /^(?:Import|Export\w*)Declaration$/.test(type));
}

/** In front of the first statement and of the comments right above it, unless those begin the file: a licence. */
export function startOfCode({ body: [first] }: t.Program, source: string): number {
  const statement = first?.start ?? 0;
  let start = statement;
  for (const comment of first?.leadingComments?.toReversed() ?? []) {
    const { start: from, end } = comment;
    if (from == null || end == null || /\n\s*\n/.test(source.slice(end, start))) break;
    // One on the line of a directive stays with that.
    if (source.slice(source.lastIndexOf("\n", from - 1) + 1, from).trim() !== "") break;
    start = from;
  }
  return source.slice(0, start).trim() === "" ? statement : start;
}

/**
 * Imports `names` behind the last import, or, where there is none, at `start`. Gives the edit of the text.
 */
export function importHelpers(
  { body }: t.Program,
  start: number,
  names: readonly string[],
  { quotes }: Pick<Style, "quotes">,
): Change {
  const quote = quotes === "single" ? "'" : '"';
  const text = `import { ${names.join(", ")} } from ${quote}${RUNTIME}${quote};`;
  const at = body.findLastIndex(({ type }) => type === "ImportDeclaration");
  const end = body[at]?.end;
  body.splice(at + 1, 0, declarationOf(names));
  return end == null ? { start, end: start, text: `${text}\n` } : { start: end, end, text: `\n${text}` };
}

function declarationOf(names: readonly string[]): t.ImportDeclaration {
  const identifier = (name: string): t.Identifier => ({ type: "Identifier", name }) as t.Identifier;
  return {
    type: "ImportDeclaration",
    specifiers: names.map((name) => ({
      type: "ImportSpecifier",
      imported: identifier(name),
      local: identifier(name),
    })),
    source: { type: "StringLiteral", value: RUNTIME },
    attributes: [],
  } as unknown as t.ImportDeclaration;
}
