function size(node) {
  let sum = node.label.length;
  for (let i = 0; i < node.children.length; i++) sum += size(node.children[i]);
  return sum;
}

export function run(trees) {
  const sizes = [];
  for (let i = 0; i < trees.length; i++) {
    const n = size(trees[i]);
    if (n > 0) sizes.push(n);
  }
  return sizes;
}
