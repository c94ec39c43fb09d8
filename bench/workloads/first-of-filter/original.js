/** The first field that is not empty. */
export function run(fields) {
  return fields.filter((field) => field !== "")[0];
}
