export function run(readings) {
  const length = Math.max(readings.length - 1, 0);
  const result = new Array(length);
  for (let i = 0; i < length; i++) result[i] = readings[i + 1] * 1.8 + 32;
  return result;
}
