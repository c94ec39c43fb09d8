export function run(items) {
  const sums = {};
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock) continue;
    sums[item.category] = (sums[item.category] ?? 0) + item.price * item.quantity;
  }
  return sums;
}
