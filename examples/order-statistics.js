/**
 * Order statistics and simple summaries of samples of numbers.
 * Samples are plain arrays; they are never changed.
 */

export function mean(sample) {
  return sample.reduce((sum, x) => sum + x, 0) / sample.length;
}

export function variance(sample) {
  const center = mean(sample);
  return sample.map((x) => (x - center) ** 2).reduce((sum, d) => sum + d, 0) / (sample.length - 1);
}

export function standardDeviation(sample) {
  return Math.sqrt(variance(sample));
}

/** Range of the finite values, as [least, greatest]. */
export function range(sample) {
  const finite = sample.filter((x) => Number.isFinite(x));
  return [Math.min(...finite), Math.max(...finite)];
}

/** The q-quantile by linear interpolation between closest ranks. */
export function quantile(sample, q) {
  const sorted = sample.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

export function median(sample) {
  return quantile(sample, 0.5);
}

/** Median absolute deviation from the median. */
export function medianAbsoluteDeviation(sample) {
  const center = median(sample);
  return median(sample.map((x) => Math.abs(x - center)));
}

/** How many values lie within [low, high]. */
export function countWithin(sample, low, high) {
  return sample.filter((x) => x >= low && x <= high).length;
}

/** Mean of the squares of the values above a threshold. */
export function energyAbove(sample, threshold) {
  return (
    sample
      .filter((x) => x > threshold)
      .map((x) => x * x)
      .reduce((sum, x) => sum + x, 0) / sample.length
  );
}

/** Rank of `value`: one more than the number of smaller values. */
export function rank(sample, value) {
  return sample.filter((x) => x < value).length + 1;
}

/** The greatest distance between a value and the mean. */
export function greatestDeviation(sample) {
  const center = mean(sample);
  return Math.max(...sample.map((x) => Math.abs(x - center)));
}

/** Are there outliers by Tukey's fences? */
export function hasOutliers(sample) {
  const lower = quantile(sample, 0.25);
  const upper = quantile(sample, 0.75);
  const reach = 1.5 * (upper - lower);
  return sample.map((x) => Math.max(lower - x, x - upper)).some((distance) => distance > reach);
}

/** Relative frequencies of the bins [edges[i], edges[i + 1]). */
export function histogram(sample, edges) {
  return Array.from({ length: edges.length - 1 }, (_, i) => {
    const inside = sample.filter((x) => x >= edges[i] && x < edges[i + 1]).length;
    return inside / sample.length;
  });
}
