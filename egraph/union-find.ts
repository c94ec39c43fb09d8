import { grownInt32 } from "./typed-arrays.ts";

/**
 * Disjoint sets over 0, 1, 2, …. The smallest member is the root, so the result does not depend on the order of unions,
 * and `parent[i] <= i` always: one ascending pass flattens everything.
 */
export class UnionFind {
  parent: Int32Array = new Int32Array(64);
  /** How many members exist. */
  size = 0;
  /** How many unions joined two sets. */
  merges = 0;

  make(): number {
    const id = this.size++;
    if (id === this.parent.length) this.parent = grownInt32(this.parent, id + 1);
    this.parent[id] = id;
    return id;
  }

  find(id: number): number {
    const parent = this.parent;
    let at = id;
    let up = parent[at]!;
    while (up !== at) {
      const above = parent[up]!;
      parent[at] = above; // path halving
      at = above;
      up = parent[at]!;
    }
    return at;
  }

  /** Joins two different roots; the smaller one stays. */
  join(a: number, b: number): void {
    this.merges++;
    if (a < b) this.parent[b] = a;
    else this.parent[a] = b;
  }

  /** Makes every member point at its root. */
  flatten(): void {
    const parent = this.parent;
    for (let i = 0; i < this.size; i++) parent[i] = parent[parent[i]!]!;
  }

  clear(): void {
    this.size = 0;
    this.merges = 0;
  }
}
