export function run(text) {
  const rows = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === "" || line.startsWith("#")) continue;
    const cells = line.split(";");
    if (cells.length !== 3) continue;
    rows.push({ name: cells[0], value: Number(cells[1]) * Number(cells[2]) });
  }
  return rows;
}
