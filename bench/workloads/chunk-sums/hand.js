export function run(values, size) {
  const sums = [];
  for (let from = 0; from < values.length; from += size) {
    const to = Math.min(from + size, values.length);
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    if (sum > 0) sums.push(sum);
  }
  return sums;
}
