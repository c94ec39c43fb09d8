import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, BIGINT, isWithin, type Kinds, kindsOf, NUMBER, OBJECT, STRING, SYMBOL, UNDEFINED } from "../ir/kinds.ts";
import { isArgumentsAliased, isInitialised } from "./binding.ts";
import { arrayOfLength, isGlobal } from "./chain-syntax.ts";
import { unwrapped } from "./copying-syntax.ts";
import { shownKinds } from "./declared-kinds.ts";

/** What a body may write that is its own: a variable, or an object of a kind whose methods are known. */
export type Shape = "variable" | "array" | "object" | "record" | "map" | "set";

/** What the objects among some values are, as a bit set. Of what may be the user's, nothing is known. */
export type Objects = number;

/** Arrays that the callback has made, and that are nowhere else. */
export const ARRAYS: Objects = 1;
/** What plain objects inherit, whose conversion to a primitive runs no code of the user's. */
export const BUILTIN: Objects = 2;
export const USERS: Objects = 4;

/** Something that nothing but one callback reads or writes while a region runs. */
export interface Location {
  readonly shape: Shape;
  /** The kinds of a variable's values, or of what is in an object. */
  kinds: Kinds;
  /** What the objects in it are. */
  objects: Objects;
  /** Of an array: may it be so long that nothing can be pushed? */
  mayBeFull: boolean;
}

/** An object that has just been made, by the syntax of what makes it: nobody else holds it. */
export function freshObject(path: NodePath): Location | undefined {
  const { node } = path;
  const made = (shape: Shape, parts: readonly (t.Node | null)[] = []): Location => ({
    shape,
    kinds: parts.map(kindsOfPart).reduce((all, each) => all | each, 0),
    objects: parts.map(objectsOfPart).reduce((all, each) => all | each, 0),
    mayBeFull: false,
  });
  if (path.isArrayExpression()) return made("array", path.node.elements);
  if (path.isObjectExpression()) return literal(path.node, made);
  if (path.isNewExpression() || path.isCallExpression()) {
    const callee = path.get("callee") as NodePath;
    const args = path.node.arguments;
    const [first] = args;
    if (path.isNewExpression() && args.length === 0) {
      if (isGlobal(callee, "Map")) return made("map");
      if (isGlobal(callee, "Set")) return made("set");
    }
    if (isOfKnownLength(path)) return { ...made("array"), mayBeFull: true };
    if (callee.isMemberExpression() && !callee.node.computed && callee.node.property.type === "Identifier") {
      const object = callee.get("object") as NodePath;
      const { name } = callee.node.property;
      if (name === "create" && isGlobal(object, "Object") && args.length === 1 && first?.type === "NullLiteral")
        return made("record");
      if (name === "fill" && args.length === 1 && first?.type !== "SpreadElement" && isOfKnownLength(object))
        return { ...filled(made("array", [first!])), mayBeFull: true };
    }
  }
  return unwrapped(node) === node ? undefined : freshObject(path.get("expression") as NodePath);
}

/** The same object is in all of it. */
function filled(location: Location): Location {
  return location.objects === 0 ? location : { ...location, objects: USERS };
}

/** Whose initial value does nothing and is the same whenever it is evaluated, its identity aside. */
export function freshConstant(path: NodePath): Location | undefined {
  return isFreshConstant(path.node) ? freshObject(path) : undefined;
}

/** Could it be one, by its syntax? */
export function isFreshConstant(given: t.Node): boolean {
  const node = unwrapped(given);
  if (node.type === "ArrayExpression" && !node.elements.every((each) => each !== null && isLiteralOrList(each)))
    return false;
  if (
    node.type === "ObjectExpression" &&
    !node.properties.every((each) => each.type === "ObjectProperty" && isLiteralOrList(each.value))
  )
    return false;
  return node.type !== "CallExpression" || node.arguments.every(isLiteral);
}

function isLiteralOrList(given: t.Node): boolean {
  const node = unwrapped(given);
  return isLiteral(node) || (node.type === "ArrayExpression" && node.elements.every((each) => each && isLiteral(each)));
}

/** What is in an object from the start, by the syntax of what is put into it. */
function kindsOfPart(part: t.Node | null): Kinds {
  return part === null || part.type === "SpreadElement" ? ANY : shownKinds(unwrapped(part) as t.Expression);
}

/** A literal is nowhere else. */
function objectsOfPart(part: t.Node | null): Objects {
  if (part !== null && unwrapped(part).type === "ArrayExpression") return ARRAYS;
  return (kindsOfPart(part) & OBJECT) === 0 ? 0 : USERS;
}

function isLiteral(node: t.Node): boolean {
  if (node.type === "UnaryExpression") return node.operator === "-" && node.argument.type === "NumericLiteral";
  return (
    node.type === "NumericLiteral" ||
    node.type === "StringLiteral" ||
    node.type === "BooleanLiteral" ||
    node.type === "NullLiteral"
  );
}

/** Of any other number there is no array: making one throws. */
function isOfKnownLength(path: NodePath): boolean {
  const node = arrayOfLength(path)?.node;
  return node?.type === "NumericLiteral" && Number.isInteger(node.value) && node.value < 2 ** 32;
}

function literal(
  node: t.ObjectExpression,
  made: (shape: Shape, parts: readonly t.Node[]) => Location,
): Location | undefined {
  const parts: t.Node[] = [];
  for (const each of node.properties) {
    if (each.type !== "ObjectProperty" || each.computed) return undefined;
    const name = each.key.type === "Identifier" ? each.key.name : each.key.type === "StringLiteral" && each.key.value;
    // `{ __proto__: p }` sets the prototype (ECMA-262, B.3.1).
    if (name === false || name === "__proto__") return undefined;
    parts.push(each.value);
  }
  return made("object", parts);
}

/**
 * What `binding` stands for, if nothing but `callback` can reach it while the region at `site` runs, nor after an
 * exception has left the region. The rest of the function around may use it before, if it is a plain variable, and
 * after.
 */
export function ownLocation(binding: Binding, callback: NodePath, site: NodePath): Location | undefined {
  const owner = site.getFunctionParent();
  if (owner === null || binding.scope.getFunctionParent()?.block !== owner.node) return undefined;
  if (!["let", "const", "var", "param"].includes(binding.kind)) return undefined;
  if (binding.kind === "param" && isArgumentsAliased(binding)) return undefined;
  if (nearestFunction(site) !== owner.node) return undefined;
  if (isCaught(site, binding) || !isInitialised(binding, site)) return undefined;
  const made = madeObject(binding);
  const uses = [...binding.referencePaths, ...binding.constantViolations];
  const isReached = uses.some((use) => {
    if (isInside(use, callback)) return false;
    if (isInside(use, site)) return true;
    if (isLater(use, site, binding, owner)) return false;
    return made !== undefined || nearestFunction(use) !== owner.node;
  });
  if (isReached) return undefined;
  // Writing a constant throws.
  if (made === undefined && binding.kind === "const") return undefined;
  return made ?? { shape: "variable", kinds: kindsBefore(binding, callback), objects: USERS, mayBeFull: false };
}

/** The object that a variable holds from its declaration on, if that has just made it. */
function madeObject(binding: Binding): Location | undefined {
  const { path } = binding;
  if (!binding.constant || binding.kind === "var" || !path.isVariableDeclarator()) return undefined;
  if (path.node.id.type !== "Identifier" || path.node.init == null) return undefined;
  return freshObject(path.get("init") as NodePath);
}

/** Would what is written be seen by whoever catches an exception in the function around? */
function isCaught(site: NodePath, binding: Binding): boolean {
  for (let path: NodePath | null = site; path !== null && path.node !== binding.scope.block; path = path.parentPath) {
    if (path.isTryStatement()) return true;
  }
  return false;
}

/** Is `use` evaluated after the region, whenever the variable that it means is this one? */
function isLater(use: NodePath, site: NodePath, binding: Binding, owner: NodePath): boolean {
  if (use.node.start == null || site.node.end == null || use.node.start < site.node.end) return false;
  const isHoisted = use.findParent((each) => each.isFunctionDeclaration() && each.node !== owner.node) !== null;
  // Unless the variable is another one in each round.
  const isRepeated = site.findParent(
    (each) => each.isLoop() && each.find((outer) => outer.node === binding.scope.block) !== null,
  );
  return isInside(use, owner) && !isHoisted && isRepeated === null;
}

/** The function that runs `path`, unless a class might. */
function nearestFunction(path: NodePath): t.Node | undefined {
  const around = path.findParent((each) => each.isFunction() || each.isClass());
  return around?.isFunction() === true ? around.node : undefined;
}

function isInside(path: NodePath, ancestor: NodePath): boolean {
  return path.find((each) => each.node === ancestor.node) !== null;
}

/** What a variable may hold when the region starts. */
function kindsBefore(binding: Binding, callback: NodePath): Kinds {
  const { path } = binding;
  if (!path.isVariableDeclarator() || path.node.id.type !== "Identifier") return ANY;
  // The head of a loop gives it whatever there is.
  if (path.parentPath?.key === "left") return ANY;
  const start = path.node.init == null ? UNDEFINED : kindsOfInitial(path.get("init") as NodePath);
  const kinds = binding.constantViolations.reduce(
    (all, write) => (isInside(write, callback) ? all : all | kindsWritten(write)),
    start | (binding.kind === "var" ? UNDEFINED : 0),
  );
  // What arithmetic makes of an object is not known.
  return (kinds & (OBJECT | BIGINT | SYMBOL)) === 0 ? kinds : ANY;
}

/** What is assigned, if what was there before is neither an object nor a BigInt. */
function kindsWritten(write: NodePath): Kinds {
  if (write.isUpdateExpression()) return NUMBER;
  if (!write.isAssignmentExpression() || write.node.left.type !== "Identifier") return ANY;
  const { operator } = write.node;
  const right = kindsOfInitial(write.get("right") as NodePath);
  if (operator === "=") return right;
  return operator === "+=" || operator === "-=" || operator === "*="
    ? isWithin(right, NUMBER)
      ? NUMBER | STRING
      : ANY
    : ANY;
}

function kindsOfInitial(path: NodePath): Kinds {
  if (isGlobal(path, "Infinity")) return kindsOf(Number.POSITIVE_INFINITY);
  if (isGlobal(path, "undefined")) return UNDEFINED;
  if (path.isNullLiteral()) return kindsOf(null);
  if (!path.isUnaryExpression() || path.node.operator !== "-") return shownKinds(path.node as t.Expression);
  const argument = path.get("argument") as NodePath;
  if (isGlobal(argument, "Infinity")) return kindsOf(Number.NEGATIVE_INFINITY);
  return argument.isNumericLiteral() ? kindsOf(-argument.node.value) : ANY;
}
