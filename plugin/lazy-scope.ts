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

/** One of Babel's scopes, filled by us, whose path is made when somebody asks for it. */
export class LazyScope extends Scope {
  readonly shape: ScopeShape;
  /** The scope around it. */
  readonly above: LazyScope | undefined;
  private readonly paths: LazyPaths;
  private readonly index: number;

  constructor(paths: LazyPaths, index: number, node: t.Node, above: LazyScope | undefined, shape: ScopeShape) {
    // Babel remembers the scope by the node of its path. The path itself is not kept: see below.
    super({ node } as unknown as NodePath);
    this.paths = paths;
    this.index = index;
    this.above = above;
    this.shape = shape;
    this.bindings = Object.create(null);
    this.globals = above === undefined ? Object.create(null) : nothing;
    this.data = nothing;
    Reflect.set(this, "inited", true);
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

  pathNow(): NodePath {
    return this.paths.at(this.index);
  }
}

/** Globals are the program's, and nobody keeps data here. */
const nothing: Record<string, never> = Object.freeze(Object.create(null));

// A property of Babel's class, which its constructor assigns.
Object.defineProperty(LazyScope.prototype, "path", {
  get(this: LazyScope) {
    return this.pathNow();
  },
  set() {},
});
