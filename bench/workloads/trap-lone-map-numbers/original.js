export function run(xs) {
  return xs.map((x) => x * 2);
}
