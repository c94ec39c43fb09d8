export function run(items) {
  const found = [];
  outer: for (let i = 0; i < items.length; i++) {
    const item = items[i];
    for (let k = 0; k < found.length; k++) if (found[k].category === item.category) continue outer;
    found.push(item);
  }
  return found;
}
