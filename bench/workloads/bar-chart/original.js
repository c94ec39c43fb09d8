/** A chart of bars: how many values fall into each tenth. */
export function run(values) {
  return Array.from({ length: 10 }, (_, bin) => values.filter((value) => Math.floor(value / 10) === bin).length)
    .map((count) => "#".repeat(Math.ceil((count * 20) / values.length)))
    .join("\n");
}
