/** Sums per category, collected by a loop over the items in stock. */
export function run(items) {
  const sums = new Map();
  items
    .filter((item) => item.inStock)
    .forEach((item) => {
      sums.set(item.category, (sums.get(item.category) ?? 0) + item.price);
    });
  return sums;
}
