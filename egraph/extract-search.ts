import { branchAndBound } from "./extract-exact.ts";
import type { Choice, Trees } from "./extract-space.ts";

/** Chosen option per class, -1 where not needed; acyclic from class 0. `cost` is the sum of their own costs. */
export interface Selection {
  readonly picks: Int32Array;
  readonly cost: number;
}

/** Above this many classes a set of classes per class is too much. */
const CLASSES_FOR_SETS = 2000;
/** Classes visited while trying single changes. */
const LOCAL_EFFORT = 200_000;

/**
 * From the cheapest trees to a cheap graph: each class, children before parents, takes the node whose whole graph costs
 * least; a bounded exact search improves that; where it does not end, single choices are changed as long as that saves.
 */
export function cheapestSelection(trees: Trees): Selection & { options: Trees["options"] } {
  const options = trees.options.map(withoutDominated);
  const tree = Int32Array.from(options, (list, c) =>
    trees.pick[c]! < 0 ? -1 : bestCover(list, trees.options[c]![trees.pick[c]!]!),
  );
  const problem: Trees = { ...trees, options, pick: tree };
  let best = measured(problem, tree);
  if (options.every((list) => list.length < 2)) return { ...best, options };
  if (options.length <= CLASSES_FOR_SETS) {
    const shared = measured(problem, cheapestGraphs(problem));
    if (shared.cost < best.cost) best = shared;
    const exact = branchAndBound(problem, best);
    if (exact.optimal) return { ...exact.selection, options };
    best = exact.selection;
  }
  return { ...improved(problem, best), options };
}

/** Drops options that need all that another needs, and cost no less: +(a b) beside +(b a). */
function withoutDominated(list: readonly Choice[]): readonly Choice[] {
  if (list.length < 2) return list;
  return list.filter((x, i) => !list.some((y, j) => i !== j && dominates(y, x) && (!dominates(x, y) || j < i)));
}

function dominates(a: Choice, b: Choice): boolean {
  return a.own <= b.own && a.children.every((child) => b.children.includes(child));
}

/** The place of `choice`, or of an option that dominates it. */
function bestCover(list: readonly Choice[], choice: Choice): number {
  const at = list.indexOf(choice);
  return at >= 0 ? at : list.findIndex((other) => dominates(other, choice));
}

/** What of `picks` is reachable from class 0, and its cost, summed in the order of ranks. Cost Infinity if cyclic. */
export function measured(problem: Trees, picks: Int32Array): Selection {
  const { options, order } = problem;
  const reached = new Int32Array(picks.length).fill(-1);
  const OPEN = 1;
  const DONE = 2;
  const state = new Uint8Array(picks.length);
  const visit = (c: number): boolean => {
    if (state[c] === DONE) return true;
    if (state[c] === OPEN) return false;
    state[c] = OPEN;
    reached[c] = picks[c]!;
    for (const child of options[c]![picks[c]!]!.children) if (!visit(child)) return false;
    state[c] = DONE;
    return true;
  };
  if (!visit(0)) return { picks: reached, cost: Number.POSITIVE_INFINITY };
  let cost = 0;
  for (const c of order) if (reached[c]! >= 0) cost += options[c]![reached[c]!]!.own;
  return { picks: reached, cost };
}

/** For each class in order of rank, the option whose graph costs least; only options with children of lower rank. */
function cheapestGraphs({ options, order, rank, pick }: Trees): Int32Array {
  const picks = Int32Array.from(pick);
  const n = options.length;
  const words = (n + 31) >>> 5;
  const sets = new Int32Array(n * words);
  const trial = new Int32Array(words);
  const own = new Float64Array(n);
  for (const c of order) {
    let least = Number.POSITIVE_INFINITY;
    options[c]!.forEach((choice, i) => {
      if (choice.children.some((child) => rank[child]! >= rank[c]!)) return;
      trial.fill(0);
      for (const child of choice.children) {
        for (let w = 0; w < words; w++) trial[w] = trial[w]! | sets[child * words + w]!;
      }
      let sum = choice.own;
      for (let w = 0; w < words; w++) {
        for (let bits = trial[w]!; bits !== 0; bits &= bits - 1) sum += own[w * 32 + 31 - Math.clz32(bits & -bits)]!;
      }
      if (sum >= least) return;
      least = sum;
      picks[c] = i;
      own[c] = choice.own;
      sets.set(trial, c * words);
    });
    sets[c * words + (c >>> 5)] = sets[c * words + (c >>> 5)]! | (1 << (c & 31));
  }
  return picks;
}

/** Changes one choice at a time while that makes the whole cheaper. */
function improved(problem: Trees, start: Selection): Selection {
  const { options, order, pick } = problem;
  let best = start;
  let effort = LOCAL_EFFORT;
  for (let again = true; again && effort > 0; ) {
    again = false;
    for (let at = order.length - 1; at >= 0 && effort > 0; at--) {
      const c = order[at]!;
      for (let i = 0; i < options[c]!.length && best.picks[c]! >= 0; i++) {
        if (i === best.picks[c]) continue;
        const picks = best.picks.map((p, d) => (p < 0 ? pick[d]! : p));
        picks[c] = i;
        effort -= order.length;
        const trial = measured(problem, picks);
        if (trial.cost < best.cost) {
          best = trial;
          again = true;
        }
      }
    }
  }
  return best;
}
