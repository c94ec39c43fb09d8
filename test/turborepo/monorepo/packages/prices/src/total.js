/** What the items cost together that are worth something. */
export function total(prices) {
  return prices
    .filter((price) => price > 0)
    .map((price) => price * 1.2)
    .reduce((sum, price) => sum + price, 0);
}
