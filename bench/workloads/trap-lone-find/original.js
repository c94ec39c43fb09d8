export function run(items, price) {
  return items.find((item) => item.price > price);
}
