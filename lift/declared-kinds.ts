import type { Binding } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, BOOLEAN, type Kinds, kindsOf, NUMBER, OBJECT, STRING } from "../ir/kinds.ts";

/** The kinds of a binding that is never reassigned, by its initialiser or, if types are trusted, its annotation. */
export function declaredKinds(binding: Binding, trustTypes: boolean): Kinds {
  const annotated = trustTypes ? annotatedKinds(binding.identifier.typeAnnotation) : ANY;
  if (annotated !== ANY || !binding.constant || binding.kind === "var") return annotated;
  const path = binding.path;
  if (!path.isVariableDeclarator() || path.node.id.type !== "Identifier") return ANY;
  return initialKinds(path.node.init);
}

function annotatedKinds(annotation: t.Identifier["typeAnnotation"]): Kinds {
  if (annotation?.type !== "TSTypeAnnotation") return ANY;
  switch (annotation.typeAnnotation.type) {
    case "TSNumberKeyword":
      return NUMBER;
    case "TSStringKeyword":
      return STRING;
    case "TSBooleanKeyword":
      return BOOLEAN;
    default:
      return ANY;
  }
}

function initialKinds(init: t.Expression | null | undefined): Kinds {
  switch (init?.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
      return kindsOf(init.value);
    case "TemplateLiteral":
      return STRING;
    case "ArrayExpression":
    case "ObjectExpression":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "NewExpression":
      return OBJECT;
    case "UnaryExpression":
      if (init.operator === "!") return BOOLEAN;
      return init.operator === "-" && init.argument.type === "NumericLiteral" ? kindsOf(-init.argument.value) : ANY;
    default:
      return ANY;
  }
}
