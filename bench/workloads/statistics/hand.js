export function run(numbers) {
  const valid = [];
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i];
    if (!Number.isFinite(x) || !(x > 0)) continue;
    valid.push(x);
    sum += x;
  }
  const n = valid.length;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (valid[i] - mean) ** 2;
  const spread = Math.sqrt(squares / n);
  let min = Infinity;
  for (let i = 0; i < n && i < 100; i++) min = Math.min(min, valid[i]);
  let outliers = 0;
  for (let i = 0; i < n; i++) if (Math.abs(valid[i] - mean) > 2 * spread) outliers++;
  return { n, mean, spread, min, outliers };
}
