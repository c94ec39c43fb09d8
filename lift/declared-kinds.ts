import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, BOOLEAN, type Kinds, kindsOf as kindsOfValue, NUMBER, OBJECT, STRING, UNDEFINED } from "../ir/kinds.ts";
import type { LiftAssumptions } from "./builder.ts";

/** The kinds of the value that an expression gives, if it gives one. */
export type KindsOf = (expression: NodePath<t.Expression>) => Kinds;

/**
 * The kinds of a binding that is never reassigned, by its annotation if types are trusted, or by its initialiser, which
 * `kindsOf` looks into.
 */
export function declaredKinds(binding: Binding, assume: LiftAssumptions, kindsOf: KindsOf): Kinds {
  const annotated = assume.trustTypes === true && holdsItsType(binding) ? annotatedKinds(binding.identifier) : ANY;
  if (annotated !== ANY || !binding.constant || binding.kind === "var") return annotated;
  const { path } = binding;
  if (!path.isVariableDeclarator() || path.node.id.type !== "Identifier") return ANY;
  const init = path.get("init");
  return init.isExpression() ? initialKinds(binding, init, assume, kindsOf) : ANY;
}

/** What was found, by what the user promised. */
const found = new WeakMap<LiftAssumptions, WeakMap<Binding, Kinds>>();
/** Whose initialisers are being looked into: constants can name each other in a circle, or in a line of thousands. */
const open = new Set<Binding>();
const MOST_OPEN = 12;

function initialKinds(
  binding: Binding,
  init: NodePath<t.Expression>,
  assume: LiftAssumptions,
  kindsOf: KindsOf,
): Kinds {
  const shown = shownKinds(init.node);
  if (shown !== ANY) return shown;
  const known = found.get(assume) ?? new WeakMap<Binding, Kinds>();
  found.set(assume, known);
  let kinds = known.get(binding);
  if (kinds === undefined) {
    if (open.has(binding) || open.size === MOST_OPEN) return ANY;
    open.add(binding);
    try {
      kinds = kindsOf(init);
    } finally {
      open.delete(binding);
    }
    known.set(binding, kinds);
  }
  return kinds;
}

/** Has it a value of its type from the start? A variable without an initialiser has none yet, whatever its type says. */
function holdsItsType({ kind, path }: Binding): boolean {
  return !path.isVariableDeclarator() || (kind !== "var" && path.node.init != null);
}

/** What its annotation says; with a question mark, it may be `undefined` as well. */
function annotatedKinds({ typeAnnotation: annotation, optional }: t.Identifier): Kinds {
  const kinds = namedKinds(annotation);
  return kinds !== ANY && optional === true ? kinds | UNDEFINED : kinds;
}

function namedKinds(annotation: t.Identifier["typeAnnotation"]): Kinds {
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

/** What the syntax of an expression shows at once. */
export function shownKinds(init: t.Expression): Kinds {
  switch (init.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
      return kindsOfValue(init.value);
    case "UnaryExpression":
      return init.operator === "-" && init.argument.type === "NumericLiteral"
        ? kindsOfValue(-init.argument.value)
        : ANY;
    case "TemplateLiteral":
      return STRING;
    case "ArrayExpression":
    case "ObjectExpression":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "NewExpression":
      return OBJECT;
    default:
      return ANY;
  }
}
