/** One page of what a table shows for a search. */
export function run(items, query, page, size) {
  const rows = items
    .filter((item) => item.name.includes(query))
    .filter((item) => item.inStock)
    .map(({ id, name, price }) => ({ id, name, price: Math.round(price) }));
  return { total: rows.length, rows: rows.slice(page * size, (page + 1) * size) };
}
