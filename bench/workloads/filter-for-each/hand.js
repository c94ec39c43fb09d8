export function run(items) {
  const sums = new Map();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock) continue;
    const category = item.category;
    sums.set(category, (sums.get(category) ?? 0) + item.price);
  }
  return sums;
}
