import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST } from "../ir/effects.ts";
import { ANY, type Kinds, OBJECT } from "../ir/kinds.ts";
import { type Leaf, PACKED, type Source } from "../ir/region.ts";
import { arrayFacts, isAnnotatedArray } from "./array-facts.ts";
import type { RegionBuilder } from "./builder.ts";
import { liftExpression } from "./expression.ts";

export interface ArraySource {
  readonly source: Source<t.Node>;
  readonly elements: Kinds;
  /** Are the elements the pairs that `Object.entries` gives? */
  readonly entries: boolean;
}

/** The array at `path` as what a loop reads its elements from. */
export function arraySource(path: NodePath, builder: RegionBuilder): ArraySource {
  const facts = arrayFacts(path);
  const lifted = facts === undefined && path.isIdentifier() ? liftExpression(path, builder, new Map()) : undefined;
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
  const term = isStable ? lifted : builder.leaf(leaf);
  const known = builder.leaves[Number(term.payload)];
  if (isStable && known !== undefined) builder.leaves[Number(term.payload)] = { ...known, array: known.array | packed };
  const source: Source<t.Node> = {
    kind: "array",
    term,
    guarded: facts === undefined && builder.assume.plainArrays !== true,
    annotated: isAnnotatedArray(path),
    node: path.node,
  };
  return { source, elements: facts?.elements ?? ANY, entries: facts?.entries ?? false };
}
