/** How far two points of many dimensions are from each other. */
export function run(a, b) {
  const squares = a.map((x, i) => x - b[i]).map((d) => d * d);
  return Math.sqrt(squares.reduce((sum, d) => sum + d, 0));
}
