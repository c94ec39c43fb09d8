export function run(rectangles, least) {
  const sides = [];
  for (let i = 0; i < rectangles.length; i++) {
    const { width, height } = rectangles[i];
    if (width > least) sides.push(width);
    if (height > least) sides.push(height);
  }
  return sides;
}
