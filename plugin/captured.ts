import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { isClassicScript } from "../lift/classic-script.ts";
import type { Passed } from "../lower/output.ts";
import { isNode, someNode } from "../syntax/tree-walk.ts";
import type { NamesInUse } from "./names-in-use.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { freeNames } from "./syntax-tree.ts";

export interface Captured extends Passed {
  /** Is there something among it that cannot be passed to a function of the module? */
  readonly stays: boolean;
}

/** What is known of the file around a region. */
export interface Surroundings {
  readonly file: ParsedFile;
  readonly names: NamesInUse;
  /** Has the output brought this name into one of the functions around the region? */
  readonly isOurs: (name: string) => boolean;
}

/**
 * What `nodes`, code of the region at `path`, need of the functions around it. A variable can be passed by value if
 * nobody assigns it again, and if it surely has its value by then: reading it early must not throw. Variables of `own`
 * are assigned by `nodes` only, until they have run. Of names that are ours, which the output has brought in, no scope knows.
 */
export function capturedBy(
  path: NodePath,
  nodes: readonly t.Node[],
  { file, names: namesInUse, isOurs }: Surroundings,
  own: ReadonlySet<string>,
): Captured {
  const uses = nodes.map(usesOf);
  const names: string[] = [];
  const assigned: string[] = [];
  let stays =
    uses.some((each) => each.stays) ||
    isTied(path, file, namesInUse) ||
    (file.typescript && !typesAreKnown(nodes, file.ast.program));
  const usesThis = uses.some((each) => each.this);
  if (usesThis && (file.sourceType !== "module" || isBeforeSuper(path))) stays = true;
  for (const name of new Set(nodes.flatMap((node) => [...freeNames(node)]))) {
    const binding = path.scope.getBinding(name);
    if (isOurs(name)) {
      stays = true;
      continue;
    }
    if (binding === undefined || binding.scope.path.isProgram()) continue;
    if (own.has(name)) assigned.push(name);
    if (own.has(name) || isPassable(binding, path)) names.push(name);
    else stays = true;
  }
  if (file.typescript && names.length > 0 && nodes.some(infersInside)) stays = true;
  return { names, assigned, this: usesThis, stays };
}

/**
 * Is there a function inside of a callback that TypeScript tells the types of its parameters? What is passed has none:
 * of `xs.filter((x) => …)` with `xs: any`, nobody knows what `x` is.
 */
function infersInside(callback: t.Node): boolean {
  return someNode(callback, (each) => {
    if (each === callback || (each.type !== "ArrowFunctionExpression" && each.type !== "FunctionExpression"))
      return false;
    return each.params.some((parameter) => !("typeAnnotation" in parameter) || parameter.typeAnnotation == null);
  });
}

function isPassable(binding: Binding, path: NodePath): boolean {
  if (!binding.constant) return false;
  const isOwn = binding.scope.getFunctionParent() === path.scope.getFunctionParent();
  switch (binding.kind as string) {
    case "param":
      return binding.scope.path.isFunction() && !isInParameters(path, binding.scope.block);
    case "local":
      return true;
    case "hoisted":
      return binding.scope.path.isFunction();
    case "var":
    case "let":
    case "const":
      return isOwn && comesBefore(binding, path);
    default:
      return false;
  }
}

/** A default may run before the parameters behind it have their values. */
function isInParameters(path: NodePath, of: t.Node): boolean {
  return path.find((each) => each.listKey === "params" && each.parent === of) !== null;
}

/** Has the declaration been evaluated whenever `path` is? Both stand in one function. */
function comesBefore(binding: Binding, path: NodePath): boolean {
  const { path: declared } = binding;
  const declaration = declared.isVariableDeclarator() ? declared.parentPath : declared.getStatementParent();
  if (declaration === null || binding.scope.path.isSwitchStatement()) return false;
  const { parentPath: loop, key } = declaration;
  if (key === "left" && loop !== null) return path.find((each) => each.parent === loop.node)?.key === "body";
  const { end } = declaration.node;
  return end != null && path.node.start != null && end <= path.node.start;
}

/** Does the function around `path` make its variables more than variables, or its code mean something else outside? */
function isTied(path: NodePath, file: ParsedFile, namesInUse: NamesInUse): boolean {
  const { program } = file.ast;
  // The functions of scripts are everybody's: another file's function may have the same name.
  if (isClassicScript(path)) return true;
  const around = path.getFunctionParent();
  const names = namesInUse.within(around?.node ?? program);
  if (names.has("arguments") || names.has("eval")) return true;
  const isStrict = file.sourceType === "module" || isStrictCode(program);
  let inside = true;
  for (let each: NodePath | null = path; each !== null && !each.isProgram(); each = each.parentPath) {
    if (each.listKey === "params" || each.isWithStatement() || each.isTSModuleBlock()) return true;
    if (inside && each.isClass()) return true;
    if (each.node === around?.node) inside = false;
    if (!isStrict && (each.isClass() || (each.isFunction() && isStrictCode(each.node.body)))) return true;
  }
  return false;
}

function isStrictCode(body: t.Node): boolean {
  return "directives" in body && (body.directives ?? []).some(({ value }) => value.value === "use strict");
}

/** In the constructor of a derived class `this` has no value at first. */
function isBeforeSuper(path: NodePath): boolean {
  const method = path.findParent((each) => each.isFunction() && !each.isArrowFunctionExpression());
  return method === null || (method.isClassMethod() && method.node.kind === "constructor");
}

interface Uses {
  /** Does it use the `this` of the function around it? */
  this: boolean;
  /** Does it use what only that function, or its class, can give? */
  stays: boolean;
}

function usesOf(root: t.Node): Uses {
  const uses: Uses = { this: false, stays: false };
  const visit = (node: t.Node, inFunction: boolean, hasOwnThis: boolean): void => {
    // What is evaluated where the function or class stands: names of its members, its decorators, what it extends.
    const outside = outsideOf(node);
    for (const each of outside) visit(each, inFunction, hasOwnThis);
    if (isThis(node) && !hasOwnThis) uses.this = true;
    if (node.type === "Super" || node.type === "PrivateName" || node.type === "MetaProperty") uses.stays = true;
    if ((node.type === "AwaitExpression" || node.type === "YieldExpression") && !inFunction) uses.stays = true;
    const isFunction = /Function|ObjectMethod|Class/.test(node.type);
    const ownThis = hasOwnThis || (isFunction && node.type !== "ArrowFunctionExpression");
    for (const child of childrenOf(node)) if (!outside.includes(child)) visit(child, inFunction || isFunction, ownThis);
  };
  visit(root, false, false);
  return uses;
}

/** `this`, and the first word of `<this.Item />`. */
function isThis(node: t.Node): boolean {
  return node.type === "ThisExpression" || (node.type === "JSXIdentifier" && node.name === "this");
}

function outsideOf(node: t.Node): t.Node[] {
  const members = node.type === "ClassExpression" || node.type === "ClassDeclaration" ? node.body.body : [node];
  return [node, ...members].flatMap((each) => [
    ...("computed" in each && each.computed === true && "key" in each && isNode(each.key) ? [each.key] : []),
    ...("decorators" in each ? (each.decorators ?? []) : []),
    ...("superClass" in each && isNode(each.superClass) ? [each.superClass] : []),
  ]);
}

/** A type that only the functions around the region know cannot be mentioned outside of them. */
function typesAreKnown(nodes: readonly t.Node[], program: t.Program): boolean {
  const mentioned = new Set<string>();
  const visit = (node: t.Node): void => {
    if (node.type.startsWith("TS"))
      for (const child of childrenOf(node)) if (child.type === "Identifier") mentioned.add(child.name);
    childrenOf(node).forEach(visit);
  };
  nodes.forEach(visit);
  if (mentioned.size === 0) return true;
  const declared = new Set<string>();
  for (const statement of program.body) {
    const declaration = "declaration" in statement && statement.declaration != null ? statement.declaration : statement;
    if ("id" in declaration && declaration.id?.type === "Identifier") declared.add(declaration.id.name);
    if (statement.type === "ImportDeclaration") for (const each of statement.specifiers) declared.add(each.local.name);
  }
  return [...mentioned].every((name) => declared.has(name));
}

function childrenOf(node: t.Node): t.Node[] {
  const children: t.Node[] = [];
  for (const key in node) {
    const value: unknown = (node as unknown as Record<string, unknown>)[key];
    if (typeof value !== "object" || value === null) continue;
    if (key === "loc" || key === "extra" || key.endsWith("Comments")) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}
