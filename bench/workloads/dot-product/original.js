/** The dot product of two vectors of the same length. */
export function run(a, b) {
  return a.map((x, i) => x * b[i]).reduce((sum, x) => sum + x, 0);
}
