import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** Methods that only strings have, so that a call of one tells what its receiver is meant to be. */
export const stringOnlyMethods: ReadonlySet<string> = new Set([
  "trim",
  "trimStart",
  "trimEnd",
  "toUpperCase",
  "toLowerCase",
  "charAt",
  "charCodeAt",
  "codePointAt",
  "startsWith",
  "endsWith",
  "padStart",
  "padEnd",
  "repeat",
  "substring",
  "split",
  "replace",
  "replaceAll",
]);

/** Methods of strings whose first argument is text. */
export const takesText: ReadonlySet<string> = new Set(
  "includes startsWith endsWith indexOf lastIndexOf split concat replace replaceAll".split(" "),
);

/** Methods that both strings and arrays have. */
const shared: ReadonlySet<string> = new Set(["includes", "indexOf", "slice"]);

/** Is it a method that strings have, on what is not called like a list? */
export function isTextByName({ node: { object, property } }: NodePath<t.MemberExpression>): boolean {
  if (property.type !== "Identifier" || !shared.has(property.name)) return false;
  if (object.type !== "MemberExpression" || object.computed || object.property.type !== "Identifier") return false;
  return !/(?:s|list|array|set|data|children)$/i.test(object.property.name);
}
