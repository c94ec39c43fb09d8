import type * as t from "@babel/types";

/** Where the name of a member stands, which is no variable's. */
export const memberNames: Readonly<Record<string, string>> = {
  MemberExpression: "property",
  OptionalMemberExpression: "property",
  ObjectProperty: "key",
  ObjectMethod: "key",
  ClassMethod: "key",
  ClassProperty: "key",
};

/** Does any node at or below `root` pass `test`? A plain walk, without scopes and in no particular order. */
export function someNode(root: t.Node, test: (node: t.Node) => boolean): boolean {
  const pending: object[] = [root];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (isNode(item) && test(item)) return true;
    pushChildren(item, pending);
  }
  return false;
}

/** The identifiers at and below `root`, by name. */
export function namesWithin(root: t.Node): string[] {
  const names: string[] = [];
  someNode(root, (each) => {
    if (each.type === "Identifier") names.push(each.name);
    return false;
  });
  return names;
}

/** Does an identifier at or below `root` have one of `names`? */
export function mentionsAny(root: t.Node, names: ReadonlySet<string>): boolean {
  return someNode(root, (each) => each.type === "Identifier" && names.has(each.name));
}

/** Adds what hangs on `item`, a node or a list of nodes, to `pending`. */
export function pushChildren(item: object, pending: object[]): void {
  if (Array.isArray(item)) {
    for (let i = 0; i < item.length; i++) if (typeof item[i] === "object" && item[i] !== null) pending.push(item[i]);
    return;
  }
  for (const key in item) {
    const child: unknown = (item as Record<string, unknown>)[key];
    if (typeof child === "object" && child !== null && isChildKey(key)) pending.push(child);
  }
}

/** Positions, comments and tokens are no children. */
export function isChildKey(key: string): boolean {
  return key !== "loc" && key !== "extra" && key !== "tokens" && key !== "comments" && !key.endsWith("Comments");
}

export function isNode(value: unknown): value is t.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
