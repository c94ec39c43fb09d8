/** How many scores pass. */
export function run(scores, mark) {
  return scores.filter((score) => score >= mark).length;
}
