import { CONST } from "../ir/effects.ts";
import type { Scalar } from "../ir/region.ts";
import { isLeaf, type Term } from "../ir/term.ts";
import type { Hole, Lowered, LoweringRefusal } from "./output.ts";
import { nodeText } from "./text.ts";

/** Writes the extracted `root` of a scalar region as one expression, with the original operands in it. */
export function lowerScalar<Node>(region: Scalar<Node>, root: Term): Lowered<Node> | LoweringRefusal {
  if (effectsOf(region.root, region).join() !== effectsOf(root, region).join()) return { refused: "E-ORDER" };
  const holes: Hole<Node>[] = [];
  const write = (term: Term): string => {
    const leaf = isLeaf(term.op) ? region.leaves[Number(term.payload)] : undefined;
    if (leaf === undefined) return nodeText(term, term.args.map(write), region.literals);
    const placeholder = `__eqsat_hole_${holes.length}__`;
    holes.push({ placeholder, node: leaf.node, form: "expression" });
    return placeholder;
  };
  return { setup: "", value: write(root), holes, helpers: new Set(), functions: [] };
}

/** The operands whose evaluation can be seen, in order. Rules keep them by their conditions: this is the second lock. */
function effectsOf<Node>(root: Term, region: Scalar<Node>): number[] {
  const seen: number[] = [];
  const visit = (term: Term): void => {
    const leaf = isLeaf(term.op) ? region.leaves[Number(term.payload)] : undefined;
    if (leaf !== undefined && leaf.effect !== CONST) seen.push(Number(term.payload));
    term.args.forEach(visit);
  };
  visit(root);
  return seen;
}
