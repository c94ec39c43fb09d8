export function run(hours, least) {
  const days = [];
  for (let i = 0; i < hours.length; i++) {
    const time = hours[i] * 3_600_000;
    if (time >= least) days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}
