/** The sum of what was measured from one point to another, outliers left out. */
export function run(readings, from, to) {
  const recent = readings.slice(from, to).filter((reading) => reading < 90);
  return recent.reduce((sum, reading) => sum + reading, 0);
}
