import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import type { ResolvedOptions } from "./options.ts";
import { runsOnceOverLiteral } from "./runs-once.ts";
import type { Found } from "./search.ts";

/**
 * Is what was `found` for `region` of `source` to be written? Only for an estimated gain, and not where the text as it
 * stands is worth more. A stress test takes whatever can be written out.
 */
export function isWorthIt(
  path: NodePath,
  region: Region<t.Node>,
  found: Found,
  { source, options }: { source: string; options: ResolvedOptions },
): boolean {
  if (typeof options.extraction === "object") return true;
  if (found.cost.before < found.cost.after * options.minGain) return false;
  return !runsOnceOverLiteral(path, region) && !joinsLaidOutTexts(region, found, source);
}

const joining: ReadonlySet<string> = new Set(["fold", "string/add-constants-left", "string/add-constants-right"]);

/**
 * Is joining texts all that is won, and does the region stand on several lines? Then it is laid out for whoever reads
 * it, a piece to a line, and one long line would cost more than a concatenation.
 */
function joinsLaidOutTexts(region: Region<t.Node>, found: Found, source: string): boolean {
  if (region.kind !== "scalar" || !source.slice(region.range.start, region.range.end).includes("\n")) return false;
  return found.ruleIds().every((id) => joining.has(id));
}
