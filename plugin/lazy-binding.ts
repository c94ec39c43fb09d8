import type { Binding, NodePath, Scope } from "@babel/traverse";
import type * as t from "@babel/types";
import type { LazyPaths } from "./lazy-paths.ts";

/** What Babel's scopes know of a variable, with paths that are made when somebody asks for them. */
export class LazyBinding {
  readonly identifier: t.Identifier;
  scope: Scope;
  kind: string;
  constant = true;
  references = 0;
  referenced = false;
  hasDeoptedValue = false;
  hasValue = false;
  value: unknown = null;
  private readonly paths: LazyPaths;
  private readonly declared: number;
  private reads: number[] = [];
  private writes: number[] = [];
  private readPaths: NodePath[] | undefined;
  private writePaths: NodePath[] | undefined;

  /** `declared`: the number of the node that declares it. */
  constructor(paths: LazyPaths, identifier: t.Identifier, scope: Scope, kind: string, declared: number) {
    this.paths = paths;
    this.identifier = identifier;
    this.scope = scope;
    this.kind = kind;
    this.declared = declared;
  }

  get path(): NodePath {
    return this.paths.at(this.declared);
  }

  get referencePaths(): NodePath[] {
    this.readPaths ??= this.reads.map((index) => this.paths.at(index));
    return this.readPaths;
  }

  get constantViolations(): NodePath[] {
    this.writePaths ??= this.writes.map((index) => this.paths.at(index));
    return this.writePaths;
  }

  /** Notes the node that reads it. What does so twice does so at once. */
  readAt(index: number): void {
    if (this.reads.at(-1) === index) return;
    this.referenced = true;
    this.references++;
    this.reads.push(index);
  }

  /** Notes the node that writes it, likewise. */
  writtenAt(index: number): void {
    this.constant = false;
    if (this.writes.at(-1) !== index) this.writes.push(index);
  }

  /** Makes all paths now: before the tree changes, for they tell where things stood. */
  settle(): void {
    this.paths.at(this.declared);
    for (const index of this.reads) this.paths.at(index);
    for (const index of this.writes) this.paths.at(index);
  }

  // --- as Babel's own, for its scopes of what is added later ---

  reassign(path: NodePath): void {
    this.constant = false;
    if (!this.constantViolations.includes(path)) this.constantViolations.push(path);
  }

  reference(path: NodePath): void {
    if (this.referencePaths.includes(path)) return;
    this.referenced = true;
    this.references++;
    this.referencePaths.push(path);
  }

  dereference(): void {
    this.references--;
    this.referenced = this.references > 0;
  }

  deoptValue(): void {
    this.clearValue();
    this.hasDeoptedValue = true;
  }

  setValue(value: unknown): void {
    if (this.hasDeoptedValue) return;
    this.hasValue = true;
    this.value = value;
  }

  clearValue(): void {
    this.hasDeoptedValue = false;
    this.hasValue = false;
    this.value = null;
  }

  asBinding(): Binding {
    return this as unknown as Binding;
  }
}
