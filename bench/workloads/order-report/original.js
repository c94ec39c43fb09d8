/** The lines of an order report, one for each item in stock. */
export function run(items) {
  const lines = items
    .filter((item) => item.inStock && item.quantity > 0)
    .map((item) => ({ name: item.name, total: item.price * item.quantity }))
    .filter((line) => line.total >= 10)
    .map((line) => `${line.name}: ${line.total.toFixed(2)}`);
  return lines.join("\n");
}
