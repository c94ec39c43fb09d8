import { type Binding, type NodePath, Scope } from "@babel/traverse";
import type * as t from "@babel/types";
import { LazyBinding } from "./lazy-binding.ts";
import type { LazyPaths } from "./lazy-paths.ts";

/** What of a kind of scope its filling looks at. */
export interface ScopeShape {
  readonly isPattern: boolean;
  /** Has it `arguments` of its own? */
  readonly hasArguments: boolean;
  readonly isBlockParent: boolean;
  readonly isFunctionParent: boolean;
}

const nothing: Record<string, never> = Object.freeze(Object.create(null));

/**
 * One of Babel's scopes, filled by us, whose path is made when somebody asks for it. Babel's constructor is not run: it
 * makes what nobody asks for.
 */
export class LazyScope {
  readonly uid: number = -1;
  readonly inited: boolean = true;
  readonly crawling: boolean = false;
  readonly block: t.Node;
  bindings: Record<string, Binding> = Object.create(null);
  readonly globals: Record<string, t.Identifier | t.JSXIdentifier>;
  readonly references: Record<string, unknown>;
  readonly uids: Record<string, unknown>;
  readonly data: Record<string, unknown> = nothing;
  readonly shape: ScopeShape;
  /** The scope around it. */
  readonly above: LazyScope | undefined;
  private readonly paths: LazyPaths;
  private readonly index: number;
  private knownLabels: Map<string, NodePath> | undefined;

  constructor(paths: LazyPaths, index: number, node: t.Node, above: LazyScope | undefined, shape: ScopeShape) {
    this.block = node;
    this.paths = paths;
    this.index = index;
    this.above = above;
    this.shape = shape;
    // Only those of the program are ever written.
    const isProgram = above === undefined;
    this.globals = isProgram ? Object.create(null) : nothing;
    this.references = isProgram ? Object.create(null) : nothing;
    this.uids = isProgram ? Object.create(null) : nothing;
  }

  get path(): NodePath {
    return this.paths.at(this.index);
  }

  get labels(): Map<string, NodePath> {
    this.knownLabels ??= new Map();
    return this.knownLabels;
  }

  asScope(): Scope {
    return this as unknown as Scope;
  }

  bind(name: string, binding: LazyBinding | undefined): void {
    this.bindings[name] = binding as unknown as Binding;
  }

  own(name: string): LazyBinding | undefined {
    const binding: unknown = this.bindings[name];
    return binding instanceof LazyBinding ? binding : undefined;
  }

  /** As Babel's `getBinding`, without a path. */
  find(name: string): LazyBinding | undefined {
    let isBelowPattern = false;
    for (let scope: LazyScope | undefined = this; scope !== undefined; scope = scope.above) {
      const binding = scope.own(name);
      if (binding !== undefined) {
        if (!isBelowPattern || binding.kind === "param" || binding.kind === "local") return binding;
      } else if (name === "arguments" && scope.shape.hasArguments) return undefined;
      isBelowPattern = scope.shape.isPattern;
    }
    return undefined;
  }

  /** As Babel's `getFunctionParent`, or else the program. */
  functionOrProgram(): LazyScope {
    let scope: LazyScope = this;
    while (scope.above !== undefined && !scope.shape.isFunctionParent) scope = scope.above;
    return scope;
  }

  blockParent(): LazyScope {
    let scope: LazyScope = this;
    while (scope.above !== undefined && !scope.shape.isBlockParent) scope = scope.above;
    return scope;
  }

  /** Makes all paths that it knows of. */
  settle(): void {
    this.paths.at(this.index);
    for (const name of Object.keys(this.bindings)) this.own(name)?.settle();
  }
}

Object.setPrototypeOf(LazyScope.prototype, Scope.prototype);
