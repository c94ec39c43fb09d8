/** What is in stock, in money, by category. */
export function run(items) {
  return items
    .filter((item) => item.inStock)
    .map((item) => ({ key: item.category, value: item.price * item.quantity }))
    .reduce((sums, { key, value }) => {
      sums[key] = (sums[key] ?? 0) + value;
      return sums;
    }, {});
}
