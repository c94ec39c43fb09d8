/** The first item of each category. */
export function run(items) {
  return items.reduce(
    (found, item) => (found.some((other) => other.category === item.category) ? found : [...found, item]),
    [],
  );
}
