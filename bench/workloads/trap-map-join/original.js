/** A line of CSV. */
export function run(items) {
  return items.map((item) => `${item.id};${item.name}`).join(",");
}
