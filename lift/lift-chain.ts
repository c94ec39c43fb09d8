import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Chain } from "../ir/region.ts";
import type { LiftAssumptions } from "./builder.ts";
import { ChainLifter } from "./chain.ts";
import { LINKS, type ParsedChain, parseChain, readable } from "./chain-syntax.ts";
import type { ChainRefusal } from "./refused.ts";

export type { ChainRefusal } from "./refused.ts";

/**
 * Lifts the chain that ends at `path`: one stream per call, over the array of the call before. Undefined where `path`
 * ends no chain of two links; a refusal where it does, but one of them is not understood.
 */
export function liftChain(path: NodePath, assume: LiftAssumptions): Chain<t.Node> | ChainRefusal | undefined {
  const parsed = parseChain(path, readable);
  if (parsed === undefined) return undefined;
  if (parsed.links.length > LINKS) return { refused: "E-LONG-CHAIN", node: path.node };
  if (!assume.builtinsIntact) return { refused: "E-PATCHED", node: path.node };
  const [chain, isOverPart] = liftParsed(path, assume, parsed);
  if (isOverPart) return chain;
  // Over the copy of a part, the first stage may do anything.
  const copied = parseChain(path, { parts: false });
  return copied === undefined ? chain : liftParsed(path, assume, copied)[0];
}

/** The chain as it was parsed, and whether nothing is lost by taking no copy of its part, if it has one. */
function liftParsed(
  path: NodePath,
  assume: LiftAssumptions,
  parsed: ParsedChain,
): readonly [Chain<t.Node> | ChainRefusal, boolean] {
  // A test of every element against `null` costs half of the loop's time again.
  let lifter = new ChainLifter(path, assume, true);
  let chain = lifter.lift(parsed);
  if (lifter.severalThrow) {
    lifter = new ChainLifter(path, assume, false);
    chain = lifter.lift(parsed);
  }
  return [chain, !("part" in parsed.head) || (!("refused" in chain) && lifter.readsUnseen)];
}
