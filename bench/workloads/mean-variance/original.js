/** Mean and variance of a sample. */
export function run(xs) {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const variance = xs.map((x) => (x - mean) ** 2).reduce((sum, x) => sum + x, 0) / xs.length;
  return { mean, variance };
}
