export function run(items) {
  const index = new Map();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock) index.set(item.id, item);
  }
  return index;
}
