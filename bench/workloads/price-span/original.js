/** From the cheapest to the dearest item in stock, and the last of the cheap ones. */
export function run(items, limit) {
  const prices = items.filter((item) => item.inStock).map((item) => item.price);
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const last = items
    .filter((item) => item.price < limit)
    .map((item) => item.name)
    .at(-1);
  return { low, high, last };
}
