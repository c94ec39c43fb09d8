export function run(prices) {
  let sum = 0;
  for (let i = 1; i < prices.length; i++) {
    const change = prices[i] - prices[i - 1];
    if (change > 0) sum += change;
  }
  return sum;
}
