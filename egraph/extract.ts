import type { EGraph, Id } from "./egraph.ts";
import { cheapestSelection } from "./extract-search.ts";
import { type Choice, type NodeView, type Space, spaceOf } from "./extract-space.ts";
import { cheapestTrees } from "./extract-trees.ts";
import type { Term } from "./term.ts";

/** A term taken from an e-graph. A class that is used twice is one object. */
export interface ExtractedTerm extends Term {
  readonly id: Id;
  readonly args: readonly ExtractedTerm[];
}

export interface CostModel {
  /** Cost of one node without its children, at least 0. Infinity: never choose it. */
  cost(view: NodeView): number;
  /** Does a subterm that is used twice cost twice? Default: once. */
  readonly tree?: boolean;
}

export interface Extraction {
  readonly term: ExtractedTerm;
  /** Sum of the costs of the chosen nodes, each class counted once, or as often as it is used in a tree. */
  readonly cost: number;
}

/**
 * The cheapest term of a class, where a shared subterm costs once. Deterministic, and independent of the order in which
 * nodes entered. Never cyclic. Optimal where a counted effort suffices to prove it, which it does for most regions.
 * @throws RangeError if every term of the class costs Infinity
 */
export function extract(eg: EGraph, root: Id, model: CostModel): Extraction {
  const space = spaceOf(eg, root, (view) => model.cost(view));
  const trees = cheapestTrees(space);
  if (trees.pick[0]! < 0) throw new RangeError(`no term of e-class ${space.ids[0]} has a finite cost`);
  if (model.tree === true)
    return { term: spelled(space, (c) => trees.options[c]![trees.pick[c]!]!), cost: trees.cost[0]! };
  const { options, picks, cost } = cheapestSelection(trees);
  return { term: spelled(space, (c) => options[c]![picks[c]!]!), cost };
}

export interface StressOptions {
  /** May this node be chosen? Default: every node. */
  allowed?(view: NodeView): boolean;
}

/** Classes tried before the rest is filled from the smallest terms. */
const STRESS_EFFORT = 20_000;

/**
 * A term of the class in which every class is represented by a random node, the same for the same seed: to see whether
 * all members of a class are as equal as the rules claim. Never cyclic.
 * @throws RangeError if no term consists of allowed nodes
 */
export function extractStress(eg: EGraph, root: Id, seed: number, options: StressOptions = {}): ExtractedTerm {
  const space = spaceOf(eg, root, (view) => (options.allowed?.(view) === false ? Number.POSITIVE_INFINITY : 1));
  const trees = cheapestTrees(space);
  if (trees.pick[0]! < 0) throw new RangeError(`no term of e-class ${space.ids[0]} consists of allowed nodes`);
  const random = randomNumbers(seed);
  const OPEN = -2;
  const UNSEEN = -1;
  const picks = new Int32Array(trees.options.length).fill(UNSEEN);
  let effort = STRESS_EFFORT;
  // A class is done once all below it is done, so nothing done can lead back to a class that is still open.
  const choose = (c: number): boolean => {
    if (picks[c] !== UNSEEN) return picks[c] !== OPEN;
    if (--effort < 0) return false;
    picks[c] = OPEN;
    for (const i of shuffled(trees.options[c]!.length, random)) {
      if (trees.options[c]![i]!.children.every(choose)) {
        picks[c] = i;
        return true;
      }
    }
    picks[c] = UNSEEN;
    return false;
  };
  if (choose(0)) return spelled(space, (c) => trees.options[c]![picks[c]!]!);
  // Out of effort: what is done stays; the smallest trees fill the gaps, children first.
  for (const c of trees.order) if (picks[c]! < 0) picks[c] = trees.pick[c]!;
  return spelled(space, (c) => trees.options[c]![picks[c]!]!);
}

/** The numbers from 0 below `n` in random order. */
function shuffled(n: number, random: () => number): number[] {
  const list = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = list[i]!;
    list[i] = list[j]!;
    list[j] = kept;
  }
  return list;
}

/** mulberry32: numbers from 0 up to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The term that acyclic choices spell out. */
function spelled(space: Space, chosen: (c: number) => Choice): ExtractedTerm {
  const terms: (ExtractedTerm | undefined)[] = [];
  const build = (c: number): ExtractedTerm => {
    const known = terms[c];
    if (known !== undefined) return known;
    const { op, payload, children } = chosen(c);
    const args = children.map(build);
    const id = space.ids[c]!;
    const term = payload === undefined ? { op, args, id } : { op, payload, args, id };
    terms[c] = term;
    return term;
  };
  return build(0);
}
