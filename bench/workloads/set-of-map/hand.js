export function run(items) {
  const seen = new Set();
  for (let i = 0; i < items.length; i++) seen.add(items[i].category);
  return seen.size;
}
