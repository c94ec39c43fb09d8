export function run(items, limit) {
  let low = Infinity;
  let high = -Infinity;
  let last;
  for (let i = 0; i < items.length; i++) {
    const { price, inStock, name } = items[i];
    if (inStock) {
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    if (price < limit) last = name;
  }
  return { low, high, last };
}
