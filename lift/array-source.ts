import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, type Effect, mayThrow, OWN, READ, stateOf } from "../ir/effects.ts";
import { ANY, type Kinds, OBJECT } from "../ir/kinds.ts";
import { type Leaf, PACKED, PLAIN, PRIVATE, type Source } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { arrayFacts, isAnnotatedArray } from "./array-facts.ts";
import type { LiftAssumptions, RegionBuilder } from "./builder.ts";
import { liftExpression, ownArray } from "./expression.ts";

/**
 * Code that we do not look into, run by a loop over an array, can take elements away from it: what is gone is absent as
 * a hole is, even of an array of which it is promised that it has none.
 */
export function withHolesWhereWritten(
  source: Source<t.Node>,
  root: Term,
  leaves: readonly Leaf<t.Node>[],
): Leaf<t.Node>[] {
  const runsOthers = ({ op, args }: Term): boolean => op === "opaque" || op === "copies" || args.some(runsOthers);
  const at = Number(source.term.payload);
  const isPromised = (each: Leaf<t.Node>, index: number): boolean => index === at && each.array === PACKED;
  if (source.kind === "range" || !leaves.some(isPromised) || !runsOthers(root)) return [...leaves];
  return leaves.map((each, index) => (isPromised(each, index) ? { ...each, array: 0 } : each));
}

export interface ArraySource {
  readonly source: Source<t.Node>;
  readonly elements: Kinds;
  /** Are the elements the pairs that `Object.entries` gives? */
  readonly entries: boolean;
}

/** The array at `path` as what a loop reads its elements from; a part of it is another array than the whole. */
export function arraySource(path: NodePath, builder: RegionBuilder, isPart: boolean): ArraySource {
  const facts = ownArray(path, builder) ?? arrayFacts(path);
  const lifted = path.isIdentifier() ? liftExpression(path, builder, new Map()) : undefined;
  const isStable = lifted !== undefined && builder.effect(lifted) === CONST;
  const packed = builder.assume.noHoles === true && facts === undefined ? PACKED : 0;
  const leaf: Leaf<t.Node> = {
    form: "expression",
    node: path.node,
    name: facts?.name ?? "array",
    kinds: facts === undefined ? ANY : OBJECT,
    // It is evaluated before the loop whatever it does, so its value is all that the region sees of it.
    effect: CONST,
    elem: facts?.elements ?? ANY,
    array: (facts?.array ?? 0) | packed,
  };
  const whole = isStable ? lifted : builder.leaf(leaf);
  const known = builder.leaves[Number(whole.payload)];
  const term = isStable && isPart && whole.op === "var" && known !== undefined ? builder.leaf(known) : whole;
  if (isStable && known !== undefined)
    builder.leaves[Number(term.payload)] = { ...known, elem: known.elem & leaf.elem, array: known.array | leaf.array };
  const source: Source<t.Node> = {
    kind: "array",
    term,
    guarded: facts === undefined && builder.assume.plainArrays !== true,
    annotated: isAnnotatedArray(path),
    node: path.node,
  };
  return { source, elements: facts?.elements ?? ANY, entries: facts?.entries ?? false };
}

/** Can callbacks that do what `done` says not tell whether all elements are read before they look at the first? */
export function isReadUnseen(array: Leaf<t.Node> | undefined, done: Effect, { pureGetters }: LiftAssumptions): boolean {
  const isPlain = array !== undefined && (array.array & PLAIN) !== 0;
  if (isPlain && (array.array & PRIVATE) !== 0) return true;
  if (isPlain || pureGetters === true) return stateOf(done & ~OWN) <= READ;
  return stateOf(done & ~OWN) === CONST && !mayThrow(done);
}
