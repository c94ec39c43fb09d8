import type { EGraph, Id } from "./egraph.ts";
import { comparePayloads, type Payload } from "./payload.ts";
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

/** For each class the cheapest tree, and a rank in which every choice comes after its children. */
export interface Trees {
  /** Nodes whose children all have terms, per class, in an order that depends only on what they are. */
  readonly options: readonly (readonly Choice[])[];
  /** Place of the cheapest in `options[c]`, or -1 where no finite term exists. */
  readonly pick: Int32Array;
  /** Classes that have a term, cheapest tree first: no cheapest tree uses a class after its own. */
  readonly order: readonly number[];
  /** Place in `order`. */
  readonly rank: Int32Array;
}

/**
 * The cheapest tree of each class, by cost, then height, then operator, payload and the ranks of the children.
 * The result depends on what is in the e-graph, not on the order in which it got there. Cost and height strictly grow
 * from child to parent in that order, so no choice is cyclic, also among nodes that cost nothing.
 */
export function cheapestTrees(space: Space): Trees {
  const { choices } = space;
  const n = choices.length;
  const cost = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const height = new Int32Array(n);
  const parents = parentsOf(space);
  const queue: number[] = [];
  const queued = new Uint8Array(n);
  // Taken from the end: the last places lie deepest.
  for (let c = 0; c < n; c++) {
    queue.push(c);
    queued[c] = 1;
  }
  for (let c = queue.pop(); c !== undefined; c = queue.pop()) {
    queued[c] = 0;
    let better = false;
    for (const choice of choices[c]!) {
      const sum = treeCost(choice, cost);
      if (sum === Number.POSITIVE_INFINITY || sum > cost[c]!) continue;
      const h = treeHeight(choice, height);
      if (sum < cost[c]! || h < height[c]!) {
        cost[c] = sum;
        height[c] = h;
        better = true;
      }
    }
    if (!better) continue;
    for (const parent of parents[c]!) {
      if (queued[parent] === 0) {
        queued[parent] = 1;
        queue.push(parent);
      }
    }
  }
  return ranked(space, cost, height);
}

function ranked(space: Space, cost: Float64Array, height: Int32Array): Trees {
  const { choices } = space;
  const n = choices.length;
  const best: (Choice | undefined)[] = new Array(n);
  const rank = new Int32Array(n).fill(n);
  const order: number[] = [];
  for (let c = 0; c < n; c++) if (cost[c]! < Number.POSITIVE_INFINITY) order.push(c);
  order.sort((a, b) => cost[a]! - cost[b]! || height[a]! - height[b]!);
  for (let from = 0; from < order.length; ) {
    const first = order[from]!;
    let to = from;
    while (to < order.length && cost[order[to]!] === cost[first] && height[order[to]!] === height[first]) {
      const c = order[to++]!;
      for (const choice of choices[c]!) {
        if (treeCost(choice, cost) !== cost[c] || treeHeight(choice, height) !== height[c]) continue;
        const known = best[c];
        if (known === undefined || compareChoices(choice, known, rank) < 0) best[c] = choice;
      }
    }
    // Equal cost and height: the chosen nodes differ, else congruence would have made one class of two.
    const tied = order.slice(from, to).sort((a, b) => compareChoices(best[a]!, best[b]!, rank));
    for (let i = 0; i < tied.length; i++) {
      order[from + i] = tied[i]!;
      rank[tied[i]!] = from + i;
    }
    from = to;
  }
  const options = choices.map((list, c) => {
    const usable = list.filter((choice) => choice.children.every((child) => rank[child]! < n && child !== c));
    return usable.length < 2 ? usable : usable.sort((a, b) => compareChoices(a, b, rank));
  });
  const pick = Int32Array.from(options, (list, c) => (best[c] === undefined ? -1 : list.indexOf(best[c])));
  return { options, pick, order, rank };
}

function treeCost(choice: Choice, cost: Float64Array): number {
  let sum = choice.own;
  for (const child of choice.children) sum += cost[child]!;
  return sum;
}

function treeHeight(choice: Choice, height: Int32Array): number {
  let max = 0;
  for (const child of choice.children) if (height[child]! > max) max = height[child]!;
  return max + 1;
}

/** Orders nodes by operator, arity, payload and the ranks of their children. */
export function compareChoices(a: Choice, b: Choice, rank: Int32Array): number {
  if (a.op !== b.op) return a.op < b.op ? -1 : 1;
  if (a.children.length !== b.children.length) return a.children.length - b.children.length;
  const payload = comparePayloads(a.payload, b.payload);
  if (payload !== 0) return payload;
  for (let i = 0; i < a.children.length; i++) {
    const difference = rank[a.children[i]!]! - rank[b.children[i]!]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function parentsOf(space: Space): number[][] {
  const parents: number[][] = space.choices.map(() => []);
  space.choices.forEach((list, c) => {
    for (const choice of list) {
      for (const child of choice.children) {
        const known = parents[child]!;
        if (known[known.length - 1] !== c) known.push(c);
      }
    }
  });
  return parents;
}
