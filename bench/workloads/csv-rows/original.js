/** The rows of a table in text, without comments and incomplete ones. */
export function run(text) {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(";"))
    .filter((cells) => cells.length === 3)
    .map(([name, price, quantity]) => ({ name, value: Number(price) * Number(quantity) }));
}
