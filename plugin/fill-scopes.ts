import { Hub, NodePath } from "@babel/traverse";
import * as t from "@babel/types";
import { LazyBinding } from "./lazy-binding.ts";
import { LazyPaths, NodeList } from "./lazy-paths.ts";
import { LazyScope, type ScopeShape } from "./lazy-scope.ts";
import type { Traverse } from "./parsed-file.ts";

/** A program's path, with scopes that know all variables. */
export interface FilledProgram {
  readonly path: NodePath;
  /** To be called before the tree is changed: paths tell where things stood. */
  settle(): void;
}

/**
 * What Babel's traversal finds out about the variables of a program, with the same result and for a fraction of the
 * time: Babel makes a path of every node, most of which nobody asks for. Undefined where there is something in it that
 * Babel refuses, or whose treatment we have not taken over.
 */
export function fillScopes(file: t.File, { cache }: Pick<Traverse, "cache">): FilledProgram | undefined {
  const place = { hub: new Hub(), parentPath: null, parent: file, container: file, key: "program" } as const;
  const path: NodePath = NodePath.get<t.File, "program">(place);
  const filler = new ScopeFiller(path, cache);
  if (!filler.fill(file.program)) {
    for (const { block } of filler.scopes) cache.scope.delete(block);
    return undefined;
  }
  path.setContext();
  return {
    path,
    settle: () => {
      for (const scope of filler.scopes) scope.settle();
    },
  };
}

/** By the rules, the names and in the order of Babel's crawl (`scope/index.js`). */
class ScopeFiller {
  readonly scopes: LazyScope[] = [];
  private readonly list = new NodeList();
  private readonly paths: LazyPaths;
  private readonly cache: Traverse["cache"];
  private isComplete = true;
  private isInDiscriminant = false;
  private readonly reads: number[] = [];
  private readonly assignments: number[] = [];
  private readonly otherWrites: number[] = [];
  /** The scope of each of these nodes, in the same order. */
  private readonly readScopes: LazyScope[] = [];
  private readonly assignmentScopes: LazyScope[] = [];
  private readonly otherWriteScopes: LazyScope[] = [];

  constructor(program: NodePath, cache: Traverse["cache"]) {
    this.cache = cache;
    this.paths = new LazyPaths(this.list, program);
  }

  /** False where Babel has to do it. */
  fill(program: t.Program): boolean {
    this.list.add(program, -1, "program", -1);
    const scope = this.open(0, program, undefined);
    this.visitParts(program, 0, scope, scope);
    if (!this.isComplete) return false;
    this.resolve(scope);
    return true;
  }

  private open(index: number, node: t.Node, above: LazyScope | undefined): LazyScope {
    const scope = new LazyScope(this.paths, index, node, above, shapeOf(node.type));
    this.scopes.push(scope);
    // There Babel looks before it makes one of its own.
    this.cache.scope.set(node, scope.asScope());
    return scope;
  }

  private visit(node: t.Node, parent: t.Node, above: number, key: string, place: number, around: LazyScope): void {
    const index = this.list.add(node, above, key, place);
    let scope = around;
    if (opensScope(node, parent)) {
      // Of these, Babel's paths and Babel's scopes tell different surroundings.
      if (this.isInDiscriminant) this.isComplete = false;
      scope = this.open(index, node, around);
    }
    if (key === "params" && functionTypes.has(parent.type)) this.register("param", node, index, around);
    switch (node.type) {
      case "Identifier":
        if (
          t.isReferenced(node, parent, this.list.nodes[this.list.parents[above]!]) &&
          !(parent.type === "TSQualifiedName" && parent.right === node)
        )
          this.read(index, scope);
        break;
      case "JSXIdentifier":
        if ((parent.type === "JSXMemberExpression" || !/^[a-z]/.test(node.name)) && t.isReferenced(node, parent))
          this.read(index, scope);
        break;
      case "AssignmentExpression":
        this.assignments.push(index);
        this.assignmentScopes.push(scope);
        break;
      case "UnaryExpression":
        if (node.operator === "delete") this.write(index, scope);
        break;
      case "UpdateExpression":
        this.write(index, scope);
        break;
      case "ForInStatement":
      case "ForOfStatement":
        if (t.isPattern(node.left) || node.left.type === "Identifier") this.write(index, scope);
        break;
      case "VariableDeclarator": {
        const { kind } = parent as t.VariableDeclaration;
        const owner = kind === "var" ? scope.functionOrProgram() : scope.blockParent();
        this.register(kind === "using" || kind === "await using" ? "const" : kind, node.id, index, owner);
        break;
      }
      case "FunctionDeclaration":
        this.register("hoisted", node.id, index, around.blockParent());
        break;
      case "ClassDeclaration":
        if (node.declare !== true) this.register("let", node.id, index, around.blockParent());
        if (node.id != null) scope.bind(node.id.name, around.find(node.id.name));
        break;
      case "ClassExpression":
        this.register("local", node.id, index, scope);
        break;
      case "CatchClause":
        this.register("let", node.param, index, scope);
        break;
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
      case "ImportSpecifier":
        this.register(importKind(node, parent), node.local, index, scope.blockParent());
        break;
      case "TSImportEqualsDeclaration":
        this.isComplete = false;
        break;
      case "TSTypeAnnotation":
        return;
    }
    this.visitParts(node, index, scope, around);
    if (node.type === "ExportDefaultDeclaration" || node.type === "ExportNamedDeclaration")
      this.readByExport(node, index, scope);
  }

  /** `scope` is that of `node`, `around` the one that `node` stands in: the same, unless it has its own. */
  private visitParts(node: t.Node, index: number, scope: LazyScope, around: LazyScope): void {
    const keys = t.VISITOR_KEYS[node.type];
    if (keys === undefined) return;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const child: unknown = (node as unknown as Record<string, unknown>)[key];
      if (child == null) continue;
      const of = (key === "key" || key === "decorators") && methodTypes.has(node.type) ? around : scope;
      // Behind its parameters, which may have its name.
      if (key === "body" && node.type === "FunctionExpression") this.register("local", node.id, index, scope);
      if (Array.isArray(child)) {
        for (let place = 0; place < child.length; place++)
          if (child[place] != null) this.visit(child[place], node, index, key, place, of);
      } else if (key === "discriminant") {
        const wasInside = this.isInDiscriminant;
        this.isInDiscriminant = true;
        this.visit(child as t.Node, node, index, key, -1, around);
        this.isInDiscriminant = wasInside;
      } else this.visit(child as t.Node, node, index, key, -1, of);
    }
  }

  private read(index: number, scope: LazyScope): void {
    this.reads.push(index);
    this.readScopes.push(scope);
  }

  private write(index: number, scope: LazyScope): void {
    this.otherWrites.push(index);
    this.otherWriteScopes.push(scope);
  }

  /** The names of `declared`, the target of a declaration, as variables of `scope` that the node at `index` declares. */
  private register(kind: string, declared: t.Node | null | undefined, index: number, scope: LazyScope): void {
    if (declared == null) return;
    if (declared.type === "Identifier") this.registerName(kind, declared, index, scope);
    else
      for (const ids of Object.values(t.getOuterBindingIdentifiers(declared, true)))
        for (const id of ids) this.registerName(kind, id, index, scope);
  }

  private registerName(kind: string, id: t.Identifier, index: number, scope: LazyScope): void {
    const known = scope.own(id.name);
    if (known === undefined) {
      const binding = new LazyBinding(this.paths, id, scope.asScope(), kind, index);
      scope.bind(id.name, binding);
      if ((kind === "var" || kind === "hoisted") && this.isInitialisedInLoop(index)) binding.writtenAt(index);
      return;
    }
    if (known.identifier === id) return;
    // An error of Babel's, which it shall tell itself.
    if (isCollision(known.kind, kind)) this.isComplete = false;
    known.writtenAt(index);
  }

  private isInitialisedInLoop(index: number): boolean {
    const { nodes, parents, keys, places } = this.list;
    const node = nodes[index]!;
    const hasInit = node.type !== "VariableDeclarator" || node.init != null;
    for (let at = index; parents[at]! >= 0; at = parents[at]!) {
      const { type } = nodes[parents[at]!]!;
      if (shapeOf(type).isFunctionParent) return false;
      if (places[at]! >= 0) continue;
      const key = keys[at]!;
      if (key === "left" && (type === "ForInStatement" || type === "ForOfStatement")) return true;
      if (hasInit && key === "body" && loopTypes.has(type)) return true;
    }
    return false;
  }

  private readByExport(
    { declaration }: t.ExportDefaultDeclaration | t.ExportNamedDeclaration,
    index: number,
    scope: LazyScope,
  ): void {
    if (declaration?.type === "ClassDeclaration" || declaration?.type === "FunctionDeclaration") {
      if (declaration.id != null) scope.find(declaration.id.name)?.readAt(index);
    } else if (declaration?.type === "VariableDeclaration") {
      for (const each of declaration.declarations)
        for (const name of Object.keys(t.getBindingIdentifiers(each))) scope.find(name)?.readAt(index);
    }
  }

  /** Which variables are read and written: once all are known. */
  private resolve(program: LazyScope): void {
    const { nodes } = this.list;
    this.assignments.forEach((index, i) => {
      for (const id of Object.values(t.getAssignmentIdentifiers(nodes[index]!))) {
        const binding = this.assignmentScopes[i]!.find(id.name);
        if (binding === undefined) program.globals[id.name] = id;
        else binding.writtenAt(index);
      }
    });
    this.reads.forEach((index, i) => {
      const node = nodes[index] as t.Identifier | t.JSXIdentifier;
      const binding = this.readScopes[i]!.find(node.name);
      if (binding === undefined) program.globals[node.name] = node;
      else binding.readAt(index);
    });
    this.otherWrites.forEach((index, i) => {
      for (const { name } of Object.values(t.getAssignmentIdentifiers(nodes[index]!)))
        this.otherWriteScopes[i]!.find(name)?.writtenAt(index);
    });
  }
}

function importKind(node: t.Node, parent: t.Node): string {
  const isType = (each: t.Node): boolean =>
    "importKind" in each && (each.importKind === "type" || each.importKind === "typeof");
  return isType(parent) || (node.type === "ImportSpecifier" && isType(node)) ? "unknown" : "module";
}

function isCollision(known: string, kind: string): boolean {
  if (kind === "param" || known === "local") return false;
  return (
    kind === "let" ||
    known === "let" ||
    known === "const" ||
    known === "module" ||
    (known === "param" && kind === "const")
  );
}

const typesOf = (alias: string): ReadonlySet<string> => new Set(t.FLIPPED_ALIAS_KEYS[alias]);
const scopeTypes = typesOf("Scopable");
const patternTypes = typesOf("Pattern");
const functionTypes = typesOf("Function");
const methodTypes = typesOf("Method");
const loopTypes = typesOf("Loop");
const blockParentTypes = typesOf("BlockParent");
const functionParentTypes = typesOf("FunctionParent");

function opensScope({ type }: t.Node, parent: t.Node): boolean {
  if (scopeTypes.has(type))
    return type !== "BlockStatement" || (!functionTypes.has(parent.type) && parent.type !== "CatchClause");
  return patternTypes.has(type) && (functionTypes.has(parent.type) || parent.type === "CatchClause");
}

const shapes = new Map<string, ScopeShape>();

function shapeOf(type: string): ScopeShape {
  let shape = shapes.get(type);
  if (shape === undefined) {
    shape = {
      isPattern: patternTypes.has(type),
      hasArguments: functionTypes.has(type) && type !== "ArrowFunctionExpression",
      isBlockParent: blockParentTypes.has(type),
      isFunctionParent: functionParentTypes.has(type),
    };
    shapes.set(type, shape);
  }
  return shape;
}
