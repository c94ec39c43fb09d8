export function run(counts) {
  const all = {};
  for (const name of Object.keys(counts)) {
    const count = counts[name];
    if (count !== 0) all[name] = count * 2;
  }
  return all;
}
