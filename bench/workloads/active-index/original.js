/** The items in stock, by their ids. */
export function run(items) {
  return new Map(items.filter((item) => item.inStock).map((item) => [item.id, item]));
}
