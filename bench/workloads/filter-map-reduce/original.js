/** Total of the amounts above a threshold, after tax. */
export function run(amounts, threshold) {
  return amounts
    .filter((x) => x > threshold)
    .map((x) => x * 1.19)
    .reduce((sum, x) => sum + x, 0);
}
