/** How many different categories there are. */
export function run(items) {
  return new Set(items.map((item) => item.category)).size;
}
