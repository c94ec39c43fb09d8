export function run(values) {
  let chart = "";
  for (let bin = 0; bin < 10; bin++) {
    let count = 0;
    for (let i = 0; i < values.length; i++) if (Math.floor(values[i] / 10) === bin) count++;
    if (bin > 0) chart += "\n";
    chart += "#".repeat(Math.ceil((count * 20) / values.length));
  }
  return chart;
}
