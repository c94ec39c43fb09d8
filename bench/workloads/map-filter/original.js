/** Deviations from a target that exceed a tolerance. */
export function run(values, target, tolerance) {
  const deviations = values.map((v) => Math.abs(v - target));
  return deviations.filter((d) => d > tolerance);
}
