export function run(items, from, size) {
  const titles = [];
  for (let i = from; i < items.length && i < from + size; i++) {
    const item = items[i];
    if (!(item.price < 10)) titles.push(item.name);
  }
  return titles;
}
