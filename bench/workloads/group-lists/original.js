/** The names of the items in stock, by category. */
export function run(items) {
  return items
    .filter((item) => item.inStock)
    .reduce((groups, item) => {
      if (groups[item.category] === undefined) groups[item.category] = [];
      groups[item.category].push(item.name);
      return groups;
    }, {});
}
