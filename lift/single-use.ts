import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { someNode } from "../syntax/tree-walk.ts";
import { isShared } from "./classic-script.ts";
import { statementEvaluatedFrom } from "./evaluation-order.ts";

/** A `const` whose value is used once, by the very next statement, before that does anything else. */
export interface SingleUse {
  readonly declaration: NodePath<t.VariableDeclaration>;
  readonly value: NodePath;
  readonly use: NodePath;
  /** Does it say its type? */
  readonly isAnnotated: boolean;
}

/** The single use that the variable at `use` is, if it is one: then its value may as well stand in its place. */
export function singleUse(use: NodePath): SingleUse | undefined {
  if (!use.isIdentifier()) return undefined;
  const binding = use.scope.getBinding(use.node.name);
  if (binding === undefined || !binding.constant || binding.references !== 1 || binding.kind === "var")
    return undefined;
  if (isShared(binding)) return undefined;
  if (binding.referencePaths[0]?.node !== use.node) return undefined;
  const declarator = binding.path;
  if (!declarator.isVariableDeclarator() || declarator.node.id.type !== "Identifier") return undefined;
  const declaration = declarator.parentPath;
  if (!declaration.isVariableDeclaration() || declaration.node.declarations.length !== 1) return undefined;
  const value = declarator.get("init") as NodePath;
  if (value.node == null) return undefined;
  const list: unknown = declaration.container;
  if (!Array.isArray(list) || declaration.parentPath?.isExportDeclaration() === true) return undefined;
  const statement = statementEvaluatedFrom(use);
  if (statement === undefined || statement.container !== list) return undefined;
  // A loop may stand in the declaration's place by now.
  const at = list.indexOf(declaration.node);
  if (at < 0 || list.indexOf(statement.node) !== at + 1) return undefined;
  const isAnnotated = declarator.node.id.typeAnnotation != null;
  return isMentionedByType(binding) ? undefined : { declaration, value, use, isAnnotated };
}

/** `typeof ys` as a type is no use of the variable, but there has to be one. */
function isMentionedByType({ scope, identifier: { name } }: Binding): boolean {
  const program = scope.getProgramParent().block;
  let names = namedByTypes.get(program);
  if (names === undefined) {
    names = namesInTypes(program);
    namedByTypes.set(program, names);
  }
  return names.has(name);
}

/** By program: it is asked for every variable, and no text that we write names another one so. */
const namedByTypes = new WeakMap<t.Node, ReadonlySet<string>>();

function namesInTypes(program: t.Node): ReadonlySet<string> {
  const names = new Set<string>();
  someNode(program, (each) => {
    if (each.type !== "TSTypeQuery") return false;
    let inner: t.Node = each.exprName;
    while (inner.type === "TSQualifiedName") inner = inner.left;
    if (inner.type === "Identifier") names.add(inner.name);
    return false;
  });
  return names;
}

/** The single use of the variable that `value` initialises. */
export function useOfValue(value: NodePath): SingleUse | undefined {
  const { parentPath: declarator } = value;
  if (declarator?.isVariableDeclarator() !== true || value.key !== "init" || declarator.node.id.type !== "Identifier") {
    return undefined;
  }
  const use = value.scope.getBinding(declarator.node.id.name)?.referencePaths[0];
  const found = use && singleUse(use);
  return found?.value.node === value.node ? found : undefined;
}
