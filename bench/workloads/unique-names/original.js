/** Each name once, in order. */
export function run(names) {
  return [...new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name.length > 5))].sort();
}
