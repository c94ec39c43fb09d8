export function run(items) {
  let total = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock) total += item.price * item.quantity;
  }
  return total;
}
