import type * as t from "@babel/types";
import { isNode, pushChildren } from "../syntax/tree-walk.ts";
import type { Mode } from "./options.ts";
import type { Span } from "./source-range.ts";

/** Where the user wants no change, and which of those wishes nobody has asked about. */
export interface OptOuts {
  /** Does the user want the code of `span` left as it is? */
  isOptedOut(span: Span): boolean;
  /** Comments and function directives that have not answered any question with yes. */
  unused(): readonly Span[];
}

const OUT = "use no eqsat";
const directiveText = /use (?:no )?eqsat/;
const expectedErrors = /@ts-(?:ignore|expect-error)/;
const commentText = /^\s*eqsat-ignore-next-line(?:\s|$)/;

interface Area extends Span {
  /** It cannot be told whether it is of use: it is all of the file, where nobody asks about anything, or not ours. */
  readonly whole: boolean;
  /** The comment or directive to name when it is unused. */
  readonly mark: Span;
  used: boolean;
}

/**
 * Reads the directives `"use no eqsat"` (module or function), under `mode: "annotation"` also `"use eqsat"`,
 * and the comments `eqsat-ignore-next-line reason`. A comment covers whatever has a part on the line after it.
 */
export function readOptOuts(file: t.File, source: string, mode: Mode): OptOuts {
  const isNamed = source.includes("eqsat");
  const directives = isNamed && directiveText.test(source) ? directiveAreas(file) : { out: [], in: [] };
  const errors = source.includes("@ts-") && expectedErrors.test(source) ? expectedErrorAreas(file, source) : [];
  const out = [...directives.out, ...(isNamed ? commentAreas(file, source) : []), ...errors];
  const isOptedOut = (span: Span): boolean => {
    const covering = out.filter((area) => touches(area, span));
    for (const area of covering) area.used = true;
    if (covering.length > 0) return true;
    return mode === "annotation" && !directives.in.some((area) => touches(area, span));
  };
  return { isOptedOut, unused: () => out.filter(({ used, whole }) => !used && !whole).map(({ mark }) => mark) };
}

function touches(area: Span, span: Span): boolean {
  return span.start < area.end && area.start < span.end;
}

function commentAreas(file: t.File, source: string): Area[] {
  const areas: Area[] = [];
  for (const comment of file.comments ?? []) {
    if (!commentText.test(comment.value) || comment.start == null || comment.end == null) continue;
    const start = endOfLine(source, comment.end);
    const mark = { start: comment.start, end: comment.end };
    areas.push({ start, end: endOfLine(source, start), mark, whole: false, used: false });
  }
  return areas;
}

/**
 * TypeScript looks for the error of `@ts-expect-error` and `@ts-expect-error` on the line behind the comment: neither that
 * line nor the start of its statement may move.
 */
function expectedErrorAreas(file: t.File, source: string): Area[] {
  const comments = (file.comments ?? []).filter(({ value }) => expectedErrors.test(value));
  const area = (start: number, end: number): Area => ({ start, end, mark: { start, end }, whole: true, used: false });
  const lines = comments.map(({ end }) => {
    const start = endOfLine(source, end ?? 0);
    return area(start, endOfLine(source, start));
  });
  const statements: Area[] = [];
  for (const node of nodesWithin(file.program.body)) {
    if (!simple.has(node.type) || node.start == null || node.end == null) continue;
    if (node.leadingComments?.some((each) => comments.includes(each)) === true)
      statements.push(area(node.start, node.end));
  }
  return [...lines, ...statements];
}

/** Statements that hold no others: an error is expected on the first line only. */
const simple: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "VariableDeclaration",
  "ReturnStatement",
  "ThrowStatement",
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
]);

/** The offset behind the line end that follows `offset`. */
function endOfLine(source: string, offset: number): number {
  const newline = source.indexOf("\n", offset);
  return newline < 0 ? source.length : newline + 1;
}

/** The bodies with a directive: of the module, and of functions, with their parameters. */
function directiveAreas(file: t.File): { out: Area[]; in: Area[] } {
  const areas: { out: Area[]; in: Area[] } = { out: [], in: [] };
  const collect = (directives: readonly t.Directive[], owner: Span, whole: boolean): void => {
    for (const { value, start, end } of directives) {
      const area = { ...owner, mark: { start: start ?? owner.start, end: end ?? owner.end }, whole, used: false };
      if (value.value === OUT) areas.out.push(area);
      else if (value.value === "use eqsat") areas.in.push(area);
    }
  };
  collect(file.program.directives, { start: 0, end: Number.POSITIVE_INFINITY }, true);
  for (const node of nodesWithin(file.program.body)) {
    if (!("body" in node) || !isBlock(node.body)) continue;
    // Nobody asks about the rest of a chain.
    if (!isRestOfChain(node)) collect(node.body.directives, { start: node.start ?? 0, end: node.end ?? 0 }, false);
  }
  return areas;
}

/**
 * Is it a function that an earlier run has written for the rest of a chain (`lower/rest.ts`)? No region is looked for in
 * it: it holds the chain as it was.
 */
export function isRestOfChain(node: t.Node): boolean {
  const isOurs =
    node.type === "FunctionDeclaration"
      ? /^eqsatRest\d*$/.test(node.id?.name ?? "")
      : node.type === "ArrowFunctionExpression" && node.extra?.parenthesized === true;
  if (!isOurs || !("body" in node) || !isBlock(node.body)) return false;
  return node.body.directives.some(({ value }) => value.value === OUT);
}

function isBlock(body: unknown): body is t.BlockStatement {
  return typeof body === "object" && body !== null && "type" in body && body.type === "BlockStatement";
}

/** Every node below `roots`, without scopes or visitors. */
function* nodesWithin(roots: readonly unknown[]): Generator<t.Node> {
  const pending: object[] = roots.filter((each): each is object => typeof each === "object" && each !== null);
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (isNode(item)) yield item;
    pushChildren(item, pending);
  }
}
