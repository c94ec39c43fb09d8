export function run(rows) {
  const result = [];
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r];
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += Math.abs(row[i]);
    const kept = [];
    for (let i = 0; i < row.length; i++) {
      const x = row[i] / sum;
      if (x > 0.01) kept.push(x);
    }
    result.push(kept);
  }
  return result;
}
