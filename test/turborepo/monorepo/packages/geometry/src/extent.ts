/** The largest distance from `center`. */
export function extent(points: readonly number[], center: number): number {
  return Math.max(...points.map((x) => Math.abs(x - center)));
}
