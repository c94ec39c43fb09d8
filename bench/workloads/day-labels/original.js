/** The days of these times, without those before a limit. */
export function run(hours, least) {
  return hours
    .map((hour) => hour * 3_600_000)
    .filter((time) => time >= least)
    .map((time) => new Date(time).toISOString().slice(0, 10));
}
