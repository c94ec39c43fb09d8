/** How many values are above each of some limits, in percent. */
export function run(values) {
  const result = [];
  for (const limit of [10, 25, 50, 75, 90]) {
    const share = values.filter((value) => value > limit).length / values.length;
    result.push(`${limit}: ${Math.round(share * 100)}%`);
  }
  return result;
}
