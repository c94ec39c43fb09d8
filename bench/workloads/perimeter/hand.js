export function run(boxes) {
  let sum = 0;
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i];
    const next = boxes[(i + 1) % boxes.length];
    sum += Math.hypot(next.x - box.x, next.y - box.y);
  }
  return sum;
}
