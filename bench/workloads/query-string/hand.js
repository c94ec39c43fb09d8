export function run(settings) {
  let query = "";
  for (const key of Object.keys(settings)) {
    const value = settings[key];
    if (value === 0) continue;
    const part = `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`;
    query = query === "" ? part : `${query}&${part}`;
  }
  return query;
}
