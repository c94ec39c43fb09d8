import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** Who promised that a call has no effect and does not throw: a name in `assume.pure`, or a comment on the call. */
export type Promised = "name" | "comment";

/** Is `call` promised to be pure? `names`: `"module#export"` in the words of the file's own import, or a global's name. */
export function promisedPure(call: NodePath<t.CallExpression>, names: readonly string[]): Promised | undefined {
  if (names.length > 0) {
    const name = nameOf(call.get("callee") as NodePath);
    if (name !== undefined && names.includes(name)) return "name";
  }
  return isAnnotated(call) ? "comment" : undefined;
}

function nameOf(callee: NodePath): string | undefined {
  if (callee.isIdentifier()) {
    const binding = callee.scope.getBinding(callee.node.name);
    if (binding === undefined) return callee.node.name;
    const { path } = binding;
    const module = moduleOf(path);
    if (module === undefined) return undefined;
    if (path.isImportDefaultSpecifier()) return `${module}#default`;
    if (!path.isImportSpecifier()) return undefined;
    const { imported } = path.node;
    return `${module}#${imported.type === "Identifier" ? imported.name : imported.value}`;
  }
  if (!callee.isMemberExpression() || callee.node.computed) return undefined;
  const { object, property } = callee.node;
  if (object.type !== "Identifier" || property.type !== "Identifier") return undefined;
  const binding = callee.scope.getBinding(object.name);
  if (binding === undefined) return `${object.name}.${property.name}`;
  const module = moduleOf(binding.path);
  return module !== undefined && binding.path.isImportNamespaceSpecifier() ? `${module}#${property.name}` : undefined;
}

function moduleOf(specifier: NodePath): string | undefined {
  const { parentPath: declaration } = specifier;
  return declaration?.isImportDeclaration() === true ? declaration.node.source.value : undefined;
}

/** `/* @__PURE__ *\/ f(x)`. The comment goes to the outermost expression that starts there. */
function isAnnotated(call: NodePath<t.CallExpression>): boolean {
  for (let path: NodePath | null = call; path?.node.start != null && path.node.start === call.node.start; ) {
    if (path.node.leadingComments?.some(({ value }) => /^\s*[@#]__PURE__\s*$/.test(value)) === true) return true;
    path = path.parentPath;
  }
  return false;
}

/** Does the callee mean the same wherever it is written, and is it no variable of a callback? */
export function isStableCallee(callee: NodePath): boolean {
  const name = callee.isMemberExpression() ? (callee.get("object") as NodePath) : callee;
  if (!name.isIdentifier()) return false;
  const binding = name.scope.getBinding(name.node.name);
  return binding === undefined || (binding.constant && binding.scope.path.isProgram());
}
