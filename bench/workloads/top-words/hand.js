export function run(text) {
  const counts = {};
  const words = text.toLowerCase().split(",");
  for (let i = 0; i < words.length; i++) {
    const word = words[i].trim();
    if (word !== "") counts[word] = (counts[word] || 0) + 1;
  }
  const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  const top = [];
  for (let i = 0; i < entries.length && i < 10; i++) top.push(`${entries[i][0]} (${entries[i][1]})`);
  return top;
}
