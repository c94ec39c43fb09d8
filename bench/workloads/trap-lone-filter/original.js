export function run(items) {
  return items.filter((item) => item.inStock);
}
