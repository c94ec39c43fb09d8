export function run(values, scale, limit) {
  for (let i = 0; i < values.length; i++) {
    if (values[i] * scale > limit) return true;
  }
  return false;
}
