/** Fahrenheit for all readings but the first, which the sensor makes up. */
export function run(readings) {
  return readings.slice(1).map((celsius) => celsius * 1.8 + 32);
}
