/** Names of the items that are in stock. */
export function run(items) {
  return items.filter((item) => item.inStock).map((item) => item.name);
}
