import type * as t from "@babel/types";

/** Does any node at or below `root` pass `test`? A plain walk, without scopes. */
export function someNode(root: t.Node, test: (node: t.Node) => boolean): boolean {
  const pending: object[] = [root];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (isNode(item) && test(item)) return true;
    pushChildren(item, pending);
  }
  return false;
}

/** Comments and positions are no children. */
export function pushChildren(item: object, pending: object[]): void {
  for (const key in item) {
    if (key === "loc" || key === "extra" || key.endsWith("Comments") || key === "tokens" || key === "comments")
      continue;
    const child: unknown = (item as Record<string, unknown>)[key];
    if (typeof child === "object" && child !== null) pending.push(child);
  }
}

export function isNode(item: object): item is t.Node {
  return "type" in item;
}
