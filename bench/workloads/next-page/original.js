/** The labels of one page of a list, from the newest. */
export function run(items, from, size) {
  return items
    .slice(from, from + size)
    .map((item) => ({ title: item.name, isCheap: item.price < 10 }))
    .filter((each) => !each.isCheap)
    .map((each) => each.title);
}
