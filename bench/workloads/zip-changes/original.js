/** Where two series differ by more than `least`, and by how much. */
export function run(before, after, least) {
  return before
    .map((value, i) => [value, after[i]])
    .filter(([a, b]) => Math.abs(a - b) > least)
    .map(([a, b]) => b - a);
}
