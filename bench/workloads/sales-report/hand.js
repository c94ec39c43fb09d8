export function run(items) {
  const lines = [];
  let total = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock || !(item.quantity > 0)) continue;
    const value = item.price * item.quantity;
    total += value;
    lines.push(`${item.name.padEnd(12)}${value.toFixed(2)}`);
  }
  lines.push(`total: ${total.toFixed(2)}`);
  return lines;
}
