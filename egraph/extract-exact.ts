import type { Selection } from "./extract-search.ts";
import type { Trees } from "./extract-trees.ts";

/** Above this many classes the exact search is not tried. */
const CLASSES = 600;
/** Choices tried before the exact search gives up. */
const EFFORT = 4000;
/** Sums in different orders differ by less than this part; what is not cheaper by more is not cheaper. */
const ROUNDING = 1e-9;

/**
 * Searches all selections, from the root down, leaving out those that cannot be cheaper than the best known: every class
 * that is needed brings with it the classes that all its options need, each at the least that one of its nodes costs.
 */
export function branchAndBound(problem: Trees, known: Selection): { selection: Selection; optimal: boolean } {
  const { options, rank } = problem;
  const n = options.length;
  if (n > CLASSES) return { selection: known, optimal: false };
  const least = options.map((list) =>
    list.reduce((min, choice) => Math.min(min, choice.own), Number.POSITIVE_INFINITY),
  );
  const needs = classesNeeded(problem);
  const picks = new Int32Array(n).fill(-1);
  /** How often a class is needed by what is chosen so far, itself or through what another needs. */
  const bounded = new Int32Array(n);
  const wanted = new Uint8Array(n);
  let best = known;
  let limit = known.cost * (1 - ROUNDING);
  let effort = EFFORT;

  /** Does the chosen graph below `from` contain `target`? */
  const reaches = (from: number, target: number): boolean => {
    if (from === target) return true;
    if (picks[from]! < 0) return false;
    return options[from]![picks[from]!]!.children.some((child) => reaches(child, target));
  };

  /** The wanted class without choice that has the highest rank: what it needs mostly lies below. */
  const next = (open: readonly number[]): number => {
    let at = 0;
    for (let i = 1; i < open.length; i++) if (rank[open[i]!]! > rank[open[at]!]!) at = i;
    return at;
  };

  const search = (open: readonly number[], bound: number): void => {
    if (open.length === 0) {
      best = { picks: picks.slice(), cost: bound };
      limit = bound * (1 - ROUNDING);
      return;
    }
    const at = next(open);
    const c = open[at]!;
    const rest = open.filter((_, i) => i !== at);
    for (let i = 0; i < options[c]!.length; i++) {
      if (--effort < 0) return;
      const choice = options[c]![i]!;
      let sum = bound + choice.own - least[c]!;
      const added: number[] = [];
      for (const child of choice.children) {
        if (wanted[child] === 1) continue;
        wanted[child] = 1;
        added.push(child);
        for (const d of needs[child]!) if (bounded[d]!++ === 0) sum += least[d]!;
      }
      picks[c] = i;
      if (sum < limit && !choice.children.some((child) => reaches(child, c))) {
        search(added.length === 0 ? rest : rest.concat(added), sum);
      }
      picks[c] = -1;
      for (const child of added) {
        wanted[child] = 0;
        for (const d of needs[child]!) bounded[d]!--;
      }
    }
  };

  wanted[0] = 1;
  let bound = 0;
  for (const d of needs[0]!) {
    bounded[d] = 1;
    bound += least[d]!;
  }
  if (bound < limit) search([0], bound);
  return { selection: best, optimal: effort >= 0 };
}

/** For each class, the classes in every one of its terms, itself included. */
function classesNeeded({ options, order }: Trees): number[][] {
  const n = options.length;
  const words = (n + 31) >>> 5;
  // From "everything" downward: the greatest fixpoint, so that cycles do not hide what all ways out of them need.
  const sets = new Int32Array(n * words).fill(-1);
  const all = new Int32Array(words);
  const one = new Int32Array(words);
  for (let changed = true; changed; ) {
    changed = false;
    for (const c of order) {
      all.fill(-1);
      for (const choice of options[c]!) {
        one.fill(0);
        for (const child of choice.children) {
          for (let w = 0; w < words; w++) one[w] = one[w]! | sets[child * words + w]!;
        }
        for (let w = 0; w < words; w++) all[w] = all[w]! & one[w]!;
      }
      all[c >>> 5] = all[c >>> 5]! | (1 << (c & 31));
      for (let w = 0; w < words; w++) {
        if (sets[c * words + w] === all[w]) continue;
        sets[c * words + w] = all[w]!;
        changed = true;
      }
    }
  }
  return options.map((_, c) => {
    const list: number[] = [];
    for (let d = 0; d < n; d++) if ((sets[c * words + (d >>> 5)]! >>> (d & 31)) & 1) list.push(d);
    return list;
  });
}
