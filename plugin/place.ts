import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** Where the statements of a lowered region can stand. */
export type Site =
  /** In place of `const name = region;`: the loop declares `name` itself. */
  | {
      readonly kind: "declaration";
      readonly statement: NodePath<t.VariableDeclaration>;
      readonly name: string;
      readonly keyword: "let" | "var";
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

/** The best place for the statements that `path` is going to need; undefined where there is none. */
export function siteOf(path: NodePath, region: "chain" | "scalar"): Site | undefined {
  const { parentPath: parent } = path;
  // A statement that is only a string would be read as a directive.
  if (region === "scalar") return parent?.isExpressionStatement() ? undefined : { kind: "expression" };
  if (builtins.some((name) => path.scope.hasBinding(name, true))) return undefined;
  if (parent === null || (parent.isNewExpression() && path.key === "callee") || parent.isTaggedTemplateExpression())
    return undefined;
  if (parent.isArrowFunctionExpression() && path.key === "body") {
    return path.node.extra?.parenthesized === true ? { kind: "call" } : { kind: "arrow" };
  }
  const statement = statementEvaluatedFrom(path);
  if (statement === undefined) return suspends(path) ? undefined : { kind: "call" };
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

/** The statement that starts by evaluating `path`, if others can stand in front of it. */
function statementEvaluatedFrom(path: NodePath): NodePath<t.Statement> | undefined {
  for (let inner = path; ; ) {
    const outer = inner.parentPath;
    if (outer === null) return undefined;
    if (outer.isStatement()) return startsStatement(inner, outer) && canStandBefore(outer) ? outer : undefined;
    if (!isEvaluatedFirst(inner, outer)) return undefined;
    inner = outer;
  }
}

/** Is `inner`, of all that `outer` evaluates, the first that matters? */
function isEvaluatedFirst(inner: NodePath, outer: NodePath): boolean {
  switch (outer.node.type) {
    case "VariableDeclarator":
      return inner.key === "init" && outer.key === 0 && outer.node.id.type === "Identifier";
    case "BinaryExpression":
      return inner.key === "left" || isInert(outer.node.left);
    case "AssignmentExpression":
      return (
        inner.key === "right" &&
        outer.node.operator === "=" &&
        outer.node.left.type === "Identifier" &&
        outer.scope.hasBinding(outer.node.left.name)
      );
    case "LogicalExpression":
      return inner.key === "left";
    case "ConditionalExpression":
      return inner.key === "test";
    case "UnaryExpression":
      return outer.node.operator !== "delete";
    case "CallExpression":
      return inner.listKey === "arguments"
        ? isKnownCallee(outer) && argumentsBefore(inner, outer.node.arguments)
        : inner.key === "callee";
    case "MemberExpression":
      return inner.key === "object";
    case "TemplateLiteral":
      return inner.key === 0;
    case "ArrayExpression":
      return argumentsBefore(inner, outer.node.elements);
    case "ObjectProperty":
      return inner.key === "value" && !outer.node.computed && outer.parentPath?.isObjectExpression() === true;
    case "ObjectExpression":
      return argumentsBefore(
        inner,
        outer.node.properties.map((each) => (each.type === "ObjectProperty" && !each.computed ? each.value : each)),
      );
    case "SpreadElement":
    case "AwaitExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return true;
    default:
      return false;
  }
}

function argumentsBefore(inner: NodePath, list: readonly (t.Node | null)[]): boolean {
  return list.slice(0, Number(inner.key)).every((each) => each === null || isInert(each));
}

/** Evaluating it does nothing and does not depend on when. */
function isInert(node: t.Node): boolean {
  switch (node.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "ThisExpression":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    default:
      return false;
  }
}

/** `Math.sqrt` and the like: reading the callee does nothing that could be seen. */
function isKnownCallee(call: NodePath): boolean {
  const callee = call.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed) return false;
  const { object } = callee.node;
  return (
    object.type === "Identifier" &&
    ["Math", "Number", "Object", "JSON", "String", "Array"].includes(object.name) &&
    !call.scope.hasBinding(object.name, true)
  );
}

function startsStatement(inner: NodePath, statement: NodePath<t.Statement>): boolean {
  switch (statement.node.type) {
    case "ExpressionStatement":
    case "ReturnStatement":
    case "ThrowStatement":
      return true;
    case "VariableDeclaration":
      return inner.key === 0 && statement.parentPath?.isExportDeclaration() !== true;
    case "IfStatement":
      return inner.key === "test";
    case "SwitchStatement":
      return inner.key === "discriminant";
    case "ForOfStatement":
      return inner.key === "right" && !statement.node.await;
    default:
      return false;
  }
}

/** Statements can be put before it: it stands in a list, or a block can be put around it. */
function canStandBefore(statement: NodePath<t.Statement>): boolean {
  const parent = statement.parentPath;
  if (parent === null || parent.isLabeledStatement() || parent.isExportDeclaration()) return false;
  if (statement.isVariableDeclaration() && !Array.isArray(statement.container)) return false;
  if (parent.isForStatement() || parent.isForXStatement()) return statement.key === "body";
  return true;
}

function declarationSite(path: NodePath, statement: NodePath<t.Statement>): Site | undefined {
  if (!statement.isVariableDeclaration() || statement.node.declarations.length !== 1) return undefined;
  const [declarator] = statement.get("declarations");
  const id = declarator?.node.id;
  if (declarator?.node.init !== path.node || id?.type !== "Identifier") return undefined;
  if (statement.parentPath?.isProgram() === true && statement.node.kind === "var") return undefined;
  const keyword = statement.node.kind === "var" ? "var" : "let";
  return { kind: "declaration", statement, name: id.name, keyword, annotation: id.typeAnnotation };
}

/** Does the region itself await or yield? An arrow function around it could not. */
function suspends(path: NodePath): boolean {
  let found = path.isAwaitExpression() || path.isYieldExpression();
  path.traverse({
    Function: (inner) => inner.skip(),
    AwaitExpression: () => {
      found = true;
    },
    YieldExpression: () => {
      found = true;
    },
  });
  return found;
}
