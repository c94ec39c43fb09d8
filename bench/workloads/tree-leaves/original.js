/** The labels of all leaves of a forest. */
export function run(nodes) {
  return nodes
    .flatMap((node) => (node.children.length > 0 ? run(node.children) : [node.label]))
    .filter((label) => label !== "");
}
