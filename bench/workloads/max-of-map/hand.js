export function run(values, centre) {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    largest = Math.max(largest, Math.abs(values[i] - centre));
  }
  return largest;
}
