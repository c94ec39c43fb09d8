export function run(xs) {
  return xs.reduce((sum, x) => sum + x, 0);
}
