export function run(counts, least) {
  const entries = Object.entries(counts);
  const lines = [];
  for (let i = 0; i < entries.length; i++) {
    const [word, count] = entries[i];
    if (count > least) lines.push(`${word}: ${count}`);
  }
  return lines;
}
