/** The fields of a line that are numbers. */
export function run(line) {
  return line
    .split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "")
    .map((field) => Number(field));
}
