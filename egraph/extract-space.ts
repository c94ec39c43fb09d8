import type { EGraph, Id } from "./egraph.ts";
import type { Payload } from "./payload.ts";
import type { Table } from "./table.ts";

/** An e-node as a cost model sees it. */
export interface NodeView {
  readonly op: string;
  readonly payload: Payload;
  readonly children: readonly Id[];
  /** The class of the node. */
  readonly id: Id;
  fact(column: string): number;
  /** A fact of the `i`th child. */
  childFact(i: number, column: string): number;
}

/** One e-node that may be chosen. Children are places in {@link Space.ids}. */
export interface Choice {
  readonly op: string;
  readonly payload: Payload;
  readonly children: readonly number[];
  /** Cost of this node alone: finite, at least 0. */
  readonly own: number;
}

/** What can be chosen below a root: classes numbered from 0 (the root), each with its nodes of finite cost. */
export interface Space {
  readonly ids: readonly Id[];
  readonly choices: readonly (readonly Choice[])[];
}

/**
 * Collects the classes reachable from `root`. `cost` gives the cost of one node without its children; nodes that cost
 * Infinity are left out. The e-graph must be rebuilt.
 * @throws RangeError if a cost is negative or NaN
 */
export function spaceOf(eg: EGraph, root: Id, cost: (view: NodeView) => number): Space {
  const index = eg.classIndex();
  const ids: Id[] = [eg.rootOf(root)];
  const places = new Map<Id, number>([[ids[0]!, 0]]);
  const choices: Choice[][] = [];
  for (let place = 0; place < ids.length; place++) {
    const id = ids[place]!;
    const nodes: Choice[] = [];
    choices.push(nodes);
    for (let i = index.start[id]!; i < index.start[id + 1]!; i++) {
      const view = new View(eg, eg.tables[index.table[i]!]!, index.row[i]!, id);
      const own = cost(view);
      if (!(own >= 0)) throw new RangeError(`cost of ${view.op} is ${own}: it must be at least 0`);
      if (own === Number.POSITIVE_INFINITY) continue;
      const children: number[] = [];
      for (const child of view.children) {
        let at = places.get(child);
        if (at === undefined) {
          at = ids.push(child) - 1;
          places.set(child, at);
        }
        children.push(at);
      }
      nodes.push({ op: view.op, payload: view.payload, children, own });
    }
  }
  return { ids, choices };
}

class View implements NodeView {
  readonly op: string;
  readonly payload: Payload;
  readonly children: readonly Id[];
  readonly id: Id;
  readonly #eg: EGraph;

  constructor(eg: EGraph, table: Table, row: number, id: Id) {
    const { cols, arity } = table;
    const children: Id[] = [];
    for (let i = 0; i < arity; i++) children.push(eg.rootOf(cols[i]![row]!));
    this.op = table.op;
    this.payload = eg.payload(table.payloads[row]!);
    this.children = children;
    this.id = id;
    this.#eg = eg;
  }

  fact(column: string): number {
    return this.#eg.fact(column, this.id);
  }

  childFact(i: number, column: string): number {
    return this.#eg.fact(column, this.children[i]!);
  }
}
