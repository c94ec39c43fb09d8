export function run(items, price) {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.price > price) return item;
  }
  return undefined;
}
