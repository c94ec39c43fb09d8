/** The first item that costs more than a price; it stands in the middle. */
export function run(items, price) {
  return items.filter((item) => item.price > price)[0];
}
