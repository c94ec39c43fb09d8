import { branchAndBound } from "./extract-exact.ts";
import type { Choice } from "./extract-space.ts";
import type { Trees } from "./extract-trees.ts";

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

/** Comparing all pairs of options is for classes of at most so many. */
const PAIRS = 32;

/** Drops options that need all that another needs, and cost no less: +(a b) beside +(b a). */
function withoutDominated(list: readonly Choice[]): readonly Choice[] {
  if (list.length < 2) return list;
  if (list.length > PAIRS) return cheapestOfEachNeed(list);
  return list.filter((x, i) => !list.some((y, j) => i !== j && dominates(y, x) && (!dominates(x, y) || j < i)));
}

function dominates(a: Choice, b: Choice): boolean {
  return a.own <= b.own && a.children.every((child) => b.children.includes(child));
}

/** Drops options that need exactly what another needs. */
function cheapestOfEachNeed(list: readonly Choice[]): readonly Choice[] {
  const best = new Map<string, Choice>();
  for (const choice of list) {
    const need = [...new Set(choice.children)].sort((a, b) => a - b).join();
    const known = best.get(need);
    if (known === undefined || choice.own < known.own) best.set(need, choice);
  }
  return [...best.values()];
}

/** The place of `choice`, or of an option that dominates it. */
function bestCover(list: readonly Choice[], choice: Choice): number {
  const at = list.indexOf(choice);
  return at >= 0 ? at : list.findIndex((other) => dominates(other, choice));
}

/** What of `picks` is reachable from class 0, and its cost. Cost Infinity if cyclic. */
export function measured({ options }: Trees, picks: Int32Array): Selection {
  const reached = new Int32Array(picks.length).fill(-1);
  const classes: number[] = [];
  const cost = walk(options, picks, new Uint8Array(picks.length), classes);
  for (const c of classes) reached[c] = picks[c]!;
  return { picks: reached, cost };
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/**
 * Lists the classes that `picks` reaches from class 0, and adds up their cost, children first: so the sum does not depend
 * on how classes are numbered. Infinity if cyclic. `state` is all zero before.
 */
function walk(options: Trees["options"], picks: Int32Array, state: Uint8Array, classes: number[]): number {
  const visit = (c: number): number => {
    if (state[c] !== UNSEEN) return state[c] === DONE ? 0 : Number.POSITIVE_INFINITY;
    state[c] = OPEN;
    classes.push(c);
    const { own, children } = options[c]![picks[c]!]!;
    let sum = own;
    for (const child of children) {
      sum += visit(child);
      if (sum === Number.POSITIVE_INFINITY) return sum;
    }
    state[c] = DONE;
    return sum;
  };
  return visit(0);
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
function improved({ options, pick, rank }: Trees, start: Selection): Selection {
  const picks = start.picks.map((p, c) => (p < 0 ? pick[c]! : p));
  const state = new Uint8Array(picks.length);
  let reached: number[] = [];
  let cost = walk(options, picks, state, reached);
  state.fill(UNSEEN);
  let effort = LOCAL_EFFORT;
  for (let again = true; again && effort > 0; ) {
    again = false;
    for (const c of reached.toSorted((a, b) => rank[b]! - rank[a]!)) {
      for (let i = 0; i < options[c]!.length && effort > 0; i++) {
        const before = picks[c]!;
        if (i === before) continue;
        picks[c] = i;
        const trial: number[] = [];
        const sum = walk(options, picks, state, trial);
        for (const seen of trial) state[seen] = UNSEEN;
        effort -= trial.length;
        if (sum < cost) {
          cost = sum;
          reached = trial;
          again = true;
        } else picks[c] = before;
      }
    }
  }
  const kept = new Int32Array(picks.length).fill(-1);
  for (const c of reached) kept[c] = picks[c]!;
  return { picks: kept, cost };
}
