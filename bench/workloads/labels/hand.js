export function run(names) {
  const labels = [];
  for (let i = 0; i < names.length; i++) {
    const name = names[i].trim();
    if (name.length > 0) labels.push(`- ${name.toUpperCase()}`);
  }
  return labels;
}
