export function run(nodes) {
  const labels = [];
  collect(nodes, labels);
  return labels;
}
function collect(nodes, labels) {
  for (let i = 0; i < nodes.length; i++) {
    const { children, label } = nodes[i];
    if (children.length > 0) collect(children, labels);
    else if (label !== "") labels.push(label);
  }
}
