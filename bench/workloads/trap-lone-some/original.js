export function run(xs, limit) {
  return xs.some((x) => x > limit);
}
