/** Items by their ids, and the names in each category. */
export function run(items) {
  const byId = items.reduce((all, item) => ({ ...all, [item.id]: item }), {});
  const names = items.reduce(
    (all, { category, name }) => ({ ...all, [category]: [...(all[category] ?? []), name] }),
    {},
  );
  return { byId, names };
}
