export function run(items) {
  const byId = {};
  const names = {};
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    byId[item.id] = item;
    if (names[item.category] === undefined) names[item.category] = [];
    names[item.category].push(item.name);
  }
  return { byId, names };
}
