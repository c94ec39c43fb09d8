const rules = [
  { field: "name", ok: (item) => item.name.length < 12, text: "is too long" },
  { field: "price", ok: (item) => item.price >= 1, text: "is too low" },
  { field: "quantity", ok: (item) => item.quantity > 0, text: "is missing" },
];

export function run(items) {
  const errors = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    for (let k = 0; k < rules.length; k++) {
      const rule = rules[k];
      if (!rule.ok(item)) errors.push(`${item.id}: ${rule.field} ${rule.text}`);
    }
  }
  return { errors, isValid: errors.length === 0 };
}
