/** The items in stock, to be found by their ids. */
export function run(items) {
  return items.filter((item) => item.inStock).reduce((byId, item) => byId.set(item.id, item), new Map());
}
