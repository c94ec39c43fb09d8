/** The settings that differ from zero, doubled, as an object built up by spreading. */
export function run(counts) {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .reduce((all, [name, count]) => ({ ...all, [name]: count * 2 }), {});
}
