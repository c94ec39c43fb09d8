/** Totals of an invoice over the lines that count. */
export function run(items) {
  let net = 0;
  let pieces = 0;
  for (const item of items.filter((item) => item.inStock && item.quantity > 0)) {
    net += item.price * item.quantity;
    pieces += item.quantity;
  }
  return { net, pieces, mean: pieces === 0 ? 0 : net / pieces };
}
