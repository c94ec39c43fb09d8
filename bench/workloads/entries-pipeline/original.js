/** Lines of a report about the words that occur often. */
export function run(counts, least) {
  return Object.entries(counts)
    .filter(([, count]) => count > least)
    .map(([word, count]) => `${word}: ${count}`);
}
