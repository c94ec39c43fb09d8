/** Mean, extremes and spread of the positive ones of some numbers. */
export function run(numbers) {
  const valid = numbers.filter((x) => Number.isFinite(x) && x > 0);
  const n = valid.length;
  const mean = valid.reduce((a, b) => a + b, 0) / n;
  const spread = Math.sqrt(valid.map((x) => (x - mean) ** 2).reduce((a, b) => a + b, 0) / n);
  return {
    n,
    mean,
    spread,
    min: Math.min(...valid.slice(0, 100)),
    outliers: valid.filter((x) => Math.abs(x - mean) > 2 * spread).length,
  };
}
