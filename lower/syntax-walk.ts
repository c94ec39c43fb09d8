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

/** Does any node at or below `root` pass `test`? */
export function someNode(root: t.Node, test: (each: t.Node) => boolean): boolean {
  if (test(root)) return true;
  for (const [key, value] of Object.entries(root)) {
    if (!isChildKey(key)) continue;
    const children: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) if (isNode(child) && someNode(child, test)) return true;
  }
  return false;
}

export const isChildKey = (key: string): boolean => key !== "loc" && key !== "extra" && !key.endsWith("Comments");

export function isNode(value: unknown): value is t.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
