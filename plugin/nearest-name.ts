/**
 * The member of `names` that a user who typed `typed` most likely meant, or `undefined` when none is close.
 * Distance counts insertions, deletions, substitutions and swaps of neighbours, ignoring case; a beginning of a name
 * is nearer than any slip.
 */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(typed.length * 0.4)) + 1;
  for (const name of names) {
    const isBeginning = typed.length > 1 && name.toLowerCase().startsWith(typed.toLowerCase());
    const distance = isBeginning ? 0.5 : editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance && distance < Math.max(typed.length, name.length)) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** `: did you mean "x"?`, or `""` when nothing is close. */
export function suggestion(typed: string, names: Iterable<string>): string {
  const nearest = nearestName(typed, names);
  return nearest === undefined ? "" : `: did you mean ${JSON.stringify(nearest)}?`;
}

/** Optimal string alignment distance: three rows, since a swap looks two rows back. */
function editDistance(a: string, b: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, twoBack[j - 2]! + 1);
      current.push(distance);
    }
    twoBack = previous;
    previous = current;
  }
  return previous[b.length]!;
}
