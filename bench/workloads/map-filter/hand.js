export function run(values, target, tolerance) {
  const result = [];
  for (let i = 0; i < values.length; i++) {
    const d = Math.abs(values[i] - target);
    if (d > tolerance) result.push(d);
  }
  return result;
}
