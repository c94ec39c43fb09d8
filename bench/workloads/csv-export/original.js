/** A table of the items as comma-separated text. */
export function run(items) {
  const header = ["id", "name", "price"].join(",");
  const rows = items
    .filter((item) => item.inStock)
    .map((item) => [item.id, `"${item.name}"`, item.price.toFixed(2)])
    .map((cells) => cells.join(","));
  return [header, ...rows].join("\n");
}
