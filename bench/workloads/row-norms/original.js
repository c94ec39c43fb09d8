/** The rows of a matrix, each divided by its sum. */
export function run(rows) {
  return rows.map((row) => {
    const sum = row.map((x) => Math.abs(x)).reduce((a, b) => a + b, 0);
    return row.map((x) => x / sum).filter((x) => x > 0.01);
  });
}
