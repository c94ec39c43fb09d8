import type { Binding, NodePath } from "@babel/traverse";
import { isShared } from "./classic-script.ts";

/** The initialiser of a variable that nobody outside of the file can see, and that holds nothing else ever. */
export function initOfConstant(binding: Binding): NodePath | undefined {
  const declarator = binding.path;
  if (!binding.constant || (binding.kind !== "const" && binding.kind !== "let") || isShared(binding)) return undefined;
  if (!declarator.isVariableDeclarator() || declarator.node.id.type !== "Identifier") return undefined;
  const declaration = declarator.parentPath;
  if (declaration.parentPath?.isExportDeclaration() === true || declarator.node.init == null) return undefined;
  let init = declarator.get("init") as NodePath;
  while (init.isTSAsExpression() || init.isTSSatisfiesExpression() || init.isTSNonNullExpression())
    init = init.get("expression") as NodePath;
  return init;
}
