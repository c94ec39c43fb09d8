/** The prices of the items in stock, by category. */
export function run(items) {
  const groups = {};
  items
    .filter((item) => item.inStock)
    .forEach((item) => {
      if (!groups[item.category]) groups[item.category] = [];
      groups[item.category].push(item.price);
    });
  return Object.entries(groups).map(([category, prices]) => ({
    category,
    mean: prices.reduce((a, b) => a + b, 0) / prices.length,
  }));
}
