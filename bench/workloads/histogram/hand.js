export function run(samples, width) {
  const bins = new Array(10).fill(0);
  for (let i = 0; i < samples.length; i++) {
    const bin = Math.floor(samples[i] / width);
    if (bin >= 0 && bin < 10) bins[bin]++;
  }
  return bins;
}
