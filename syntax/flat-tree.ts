import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { childKeys, childKeysOf } from "./child-keys.ts";

/**
 * The nodes of a file that have parts, in one list: a parent comes before its parts, later parts before earlier ones.
 * From the end to the start that is the order in which a traversal leaves them.
 */
export interface FlatTree {
  readonly nodes: readonly t.Node[];
  /** For each node the index of its parent; -1 for the root. */
  readonly parents: readonly number[];
}

/** Lists what is at and below `root`, without scopes or paths, and without recursion. */
export function flatTree(root: t.Node): FlatTree {
  const nodes: t.Node[] = [];
  const parents: number[] = [];
  const pending: t.Node[] = [root];
  const above: number[] = [-1];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    parents.push(above.pop()!);
    const parent = nodes.push(node) - 1;
    const keys = childKeys[node.type] ?? childKeysOf(node);
    for (let i = 0; i < keys.length; i++) {
      const child: unknown = (node as unknown as Record<string, unknown>)[keys[i]!];
      if (typeof child !== "object" || child === null) continue;
      if (!Array.isArray(child)) {
        if (isLeaf(child as t.Node)) continue;
        pending.push(child as t.Node);
        above.push(parent);
        continue;
      }
      for (let j = 0; j < child.length; j++) {
        const each: unknown = child[j];
        if (typeof each !== "object" || each === null || isLeaf(each as t.Node)) continue;
        pending.push(each as t.Node);
        above.push(parent);
      }
    }
  }
  return { nodes, parents };
}

/** Adds the parts of `node` that have parts themselves to `pending`, the first one last. */
export function pushParts(node: t.Node, pending: t.Node[]): void {
  const keys = childKeys[node.type] ?? childKeysOf(node);
  for (let i = keys.length - 1; i >= 0; i--) {
    const child: unknown = (node as unknown as Record<string, unknown>)[keys[i]!];
    if (typeof child !== "object" || child === null) continue;
    if (!Array.isArray(child)) {
      if (!isLeaf(child as t.Node)) pending.push(child as t.Node);
      continue;
    }
    for (let j = child.length - 1; j >= 0; j--) {
      const each: unknown = child[j];
      if (typeof each === "object" && each !== null && !isLeaf(each as t.Node)) pending.push(each as t.Node);
    }
  }
}

function isLeaf(node: t.Node): boolean {
  return node.type === "Identifier" ? node.decorators == null : childKeys[node.type]?.length === 0;
}

/** The list that `node` is a member of, in its parent; undefined where it is the only one. */
export function listOf(node: t.Node, parent: t.Node): readonly unknown[] | undefined {
  for (const key of childKeysOf(parent)) {
    const child: unknown = (parent as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child) && child.includes(node)) return child;
  }
  return undefined;
}

/** Which nodes have one that `isOuter` around them: a test of all at once, since a tree may be as deep as it is large. */
export function insideOf({ nodes, parents }: FlatTree, isOuter: (node: t.Node) => boolean): (index: number) => boolean {
  const inside = new Uint8Array(nodes.length);
  let any = false;
  for (let index = 0; index < nodes.length; index++) {
    // 2 is an outer one, of which nothing is known itself.
    const around = index > 0 && inside[parents[index]!] !== 0 ? 1 : 0;
    inside[index] = isOuter(nodes[index]!) ? 2 + around : around;
    any ||= inside[index] !== 0;
  }
  if (!any) return () => false;
  return (index) => (inside[index]! & 1) === 1;
}

/** Babel's paths of some nodes of a tree: once its scopes are known, a few paths are had without another traversal. */
export class TreePaths {
  private readonly tree: FlatTree;
  private readonly known = new Map<number, NodePath>();
  private readonly lists = new Map<unknown, readonly NodePath[]>();

  /** `root` is the path of the tree's root. */
  constructor(tree: FlatTree, root: NodePath) {
    this.tree = tree;
    this.known.set(0, root);
  }

  at(index: number): NodePath {
    const unknown: number[] = [];
    let at = index;
    while (!this.known.has(at)) {
      unknown.push(at);
      at = this.tree.parents[at]!;
    }
    let path = this.known.get(at)!;
    for (let next = unknown.pop(); next !== undefined; next = unknown.pop()) {
      path = this.below(path, this.tree.nodes[next]!);
      this.known.set(next, path);
    }
    return path;
  }

  private below(parent: NodePath, node: t.Node): NodePath {
    for (const key of childKeysOf(parent.node)) {
      const child: unknown = (parent.node as unknown as Record<string, unknown>)[key];
      if (child === node) return parent.get(key) as NodePath;
      const place = Array.isArray(child) ? child.indexOf(node) : -1;
      if (place < 0) continue;
      const list = this.lists.get(child) ?? (parent.get(key) as unknown as readonly NodePath[]);
      this.lists.set(child, list);
      return list[place]!;
    }
    throw new Error(`no child of ${parent.node.type}: ${node.type}`);
  }
}
