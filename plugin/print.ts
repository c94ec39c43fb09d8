import generateModule from "@babel/generator";
import type * as t from "@babel/types";
import { copyOf } from "./syntax-tree.ts";

type Generate = typeof generateModule.default;

/** `@babel/generator` is CommonJS: Node gives its exports as the default, test runners unwrap that once more. */
const generate: Generate = unwrap(generateModule);

function unwrap(imported: unknown): Generate {
  if (typeof imported === "function") return imported as Generate;
  return unwrap((imported as { default: unknown }).default);
}

/** Stands for a line end inside a literal, which indentation must not reach. */
const KEPT_NEWLINE = "\u{f0000}";

/** `node` as source text in the manner of its surroundings: each further line is indented by `indent`. */
export function printNode(node: t.Node, indent: string, quotes: Quotes = "double"): string {
  const printable = copyOf(node);
  keepNewlines(printable);
  const { code } = generate(printable, { comments: true, jsescOption: { minimal: true, quotes } });
  return code.replaceAll("\n", `\n${indent}`).replaceAll(KEPT_NEWLINE, "\n");
}

export function printStatements(statements: readonly t.Statement[], indent: string, quotes: Quotes = "double"): string {
  return statements.map((each) => printNode(each, indent, quotes)).join(`\n${indent}`);
}

function keepNewlines(root: t.Node): void {
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { type } = value as t.Node;
    if (type === "TemplateElement") {
      const { value: text } = value as t.TemplateElement;
      text.raw = text.raw.replaceAll("\n", KEPT_NEWLINE);
      return;
    }
    if (type === "StringLiteral") {
      const { extra } = value as t.StringLiteral;
      if (String(extra?.raw ?? "").includes("\n")) delete (value as t.StringLiteral).extra;
      return;
    }
    for (const [key, child] of Object.entries(value)) if (!key.endsWith("Comments")) visit(child);
  };
  visit(root);
}

export type Quotes = "single" | "double";

/** The quotes that most strings of `source` have. */
export function quotesOf(source: string): Quotes {
  const count = (quote: RegExp): number => source.match(quote)?.length ?? 0;
  return count(/'/g) > count(/"/g) ? "single" : "double";
}

/** The white space at the start of the line of `offset`. */
export function indentAt(source: string, offset: number): string {
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  return /^[\t ]*/.exec(source.slice(lineStart, offset))?.[0] ?? "";
}
