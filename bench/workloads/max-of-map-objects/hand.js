export function run(boxes) {
  let right = -Infinity;
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i];
    right = Math.max(right, box.x + box.width);
  }
  return right;
}
