export function run(items) {
  const counts = {};
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock) continue;
    const category = item.category;
    counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}
