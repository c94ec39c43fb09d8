/** The long sides of rectangles. */
export function run(rectangles, least) {
  return rectangles.flatMap((r) => [r.width, r.height]).filter((side) => side > least);
}
