/** By how much a price rose on the days on which it rose: one half of the relative strength index. */
export function run(prices) {
  return prices
    .map((price, i) => (i === 0 ? 0 : price - prices[i - 1]))
    .filter((change) => change > 0)
    .reduce((sum, change) => sum + change, 0);
}
