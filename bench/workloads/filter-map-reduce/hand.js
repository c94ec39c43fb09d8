export function run(amounts, threshold) {
  let sum = 0;
  for (let i = 0; i < amounts.length; i++) {
    const x = amounts[i];
    if (x > threshold) sum += x * 1.19;
  }
  return sum;
}
