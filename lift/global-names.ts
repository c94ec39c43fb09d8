import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST } from "../ir/effects.ts";
import { kindsOf } from "../ir/kinds.ts";
import { constant, type Term } from "../ir/term.ts";
import { type RegionBuilder, undefinedTerm, unknownVariable } from "./builder.ts";
import { calledName } from "./operation.ts";

/** The constant that a name which nothing declares stands for. */
export function globalConstant(name: string): Term | undefined {
  if (name === "undefined") return undefinedTerm;
  if (name === "NaN") return constant(Number.NaN);
  return name === "Infinity" ? constant(Number.POSITIVE_INFINITY) : undefined;
}

/** `Math.PI` stays a name, since nobody wants to read its digits, but its kinds are known. */
export function mathConstantOf(path: NodePath<t.MemberExpression>, builder: RegionBuilder): Term | undefined {
  const { object, property, computed } = path.node;
  if (object.type !== "Identifier" || property.type !== "Identifier" || computed) return undefined;
  if (!builder.assume.builtinsIntact) return undefined;
  if (path.scope.getBinding(object.name) !== undefined) return undefined;
  const name = `${object.name}.${property.name}`;
  const value = namedConstants.get(name);
  if (value === undefined) return undefined;
  return builder.variable(name, CONST, () => ({ ...unknownVariable(path.node, name, CONST), kinds: kindsOf(value) }));
}

const namedConstants: ReadonlyMap<string, number> = new Map<string, number>([
  ...(["E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2"] as const).map(
    (name) => [`Math.${name}`, Math[name]] as const,
  ),
  ...(["EPSILON", "MAX_SAFE_INTEGER", "MAX_VALUE", "MIN_SAFE_INTEGER", "MIN_VALUE"] as const).map(
    (name) => [`Number.${name}`, Number[name]] as const,
  ),
  ["Number.POSITIVE_INFINITY", Number.POSITIVE_INFINITY],
  ["Number.NEGATIVE_INFINITY", Number.NEGATIVE_INFINITY],
]);

/** The operator that a callee names, if it is a built-in that nothing shadows: `Math.floor`, `Number.isInteger`, `String`. */
export function globalFunction(callee: NodePath): string | undefined {
  const name = calledName(callee.node);
  return name !== undefined && callee.scope.getBinding(name.replace(/\..*/, "")) === undefined ? name : undefined;
}
