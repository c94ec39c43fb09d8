export function run(names) {
  return names.map((name) => name.toUpperCase()).join("");
}
