/** The sum of the squares of the odd numbers below n. */
export function run(n) {
  return Array.from({ length: n }, (_, i) => i)
    .filter((i) => i % 2 === 1)
    .map((i) => i * i)
    .reduce((sum, square) => sum + square, 0);
}
