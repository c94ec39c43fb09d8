import type * as t from "@babel/types";
import { consumers, loneStages, partTakers, producers, SLICES } from "./chain-syntax.ts";
import { isCopyingReduction, unwrapped } from "./copying-syntax.ts";

/** Could the variable that `name` mentions stand for a stage, as its only use? */
export type StandsForStage = (name: string) => boolean;

/**
 * Could a chain that is worth a loop end at `node`? As {@link parseChain} in `chain-syntax.ts`, but by syntax alone,
 * so that it says yes more often: most lists of real code are mapped or filtered once, and finding out that there is
 * no more to it has to cost next to nothing. With `lone`, a single `flatMap` or `flat` is a chain.
 */
export function mayEndChain(node: t.Node, named: StandsForStage, lone = true): boolean {
  switch (node.type) {
    case "MemberExpression":
      return isEnd(node) && goesOn(node.object, named);
    case "ArrayExpression":
      return node.elements.length === 1 && isSpreadChain(node.elements[0]!, named);
    case "ForOfStatement":
      return goesOn(node.right, named);
    case "NewExpression":
      return isCollection(node.callee) && node.arguments.length === 1 && goesOn(node.arguments[0]!, named);
    case "CallExpression":
      return callMayEndChain(node, named, lone);
    default:
      return false;
  }
}

/** Is `node` a call of a method that makes a new array? What names of such calls stand for goes where the chain goes. */
export function isStageCall(node: t.Node, named: StandsForStage, slices = 0): boolean {
  const call = methodOf(node);
  if (call === undefined || producers.get(call.method)?.includes(call.args.length) !== true) return false;
  // A part of an array that is there already is one itself. Of many parts of parts it is not asked what they are of.
  return call.method !== "slice" || slices === SLICES || goesOn(call.receiver, named, slices + 1);
}

function callMayEndChain(node: t.CallExpression, named: StandsForStage, lone: boolean): boolean {
  const call = methodOf(node);
  if (call === undefined) return false;
  const { method, receiver, args } = call;
  if (method === "fromEntries") return args.length === 1 && goesOn(args[0]!, named);
  if (method === "max" || method === "min") return args.length === 1 && isSpreadChain(args[0]!, named);
  const counts = producers.get(method) ?? consumers.get(method);
  if (counts?.includes(args.length) !== true) return false;
  if ((lone && loneStages.has(method)) || (method === "reduce" && isCopyingReduction(args)) || goesOn(receiver, named))
    return true;
  return partTakers.has(method) && isPart(receiver);
}

/** A part of an array, taken without a copy. */
function isPart(node: t.Node): boolean {
  const call = methodOf(node);
  return call?.method === "slice" && producers.get("slice")?.includes(call.args.length) === true;
}

function goesOn(given: t.Node, named: StandsForStage, slices = 0): boolean {
  const node = unwrapped(given);
  if (node.type === "Identifier") return named(node.name);
  return isStageCall(node, named, slices) || isRange(node);
}

function isSpreadChain(node: t.Node | null, named: StandsForStage): boolean {
  return node?.type === "SpreadElement" && goesOn(node.argument, named);
}

function isEnd({ property, computed }: t.MemberExpression): boolean {
  if (computed) return property.type === "NumericLiteral" && property.value === 0;
  return property.type === "Identifier" && property.name === "length";
}

function isCollection(callee: t.Node): boolean {
  return callee.type === "Identifier" && (callee.name === "Set" || callee.name === "Map");
}

/** `Array.from({ … })`, `Array(n).fill(x)`, `[...Array(n).keys()]`. */
function isRange(node: t.Node): boolean {
  if (node.type === "ArrayExpression") {
    const [only] = node.elements;
    return only?.type === "SpreadElement" && methodOf(only.argument)?.method === "keys";
  }
  const call = methodOf(node);
  if (call?.method === "from") return call.args[0]?.type === "ObjectExpression";
  return call?.method === "fill" && /^(?:New|Call)Expression$/.test(call.receiver.type);
}

interface Call {
  readonly method: string;
  readonly receiver: t.Node;
  readonly args: readonly t.Node[];
}

function methodOf(given: t.Node): Call | undefined {
  const node = unwrapped(given);
  if (node.type !== "CallExpression") return undefined;
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  return { method: callee.property.name, receiver: callee.object, args: node.arguments };
}
