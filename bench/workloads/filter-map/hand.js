export function run(celsius, low, high) {
  const result = [];
  for (let i = 0; i < celsius.length; i++) {
    const c = celsius[i];
    if (c >= low && c <= high) result.push(c * 1.8 + 32);
  }
  return result;
}
