/** How long is the way around the corners of these boxes? */
export function run(boxes) {
  return boxes
    .map((box, i) => {
      const next = boxes[(i + 1) % boxes.length];
      return Math.hypot(next.x - box.x, next.y - box.y);
    })
    .reduce((sum, length) => sum + length, 0);
}
