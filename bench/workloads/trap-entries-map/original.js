/** A query string. */
export function run(parameters) {
  return Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
}
