import { parse } from "@babel/parser";

/** Syntax that vanishes as a whole. */
const GONE = new Set([
  "TSTypeAnnotation",
  "TSTypeParameterDeclaration",
  "TSTypeParameterInstantiation",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
]);
/** `e as T`, `e satisfies T`, `e!`: what stands behind the expression vanishes. */
const WRAPPERS = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * TypeScript source with its types replaced by spaces: enough for programs and fixtures without enums, namespaces or
 * parameter properties. Throws SyntaxError.
 */
export function stripTypes(source: string): string {
  const ast = parse(source, { sourceType: "module", plugins: ["typescript"] });
  const blanks: [number, number][] = [];
  const visit = (node: Node): void => {
    if (GONE.has(node.type)) {
      blanks.push([node.start, node.end]);
      return;
    }
    if (node.type === "ImportDeclaration" || node.type === "ExportNamedDeclaration") {
      if (node.importKind === "type" || node.exportKind === "type") {
        blanks.push([node.start, node.end]);
        return;
      }
    }
    const inner = node.expression;
    if (WRAPPERS.has(node.type) && isNode(inner)) {
      // Parentheses around the inner expression must survive: blank from behind the closing one.
      let from = inner.end;
      while (/[\s)]/.test(source[from] ?? "") && from < node.end - 1 && closes(source, inner.end, from)) from++;
      blanks.push([from, node.end]);
    }
    if (node.type === "Identifier" && node.optional === true) {
      const mark = source.indexOf("?", node.start);
      blanks.push([mark, mark + 1]);
    }
    // `function f(this: T, x)`: a parameter for the types alone.
    if (node.type === "Identifier" && node.name === "this") {
      const comma = /^\s*,/.exec(source.slice(node.end))?.[0].length ?? 0;
      blanks.push([node.start, node.end + comma]);
    }
    for (const word of ["accessibility", "readonly", "declare", "override", "abstract"]) {
      const value = node[word];
      const text = typeof value === "string" ? value : word;
      if (value !== undefined && value !== null && value !== false && node.type.startsWith("Class")) {
        const at = source.indexOf(text, node.start);
        if (at >= 0 && at < node.end) blanks.push([at, at + text.length]);
      }
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === "loc" || key.endsWith("Comments") || key === "extra") continue;
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child);
    }
  };
  visit(ast.program as unknown as Node);
  const chars = source.split("");
  for (const [from, to] of blanks) for (let i = from; i < to; i++) if (chars[i] !== "\n") chars[i] = " ";
  return chars.join("");
}

/** Is everything from `from` to `at`, inclusive, spaces or closing parentheses? */
function closes(source: string, from: number, at: number): boolean {
  return /^[\s)]*$/.test(source.slice(from, at + 1));
}
