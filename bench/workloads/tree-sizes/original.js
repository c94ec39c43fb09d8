function size(node) {
  return node.children.map((child) => size(child)).reduce((a, b) => a + b, node.label.length);
}

/** How much text is in each tree, those without any left out. */
export function run(trees) {
  return trees.map((tree) => size(tree)).filter((n) => n > 0);
}
