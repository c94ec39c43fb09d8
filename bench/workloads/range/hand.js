export function run(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (i % 2 === 1) sum += i * i;
  }
  return sum;
}
