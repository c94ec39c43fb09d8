import generateModule from "@babel/generator";
import type * as t from "@babel/types";
import { isNode, someNode } from "../syntax/tree-walk.ts";
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

/** How a file is written. */
export interface Style {
  readonly quotes: Quotes;
  /** One step of indentation. */
  readonly unit: string;
}

export const styleOf = (source: string): Style => ({ quotes: quotesOf(source), unit: indentUnitOf(source) });

/** The text of a node as its author wrote it, with its lines indented as if the first were not; undefined to print it. */
export type Verbatim = (node: t.Node, parent: t.Node | undefined) => string | undefined;

/** `node` as source text in the manner of its surroundings: each further line is indented by `indent`. */
export function printNode(node: t.Node, indent: string, style: Style, verbatim: Verbatim): string {
  const text = textOf(node, style, verbatim);
  return text.replaceAll(/\n(?!\n)/g, `\n${indent}`).replaceAll(KEPT_NEWLINE, "\n");
}

/** Ours, with the empty line that the printer puts below. */
const DIRECTIVE = /^( *)"use no eqsat";\n\n/gm;

/** Longer than this, a conditional is written over several lines, and so is an object literal. */
const WIDTH = 100;

function textOf(node: t.Node, style: Style, verbatim: Verbatim): string {
  const texts: string[] = [];
  const printable = copyWith(node, undefined, (each, parent) => {
    const text = verbatim(each, parent) ?? (each === node ? undefined : onOneLine(each, parent, style, verbatim));
    if (text === undefined) return undefined;
    return { type: "Identifier", name: `__eqsat_text_${texts.push(text) - 1}__` } as t.Identifier;
  });
  keepNewlines(printable);
  const { code } = generate(printable, { comments: true, jsescOption: { minimal: true, quotes: style.quotes } });
  const quote = style.quotes === "single" ? "'" : '"';
  const lines = indented(code.replace(DIRECTIVE, `$1${quote}use no eqsat${quote};\n`), style.unit).split("\n");
  const text = lines.map((line) => filled(line, texts)).join("\n");
  const isLong = text.length > WIDTH && node.type === "ConditionalExpression" && !text.includes("\n");
  return isLong ? overLines(node as t.ConditionalExpression, style, verbatim) : text;
}

/** `test ? a : b` with each branch on a line of its own; what follows in the last branch stands at the same depth. */
function overLines(node: t.ConditionalExpression, style: Style, verbatim: Verbatim): string {
  const part = (each: t.Expression): string => {
    const text = textOf(each, style, verbatim).replaceAll("\n", `\n${style.unit}`);
    return needsParentheses.has(each.type) ? `(${text})` : text;
  };
  const lines = [part(node.test), `? ${part(node.consequent)}`];
  let rest = node.alternate;
  for (; rest.type === "ConditionalExpression"; rest = rest.alternate)
    lines.push(`: ${part(rest.test)}`, `? ${part(rest.consequent)}`);
  return [...lines, `: ${part(rest)}`].join(`\n${style.unit}`);
}

/** In a part of a conditional that is written over lines. */
const needsParentheses: ReadonlySet<string> = new Set([
  "ConditionalExpression",
  "AssignmentExpression",
  "SequenceExpression",
  "ArrowFunctionExpression",
  "YieldExpression",
]);

/** A short object literal or pattern, which the printer would write over lines. */
function onOneLine(node: t.Node, parent: t.Node | undefined, style: Style, verbatim: Verbatim): string | undefined {
  const isPattern = node.type === "ObjectPattern" && node.typeAnnotation == null;
  const isLiteral = node.type === "ObjectExpression" && parent !== undefined && !startsWithOperand.has(parent.type);
  if ((!isPattern && !isLiteral) || node.properties.length === 0 || hasComment(node)) return undefined;
  if (parent !== undefined && needsMoreThanName(node, parent)) return undefined;
  const parts = node.properties.map((each) => textOf(each, style, verbatim));
  const text = `{ ${parts.join(", ")} }`;
  if (text.length > WIDTH / 2 || text.includes("\n")) return undefined;
  return parent?.type === "ArrowFunctionExpression" && parent.params.length === 1 ? `(${text})` : text;
}

/** The printer sees a name in the place of `node`: does it leave out parentheses then that `node` needs, and we do not add? */
function needsMoreThanName(node: t.Node, parent: t.Node): boolean {
  switch (parent.type) {
    case "AssignmentExpression":
      return true;
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression":
      return parent.callee === node;
    case "ArrowFunctionExpression":
      return parent.returnType != null || parent.typeParameters != null;
    default:
      return false;
  }
}

/** Nodes at whose start an object literal would be read as a block, or is an operand of what may start so. */
const startsWithOperand: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "ArrowFunctionExpression",
  "MemberExpression",
  "OptionalMemberExpression",
  "TaggedTemplateExpression",
  "BinaryExpression",
  "LogicalExpression",
  "ConditionalExpression",
  "SequenceExpression",
  "AssignmentExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
]);

function hasComment(root: t.Node): boolean {
  return someNode(root, (each) => (each.leadingComments ?? each.trailingComments ?? each.innerComments) != null);
}

/** The line with the texts in it that stand there, their further lines indented like it. */
function filled(line: string, texts: readonly string[]): string {
  const indent = /^[\t ]*/.exec(line)?.[0] ?? "";
  return line.replace(/__eqsat_text_(\d+)__/g, (_, index: string) =>
    (texts[Number(index)] ?? "").replaceAll("\n", `\n${indent}`),
  );
}

/** `code`, whose lines are indented by two spaces a step, with `unit` instead. */
export function indented(code: string, unit: string): string {
  return unit === "  " ? code : code.replace(/^(?: {2})+/gm, (spaces) => unit.repeat(spaces.length / 2));
}

/** A copy of `node` with some of it replaced. Comments stay where they are. */
function copyWith(
  node: t.Node,
  parent: t.Node | undefined,
  replace: (node: t.Node, parent: t.Node | undefined) => t.Node | undefined,
): t.Node {
  const copyField = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copyField);
    return isNode(value) ? copyWith(value, node, replace) : copyOf(value);
  };
  const replaced = replace(node, parent);
  const copy: Record<string, unknown> = { ...replaced };
  for (const key of Object.keys(node)) {
    if (key === "loc" || key === "start" || key === "end" || key === "range") continue;
    const field: unknown = (node as unknown as Record<string, unknown>)[key];
    // Comments are shared, so that a printer prints each once.
    if (key.endsWith("Comments")) copy[key] = field;
    else if (replaced === undefined) copy[key] = copyField(field);
  }
  return copy as unknown as t.Node;
}

export function printStatements(
  statements: readonly t.Statement[],
  indent: string,
  style: Style,
  verbatim: Verbatim,
): string {
  return statements.map((each) => printNode(each, indent, style, verbatim)).join(`\n${indent}`);
}

/** The step by which the lines of `source` are mostly indented further than those before them. */
function indentUnitOf(source: string): string {
  const counts = new Map<string, number>();
  let previous = "";
  for (const line of source.split("\n")) {
    const indent = /^[\t ]*(?=[^\s*])/.exec(line)?.[0];
    if (indent === undefined) continue;
    const step = indent.startsWith(previous) ? indent.slice(previous.length) : "";
    if (step !== "" && (step === "\t" || /^ +$/.test(step))) counts.set(step, (counts.get(step) ?? 0) + 1);
    previous = indent;
  }
  let unit = "  ";
  for (const [step, count] of counts) if (count > (counts.get(unit) ?? 0)) unit = step;
  return unit;
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
    for (const key of Object.keys(value)) if (!key.endsWith("Comments")) visit((value as Record<string, unknown>)[key]);
  };
  visit(root);
}

export type Quotes = "single" | "double";

/** The quotes that most strings of `source` have. */
function quotesOf(source: string): Quotes {
  const count = (quote: RegExp): number => source.match(quote)?.length ?? 0;
  return count(/'/g) > count(/"/g) ? "single" : "double";
}

/** The white space at the start of the line of `offset`. */
export function indentAt(source: string, offset: number): string {
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  return /^[\t ]*/.exec(source.slice(lineStart, offset))?.[0] ?? "";
}
