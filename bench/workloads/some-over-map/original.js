/** Does any point lie outside of the unit-scaled range? (Here: none does.) */
export function run(values, scale, limit) {
  return values.map((v) => v * scale).some((v) => v > limit);
}
