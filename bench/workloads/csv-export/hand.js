export function run(items) {
  let text = "id,name,price";
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item.inStock) text += `\n${item.id},"${item.name}",${item.price.toFixed(2)}`;
  }
  return text;
}
