export function run(fields) {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (field !== "") return field;
  }
  return undefined;
}
