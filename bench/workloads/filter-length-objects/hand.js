export function run(items, price) {
  let count = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock && item.price > price) count++;
  }
  return count;
}
