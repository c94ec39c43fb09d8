/** What is set of these settings, as the query of an address. */
export function run(settings) {
  return Object.entries(settings)
    .filter(([, value]) => value !== 0)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
    .join("&");
}
