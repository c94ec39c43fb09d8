/** The rows that were chosen, numbered anew, with those that follow each other marked. */
export function run(items, chosen) {
  const wanted = new Set(chosen.map((id) => id * 2));
  let previous = -2;
  const rows = [];
  for (const item of items.filter((item) => wanted.has(item.id))) {
    rows.push({ n: rows.length + 1, name: item.name, follows: item.id === previous + 2 });
    previous = item.id;
  }
  return rows;
}
