export function run(items) {
  return items.map((item) => ({ id: item.id, label: item.name }));
}
