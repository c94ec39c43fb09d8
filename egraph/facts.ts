import type { Conflict } from "./conflict.ts";
import type { EGraph, Id, Node } from "./egraph.ts";
import { grownFloat64, grownInt32 } from "./typed-arrays.ts";

/** One fact about every e-class: a value of a lattice. */
export interface Column {
  readonly type: "i32" | "f64";
  /** What holds of a class about which nothing is known: `merge(unknown, x)` must be `x`. */
  readonly unknown: number;
  /**
   * What holds when both facts hold of one value: idempotent, commutative, associative.
   * Throws when they cannot both hold; the error then becomes a {@link Conflict} that names the rules.
   */
  merge(a: number, b: number): number;
}

/** Facts that follow from the e-nodes of a class. */
export interface Analysis {
  readonly columns: Readonly<Record<string, Column>>;
  /**
   * The facts of one e-node, from the facts of its children: calls `set` once for each column of which it knows
   * something. Must be monotone: more known about the children, no less known about the node.
   */
  make(eg: EGraph, node: Node, set: (column: string, value: number) => void): void;
  /** Called by `rebuild` for each class that is new or has new facts; may add nodes and unite. Must be idempotent. */
  modify?(eg: EGraph, id: Id): void;
}

/** The columns of one e-graph, each a typed array indexed by e-class. */
export class Facts {
  readonly names: readonly string[];
  readonly #columns: readonly Column[];
  readonly #place: ReadonlyMap<string, number>;
  #values: (Int32Array | Float64Array)[];
  #capacity = 64;
  /** Bytes per e-class. */
  readonly bytesPerClass: number;

  constructor(columns: Readonly<Record<string, Column>>) {
    this.names = Object.keys(columns);
    this.#columns = Object.values(columns);
    this.#place = new Map(this.names.map((name, i) => [name, i]));
    this.#values = this.#columns.map((c) => (c.type === "i32" ? new Int32Array(64) : new Float64Array(64)));
    this.bytesPerClass = this.#columns.reduce((sum, c) => sum + (c.type === "i32" ? 4 : 8), 0);
  }

  /** The number of a column. @throws Error if there is none of that name. */
  column(name: string): number {
    const place = this.#place.get(name);
    if (place === undefined) throw new Error(`no fact column "${name}": there are ${this.names.join(", ") || "none"}`);
    return place;
  }

  get(column: number, id: Id): number {
    return this.#values[column]![id]!;
  }

  /** Starts a class with nothing known. */
  start(id: Id): void {
    if (id >= this.#capacity) {
      this.#capacity = Math.max(id + 1, this.#capacity * 2);
      this.#values = this.#values.map((v) =>
        v instanceof Int32Array ? grownInt32(v, this.#capacity) : grownFloat64(v, this.#capacity),
      );
    }
    for (let i = 0; i < this.#columns.length; i++) this.#values[i]![id] = this.#columns[i]!.unknown;
  }

  /** Adds a fact; true if more is known than before. Whatever `merge` throws comes through. */
  refine(column: number, id: Id, value: number): boolean {
    const values = this.#values[column]!;
    const old = values[id]!;
    if (Object.is(old, value)) return false;
    values[id] = this.#columns[column]!.merge(old, value);
    return !Object.is(values[id], old);
  }

  /** Merges all facts of `gone` into `kept`; true if either knew less than both together. */
  join(kept: Id, gone: Id): boolean {
    let news = false;
    for (let i = 0; i < this.#columns.length; i++) {
      const values = this.#values[i]!;
      const a = values[kept]!;
      const b = values[gone]!;
      if (Object.is(a, b)) continue;
      values[kept] = this.#columns[i]!.merge(a, b);
      if (!Object.is(values[kept], a) || !Object.is(values[kept], b)) news = true;
    }
    return news;
  }
}
