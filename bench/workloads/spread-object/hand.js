export function run(orders, least) {
  let sum = 0;
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i];
    const total = order.price * order.quantity;
    if (total > least) sum += total;
  }
  return sum;
}
