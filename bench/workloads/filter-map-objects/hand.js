export function run(items) {
  const names = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock) names.push(item.name);
  }
  return names;
}
