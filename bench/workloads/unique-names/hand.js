export function run(names) {
  const seen = new Set();
  for (let i = 0; i < names.length; i++) {
    const name = names[i].trim().toLowerCase();
    if (name.length > 5) seen.add(name);
  }
  return Array.from(seen).sort();
}
