/** The ten words that occur most often in a text. */
export function run(text) {
  const counts = text
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .reduce((all, word) => {
      all[word] = (all[word] || 0) + 1;
      return all;
    }, {});
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 10)
    .map(([word, count]) => `${word} (${count})`);
}
