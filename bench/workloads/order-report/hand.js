export function run(items) {
  let text = "";
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (!item.inStock || !(item.quantity > 0)) continue;
    const total = item.price * item.quantity;
    if (!(total >= 10)) continue;
    const line = `${item.name}: ${total.toFixed(2)}`;
    text = text === "" ? line : `${text}\n${line}`;
  }
  return text;
}
