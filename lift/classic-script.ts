import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { someNode } from "../syntax/tree-walk.ts";

const moduleNames = ["module", "exports", "require"] as const;

const known = new WeakMap<t.Node, boolean>();

/**
 * Is the file of `path` a script that shares its top level with other scripts (ECMA-262, 16.1.7)? A module does not,
 * nor does a CommonJS file, which runs as the body of a function: one that mentions what only that function has,
 * and not just to ask whether there is such a thing.
 */
export function isClassicScript(path: NodePath): boolean {
  const { path: program, globals } = path.scope.getProgramParent();
  const root = program.node;
  if (root.type !== "Program" || root.sourceType === "module" || root.extra?.isCommonJs === true) return false;
  const found = known.get(root) ?? !(moduleNames.some((name) => name in globals) && !asksForModules(root));
  known.set(root, found);
  return found;
}

/** `typeof module`: the file means to run as a script, too. */
function asksForModules(program: t.Program): boolean {
  return someNode(program, (each) => {
    if (each.type !== "UnaryExpression" || each.operator !== "typeof") return false;
    const { argument } = each;
    return argument.type === "Identifier" && moduleNames.some((name) => name === argument.name);
  });
}

/** Can other scripts see the variable, and write it unless it is a `const`? */
export function isShared(binding: Binding): boolean {
  return binding.scope.path.isProgram() && isClassicScript(binding.scope.path);
}
