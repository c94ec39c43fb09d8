import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { enclosing, isInitialised } from "../lift/binding.ts";
import { isClassicScript } from "../lift/classic-script.ts";
import { canStandBefore, statementEvaluatedFrom } from "../lift/evaluation-order.ts";
import { skipInside } from "../lift/function-inside.ts";
import { helperNames } from "../lower/guard.ts";
import { someNode } from "../syntax/tree-walk.ts";
import { isTaken } from "./own-helpers.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { globalNamesIn, isPlaceOfValue } from "./value-position.ts";

/** Where the statements of a lowered region can stand. */
export type Site =
  /** In place of `const name = region;`: the loop declares `name` itself. */
  | {
      readonly kind: "declaration";
      readonly statement: NodePath<t.VariableDeclaration>;
      readonly name: string;
      /** `const` where nothing else is ever assigned to it. */
      readonly keyword: "const" | "let" | "var";
      readonly annotation: t.Identifier["typeAnnotation"];
    }
  /** In front of the statement, of which the region is what is evaluated first. */
  | { readonly kind: "before"; readonly statement: NodePath<t.Statement> }
  /** The region is all of an expression statement. */
  | { readonly kind: "statement"; readonly statement: NodePath<t.Statement> }
  /** The region is all of an arrow function's body. */
  | { readonly kind: "arrow" }
  /** Only the expression changes: no statement is needed. */
  | { readonly kind: "expression" }
  /** Anywhere else: in an arrow function that is called in place. */
  | { readonly kind: "call" };

/** The best place for the statements that `root`, the new form of `path`, is going to need; undefined where there is none. */
export function siteOf(path: NodePath, region: Region<t.Node>, root: Term, file: ParsedFile): Site | undefined {
  if (globalNamesIn(root).some((name) => path.scope.hasBinding(name, true))) return undefined;
  const site = region.kind === "scalar" ? expressionSite(path, region, root) : statementSite(path, file);
  if (region.kind === "scalar" || region.absorbed.length === 0) return site;
  // Its parts were evaluated right before the statement: they can only move to right there.
  const list: unknown = site !== undefined && "statement" in site ? site.statement.container : undefined;
  return Array.isArray(list) && region.absorbed.every((each) => list.includes(each)) ? site : undefined;
}

/** Does the user want left as it is what `region` would change at `site`: itself, its statement, or what it absorbs? */
export function isOptedOut(region: Region<t.Node>, site: Site, { isOptedOut: asks }: ParsedFile): boolean {
  const absorbed = region.kind === "chain" ? region.absorbed : [];
  // Of the statement the line where it begins: what is written goes in front of it.
  const start = "statement" in site ? site.statement.node.start : undefined;
  const lines = start == null ? [] : [{ start, end: start + 1 }];
  const spans = [region.range, ...lines, ...absorbed.map((node) => ({ start: node.start!, end: node.end! }))];
  // All are asked about, since each comment that covers one of them is of use.
  return spans.map(asks).includes(true);
}

function expressionSite(path: NodePath, region: Region<t.Node>, root: Term): Site | undefined {
  if (startsExpressionStatement(path)) return undefined;
  const leaf = root.op === "var" || root.op === "opaque" ? region.leaves[Number(root.payload)]?.node : undefined;
  if (!isPlaceOfValue(path, leaf)) return undefined;
  return { kind: "expression" };
}

/**
 * Where a statement begins, some values would be read as something else: a string as a directive, a bracket as going on
 * with the line before.
 */
function startsExpressionStatement(path: NodePath): boolean {
  // Babel's own search passes by the statements that stand in no list: `if (p) q;`.
  const statement = path.findParent((each) => each.isStatement());
  return statement?.isExpressionStatement() === true && statement.node.start === path.node.start;
}

function statementSite(path: NodePath, file: ParsedFile): Site | undefined {
  const site = freeSiteOf(path, file);
  // An arrow function at the start of a statement could be read as the arguments of a call on the line before.
  return site?.kind === "call" && startsExpressionStatement(path) ? undefined : site;
}

function freeSiteOf(path: NodePath, file: ParsedFile): Site | undefined {
  const { parentPath: parent } = path;
  if (builtins.some((name) => path.scope.hasBinding(name, true))) return undefined;
  if (helperNames.some((name) => isTaken(path, name, file))) return undefined;
  if (parent === null || (parent.isNewExpression() && path.key === "callee") || parent.isTaggedTemplateExpression())
    return undefined;
  if (parent.isArrowFunctionExpression() && path.key === "body") {
    return path.node.extra?.parenthesized === true ? callSite(path) : { kind: "arrow" };
  }
  // Names at the top level of a script are everybody's, and the values of its statements make its own.
  if (path.getFunctionParent() === null && isClassicScript(path))
    return path.isForOfStatement() ? undefined : callSite(path);
  if (path.isForOfStatement()) return canStandBefore(path) ? { kind: "statement", statement: path } : undefined;
  const statement = statementEvaluatedFrom(path);
  if (statement === undefined || (statement.isForOfStatement() && mentionsHead(path, statement))) return callSite(path);
  const declaration = declarationSite(path, statement);
  if (declaration !== undefined) return declaration;
  return parent.isExpressionStatement() ? { kind: "statement", statement } : { kind: "before", statement };
}

/** What emitted loops and their helpers mention: it must mean the built-in. */
const builtins: readonly string[] = [
  "Array",
  "Math",
  "Object",
  "Proxy",
  "Reflect",
  "Set",
  "TypeError",
  "undefined",
  "Infinity",
  "NaN",
];

function declarationSite(path: NodePath, statement: NodePath<t.Statement>): Site | undefined {
  if (!statement.isVariableDeclaration() || statement.node.declarations.length !== 1) return undefined;
  const [declarator] = statement.get("declarations");
  const id = declarator?.node.id;
  if (declarator?.node.init !== path.node || id?.type !== "Identifier") return undefined;
  const { kind } = statement.node;
  if (kind !== "const" && kind !== "let" && kind !== "var") return undefined;
  if (statement.parentPath?.isProgram() === true && kind === "var") return undefined;
  // The loop may have to write the variable, and then nothing stops others.
  if (kind === "const" && statement.scope.getBinding(id.name)?.constant !== true) return undefined;
  // Inside its own initialiser the variable is in its dead zone, which the loop's variable would not be.
  if (mentionsName(path, id.name) || isSeenEarly(statement, id.name)) return undefined;
  const isConstant = path.scope.getBinding(id.name)?.constant === true;
  const keyword = kind === "var" ? "var" : isConstant ? "const" : "let";
  return { kind: "declaration", statement, name: id.name, keyword, annotation: id.typeAnnotation };
}

/**
 * Could code that the loop calls, or that runs after it has thrown, see the variable `name` that `statement` declares?
 * It would find what the loop has made so far, in place of an earlier value or of none.
 */
function isSeenEarly(statement: NodePath<t.VariableDeclaration>, name: string): boolean {
  const binding = statement.scope.getBinding(name);
  if (binding === undefined) return true;
  const isVar = statement.node.kind === "var";
  const owner = enclosing(statement);
  const isInTry = (): boolean =>
    statement.findParent((each) => each.isTryStatement() || each.isFunction())?.isTryStatement() === true;
  if (isVar && isInTry()) return true;
  return [...binding.referencePaths, ...binding.constantViolations].some((use) => {
    if (use.parentPath?.isExportSpecifier() === true) return true;
    return enclosing(use) !== owner && (isVar || !isInitialised(binding, use));
  });
}

/** In `for (const x of region)` the region sees an `x` in its dead zone. */
function mentionsHead(path: NodePath, { scope, node: { left } }: NodePath<t.ForOfStatement>): boolean {
  if (left.type !== "VariableDeclaration" || left.kind === "var") return false;
  let found = false;
  path.traverse({
    Identifier(inner) {
      const binding = inner.scope.getBinding(inner.node.name);
      if (binding?.scope === scope && binding.kind !== "var") found = true;
    },
  });
  return found;
}

function mentionsName(path: NodePath, name: string): boolean {
  return someNode(path.node, (each) => each.type === "Identifier" && each.name === name);
}

/** In an arrow function, which can neither await nor yield for the function around. */
function callSite(path: NodePath): Site | undefined {
  return suspends(path) ? undefined : { kind: "call" };
}

/** Does the region itself await or yield? */
function suspends(path: NodePath): boolean {
  let found = path.isAwaitExpression() || path.isYieldExpression();
  path.traverse({
    Function: skipInside,
    AwaitExpression: () => {
      found = true;
    },
    YieldExpression: () => {
      found = true;
    },
  });
  return found;
}
