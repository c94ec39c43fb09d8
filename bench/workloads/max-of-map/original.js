/** The largest distance from a centre. */
export function run(values, centre) {
  return Math.max(...values.map((v) => Math.abs(v - centre)));
}
