/** Readings inside a band, converted to degrees Fahrenheit. */
export function run(celsius, low, high) {
  return celsius.filter((c) => c >= low && c <= high).map((c) => c * 1.8 + 32);
}
