export function run(before, after, least) {
  const changes = [];
  for (let i = 0; i < before.length; i++) {
    const a = before[i];
    const b = after[i];
    if (Math.abs(a - b) > least) changes.push(b - a);
  }
  return changes;
}
