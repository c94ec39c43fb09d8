/** How often each category occurs among the items in stock. */
export function run(items) {
  return items
    .filter((item) => item.inStock)
    .map((item) => item.category)
    .reduce((counts, category) => {
      counts[category] = (counts[category] ?? 0) + 1;
      return counts;
    }, {});
}
