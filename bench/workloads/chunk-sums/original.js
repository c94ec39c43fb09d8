/** The sums of consecutive chunks. */
export function run(values, size) {
  const chunks = Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
  return chunks.map((chunk) => chunk.reduce((a, b) => a + b, 0)).filter((sum) => sum > 0);
}
