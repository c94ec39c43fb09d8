export function run(scores, mark) {
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] >= mark) count++;
  }
  return count;
}
