const rules = [
  { field: "name", ok: (item) => item.name.length < 12, text: "is too long" },
  { field: "price", ok: (item) => item.price >= 1, text: "is too low" },
  { field: "quantity", ok: (item) => item.quantity > 0, text: "is missing" },
];

/** What is wrong with the items, and whether nothing is. */
export function run(items) {
  const errors = items.flatMap((item) =>
    rules.filter((rule) => !rule.ok(item)).map((rule) => `${item.id}: ${rule.field} ${rule.text}`),
  );
  const isValid = !items.some((item) => !rules.every((rule) => rule.ok(item)));
  return { errors, isValid };
}
