import type { Choice, Space } from "./extract-space.ts";
import { comparePayloads } from "./payload.ts";

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
  /** Of the cheapest tree of each class. */
  readonly cost: Float64Array;
}

/**
 * The cheapest tree of each class, by cost, then height, then operator, payload and the ranks of the children.
 * The result depends on what is in the e-graph, not on the order in which it got there. Cost and height strictly grow
 * from child to parent in that order, so no choice is cyclic, also among nodes that cost nothing; and so classes can be
 * settled cheapest first, looking at each node once (Knuth's generalisation of Dijkstra's algorithm).
 */
export function cheapestTrees(space: Space): Trees {
  const { choices } = space;
  const n = choices.length;
  const cost = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const height = new Int32Array(n);
  const { start, nodes, owners, waiting } = usesOf(space);
  const settled = new Uint8Array(n);
  const queue = new Queue(cost, height);
  const offer = (c: number, choice: Choice): void => {
    if (settled[c] === 1) return;
    const sum = treeCost(choice, cost);
    const h = treeHeight(choice, height);
    if (sum > cost[c]! || (sum === cost[c] && h >= height[c]!) || sum === Number.POSITIVE_INFINITY) return;
    cost[c] = sum;
    height[c] = h;
    queue.raise(c);
  };
  for (let c = 0; c < n; c++) for (const choice of choices[c]!) if (choice.children.length === 0) offer(c, choice);
  for (let c = queue.pop(); c !== undefined; c = queue.pop()) {
    settled[c] = 1;
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      const node = nodes[i]!;
      const left = waiting[node]! - 1;
      waiting[node] = left;
      if (left === 0) offer(owners[node]!.owner, owners[node]!.choice);
    }
  }
  return ranked(space, cost, height);
}

/** The nodes that mention each class, once per mention, and how many mentions each node waits for. */
function usesOf({ choices }: Space): {
  start: Int32Array;
  nodes: Int32Array;
  owners: { owner: number; choice: Choice }[];
  waiting: Int32Array;
} {
  const start = new Int32Array(choices.length + 1);
  const owners: { owner: number; choice: Choice }[] = [];
  let mentions = 0;
  for (let owner = 0; owner < choices.length; owner++) {
    for (const choice of choices[owner]!) {
      owners.push({ owner, choice });
      for (const child of choice.children) start[child + 1]!++;
      mentions += choice.children.length;
    }
  }
  for (let c = 0; c < choices.length; c++) start[c + 1]! += start[c]!;
  const fill = start.slice();
  const nodes = new Int32Array(mentions);
  const waiting = new Int32Array(owners.length);
  for (let node = 0; node < owners.length; node++) {
    const { children } = owners[node]!.choice;
    waiting[node] = children.length;
    for (const child of children) nodes[fill[child]!++] = node;
  }
  return { start, nodes, owners, waiting };
}

/** Classes by cost, then height: a binary heap. */
class Queue {
  readonly #cost: Float64Array;
  readonly #height: Int32Array;
  readonly #heap: number[] = [];
  readonly #place: Int32Array;

  constructor(cost: Float64Array, height: Int32Array) {
    this.#cost = cost;
    this.#height = height;
    this.#place = new Int32Array(cost.length).fill(-1);
  }

  /** Enters a class, or moves it forward after it became cheaper. */
  raise(c: number): void {
    const heap = this.#heap;
    let at = this.#place[c]!;
    if (at < 0) at = heap.push(c) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.#before(c, heap[up]!)) break;
      this.#put(heap[up]!, at);
      at = up;
    }
    this.#put(c, at);
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let down = 1; down < heap.length; down = at * 2 + 1) {
      if (down + 1 < heap.length && this.#before(heap[down + 1]!, heap[down]!)) down++;
      if (!this.#before(heap[down]!, last)) break;
      this.#put(heap[down]!, at);
      at = down;
    }
    this.#put(last, at);
    return first;
  }

  #put(c: number, at: number): void {
    this.#heap[at] = c;
    this.#place[c] = at;
  }

  #before(a: number, b: number): boolean {
    const difference = this.#cost[a]! - this.#cost[b]!;
    return difference < 0 || (difference === 0 && this.#height[a]! < this.#height[b]!);
  }
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
  return { options, pick, order, rank, cost };
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
