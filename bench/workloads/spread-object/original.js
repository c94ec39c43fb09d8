/** Revenue of the orders that count, by way of objects enriched with their totals. */
export function run(orders, least) {
  return orders
    .map((order) => ({ ...order, total: order.price * order.quantity }))
    .filter((order) => order.total > least)
    .reduce((sum, order) => sum + order.total, 0);
}
