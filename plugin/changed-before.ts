import type * as t from "@babel/types";
import { isNode } from "../syntax/tree-walk.ts";
import type { Span } from "./source-range.ts";

/**
 * The smallest stretches of `source` in which `file` no longer says what the text says, because another plugin has
 * changed the tree. Offsets of a region that holds one of them must not be trusted.
 * Sees inserted and replaced nodes, renamed identifiers and changed literals; not what was only removed.
 */
export function changedSpans(file: t.File, source: string): readonly Span[] {
  const changed: Span[] = [];
  const visit = (item: unknown, around: Span): void => {
    if (Array.isArray(item)) {
      for (const child of item) visit(child, around);
    } else if (isNode(item)) {
      const span = spanOf(item, source);
      if (span === undefined) changed.push(around);
      else for (const [key, child] of Object.entries(item)) if (!besideTheTree.has(key)) visit(child, span);
    }
  };
  visit(file.program, { start: 0, end: source.length });
  return changed;
}

/** Comments belong to several nodes, and the rest holds no nodes. */
const besideTheTree: ReadonlySet<string> = new Set([
  "loc",
  "extra",
  "leadingComments",
  "innerComments",
  "trailingComments",
  "interpreter",
]);

/** The offsets of `node`, if the text there still is that node's, as far as its own token shows. */
function spanOf(node: t.Node, source: string): Span | undefined {
  const { start, end } = node;
  if (typeof start !== "number" || typeof end !== "number" || end > source.length) return undefined;
  if ((node.type === "Identifier" || node.type === "JSXIdentifier") && !isSpelled(node.name, source, start, end)) {
    return undefined;
  }
  if (node.type === "StringLiteral" || node.type === "NumericLiteral") {
    if (node.extra !== undefined && !Object.is(node.extra.rawValue, node.value)) return undefined;
  }
  return { start, end };
}

/** With an escape in it, a name is not worth decoding: it is taken for unchanged. */
function isSpelled(name: string, source: string, start: number, end: number): boolean {
  return source.startsWith(name, start) || source.slice(start, end).includes("\\");
}
