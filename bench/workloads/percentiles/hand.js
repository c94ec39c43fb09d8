export function run(values) {
  const result = [];
  for (const limit of [10, 25, 50, 75, 90]) {
    let count = 0;
    for (let i = 0; i < values.length; i++) if (values[i] > limit) count++;
    result.push(`${limit}: ${Math.round((count / values.length) * 100)}%`);
  }
  return result;
}
