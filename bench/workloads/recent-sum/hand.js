export function run(readings, from, to) {
  const end = Math.min(to, readings.length);
  let sum = 0;
  for (let i = from; i < end; i++) {
    const reading = readings[i];
    if (reading < 90) sum += reading;
  }
  return sum;
}
