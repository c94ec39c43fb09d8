/** How many expensive items are in stock. */
export function run(items, price) {
  return items.filter((item) => item.inStock && item.price > price).length;
}
