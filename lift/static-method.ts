import type { NodePath } from "@babel/traverse";
import { isGlobal } from "./chain-syntax.ts";

/** Is it the method of a built-in that nothing shadows? */
export function isStatic(callee: NodePath, object: string, method: string): boolean {
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier") return false;
  return callee.node.property.name === method && isGlobal(callee.get("object") as NodePath, object);
}

/** `Object.prototype.hasOwnProperty.call` */
export function isHasOwnCall(callee: NodePath): boolean {
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier") return false;
  const method = callee.get("object") as NodePath;
  if (callee.node.property.name !== "call" || !method.isMemberExpression() || method.node.computed) return false;
  const { property } = method.node;
  const isMethod = property.type === "Identifier" && property.name === "hasOwnProperty";
  return isMethod && isStatic(method.get("object") as NodePath, "Object", "prototype");
}
