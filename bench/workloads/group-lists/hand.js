export function run(items) {
  const groups = {};
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock) continue;
    const group = groups[item.category];
    if (group === undefined) groups[item.category] = [item.name];
    else group.push(item.name);
  }
  return groups;
}
