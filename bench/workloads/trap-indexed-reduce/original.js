/** Weighted moving average: later prices weigh more. */
export function run(prices) {
  const weights = (prices.length * (prices.length + 1)) / 2;
  return prices.reduce((sum, price, i) => sum + price * (i + 1), 0) / weights;
}
