import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/**
 * May the function at `callee` come to itself, by its name or by those of other functions of the module? Written out
 * where it is called it would hold a call of itself, which the next run would write out again, and so on.
 */
export function isRecursive(callee: NodePath<t.Function>): boolean {
  const seen = new Set<t.Node>([callee.node]);
  const pending: NodePath[] = [callee];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    for (const use of bindingOf(each)?.referencePaths ?? []) {
      for (let around = use.getFunctionParent(); around !== null; around = around.getFunctionParent()) {
        if (around.node === callee.node) return true;
        if (seen.has(around.node)) continue;
        seen.add(around.node);
        pending.push(around);
      }
    }
  }
  return false;
}

/** The variable that the function at `path` is called by, if it is. */
function bindingOf(path: NodePath): ReturnType<NodePath["scope"]["getBinding"]> {
  const { node, parentPath } = path;
  if (node.type === "FunctionDeclaration" || (node.type === "FunctionExpression" && node.id != null)) {
    const scope = node.type === "FunctionDeclaration" ? path.scope.parent : path.scope;
    return node.id == null ? undefined : scope?.getBinding(node.id.name);
  }
  const parent = parentPath?.node;
  if (parent?.type !== "VariableDeclarator" || parent.init !== node || parent.id.type !== "Identifier")
    return undefined;
  return parentPath?.scope.getBinding(parent.id.name);
}
