/** The right edge of a set of boxes. */
export function run(boxes) {
  return Math.max(...boxes.map((box) => box.x + box.width));
}
