/** Value of what is in stock. */
export function run(items) {
  return items
    .filter((item) => item.inStock)
    .map((item) => item.price * item.quantity)
    .reduce((total, value) => total + value, 0);
}
