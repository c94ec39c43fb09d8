export function run(items) {
  let net = 0;
  let pieces = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock || item.quantity <= 0) continue;
    net += item.price * item.quantity;
    pieces += item.quantity;
  }
  return { net, pieces, mean: pieces === 0 ? 0 : net / pieces };
}
