export function run(text) {
  const counts = new Map();
  const words = text.split(",");
  for (let i = 0; i < words.length; i++) {
    const word = words[i].trim().toLowerCase();
    if (word.length > 2) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
