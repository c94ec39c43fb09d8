export function run(line) {
  const fields = line.split(",");
  const numbers = [];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i].trim();
    if (field !== "") numbers.push(Number(field));
  }
  return numbers;
}
