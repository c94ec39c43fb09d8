import type * as t from "@babel/types";
import { someNode } from "../syntax/tree-walk.ts";

/** What stands for `statement` of a fused `for…of` loop: the declaration of its variables, or its body. */
export function loopParts(
  statement: t.Statement,
  { left, body }: t.ForOfStatement,
  copy: <T extends t.Node>(node: T) => T,
): t.Statement[] {
  if (statement.type !== "VariableDeclaration" || left.type !== "VariableDeclaration") {
    return body.type === "BlockStatement" && !redeclares(body, left) ? body.body.map(copy) : [copy(body)];
  }
  const [pattern] = left.declarations;
  const init = statement.declarations[0]?.init;
  if (pattern === undefined || init == null) throw new Error("no variables of a loop");
  // The parts of an entry go to a variable each.
  const apart = init.type === "ArrayExpression" && pattern.id.type === "ArrayPattern" ? pattern.id : undefined;
  const ids = apart === undefined ? [pattern.id] : apart.elements.filter((each) => each !== null);
  const values = apart !== undefined && init.type === "ArrayExpression" ? init.elements : [init];
  const declarations = ids.map((id, index) => ({ type: "VariableDeclarator", id: copy(id), init: values[index] }));
  const { kind } = left;
  return declarations.length === 0
    ? []
    : [{ type: "VariableDeclaration", kind, declarations } as t.VariableDeclaration];
}

/** Does the body itself declare a variable of the loop's own name? */
function redeclares(body: t.BlockStatement, left: t.Node): boolean {
  const own = declaredIn(left);
  const declared = body.body.flatMap((each): t.Node[] => {
    if (each.type === "VariableDeclaration") return each.declarations.map(({ id }) => id);
    return (each.type === "FunctionDeclaration" || each.type === "ClassDeclaration") && each.id != null
      ? [each.id]
      : [];
  });
  return declared.some((each) => [...declaredIn(each)].some((name) => own.has(name)));
}

/** Names in a pattern or a declaration. */
function declaredIn(root: t.Node): Set<string> {
  const names = new Set<string>();
  someNode(root, (each) => {
    if (each.type === "Identifier") names.add(each.name);
    return false;
  });
  return names;
}
