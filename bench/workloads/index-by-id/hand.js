export function run(items) {
  const byId = new Map();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock) byId.set(item.id, item);
  }
  return byId;
}
