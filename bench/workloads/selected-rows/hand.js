export function run(items, chosen) {
  const wanted = new Set();
  for (let i = 0; i < chosen.length; i++) wanted.add(chosen[i] * 2);
  let previous = -2;
  const rows = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!wanted.has(item.id)) continue;
    rows.push({ n: rows.length + 1, name: item.name, follows: item.id === previous + 2 });
    previous = item.id;
  }
  return rows;
}
