export function run(settings) {
  const result = {};
  for (const key of Object.keys(settings)) {
    const value = settings[key];
    if (value > 10) result[key.toUpperCase()] = value * 2;
  }
  return result;
}
