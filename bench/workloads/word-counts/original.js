/** How often each longer word occurs in a text. */
export function run(text) {
  const words = text
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word.length > 2);
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
