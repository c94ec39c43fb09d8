/** The settings that are set, under the names that another program gives them. */
export function run(settings) {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value > 10)
      .map(([key, value]) => [key.toUpperCase(), value * 2]),
  );
}
