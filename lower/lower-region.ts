import type { Region } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { lowerChain } from "./loop.ts";
import type { Lowered, LoweringRefusal, RegionPlace, TermFacts } from "./output.ts";
import { lowerScalar } from "./scalar.ts";

/** Writes the extracted `root` of a region as JavaScript text with holes; refuses what cannot be written. */
export function lowerRegion<Node>(
  region: Region<Node>,
  root: Term,
  facts: TermFacts,
  place: RegionPlace<Node>,
): Lowered<Node> | LoweringRefusal {
  return region.kind === "chain" ? lowerChain(region, root, facts, place) : lowerScalar(region, root);
}
