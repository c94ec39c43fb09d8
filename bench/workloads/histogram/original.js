/** How many samples fall into each of ten bins; what lies outside of them is not counted. */
export function run(samples, width) {
  const bins = new Array(10).fill(0);
  samples
    .map((sample) => Math.floor(sample / width))
    .filter((bin) => bin >= 0 && bin < 10)
    .forEach((bin) => {
      bins[bin]++;
    });
  return bins;
}
