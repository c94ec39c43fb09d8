/** The lines of a report: what each item in stock is worth, and the sum. */
export function run(items) {
  const available = items.filter((item) => item.inStock && item.quantity > 0);
  const priced = available.map((item) => ({ name: item.name, value: item.price * item.quantity }));
  const total = priced.reduce((sum, { value }) => sum + value, 0);
  const lines = priced.map(({ name, value }) => `${name.padEnd(12)}${value.toFixed(2)}`);
  return [...lines, `total: ${total.toFixed(2)}`];
}
