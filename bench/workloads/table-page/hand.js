export function run(items, query, page, size) {
  const rows = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.name.includes(query) || !item.inStock) continue;
    rows.push({ id: item.id, name: item.name, price: Math.round(item.price) });
  }
  return { total: rows.length, rows: rows.slice(page * size, (page + 1) * size) };
}
