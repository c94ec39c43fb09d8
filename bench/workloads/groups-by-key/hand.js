export function run(items) {
  const groups = {};
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock) continue;
    if (groups[item.category] === undefined) groups[item.category] = [];
    groups[item.category].push(item.price);
  }
  const result = [];
  for (const category of Object.keys(groups)) {
    const prices = groups[category];
    let sum = 0;
    for (let i = 0; i < prices.length; i++) sum += prices[i];
    result.push({ category, mean: sum / prices.length });
  }
  return result;
}
