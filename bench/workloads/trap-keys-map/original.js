export function run(table) {
  return Object.keys(table).map((key) => table[key] * 2);
}
