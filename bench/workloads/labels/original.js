/** Labels of a legend: names without blanks around them, empty ones left out. */
export function run(names) {
  return names
    .map((name) => name.trim())
    .filter((name) => name.length > 0)
    .map((name) => `- ${name.toUpperCase()}`);
}
