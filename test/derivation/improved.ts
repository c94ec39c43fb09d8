import type { Explanation } from "../../egraph/index.ts";
import type { Region } from "../../ir/region.ts";
import { openFile } from "../../plugin/open-file.ts";
import type { Options, ResolvedOptions } from "../../plugin/options.ts";
import { resolveOptions } from "../../plugin/options.ts";
import { findRegions, liftRegion } from "../../plugin/regions.ts";
import { searcherFor } from "../../plugin/search.ts";
import { syntaxOf } from "../../plugin/syntax.ts";

/** A region for which something cheaper was found, and why the two are equal. */
export interface ImprovedRegion {
  readonly region: Region<unknown>;
  readonly explanation: Explanation;
  /** Of the region's text, in `source`. */
  readonly text: string;
}

/** The regions of `source` of which the search found a better form, whether or not it can be written out. */
export function improvedRegions(source: string, filename: string, given: Options): readonly ImprovedRegion[] {
  const options: ResolvedOptions = resolveOptions(given);
  const opened = openFile(source, { filename, syntax: syntaxOf(filename) }, options.mode);
  if ("fault" in opened) return [];
  const improved: ImprovedRegion[] = [];
  for (const { kind, paths } of findRegions(opened.file, options)) {
    for (const path of paths) {
      const region = liftRegion(path, kind, options);
      if ("refused" in region) continue;
      const found = searcherFor(options).search(region);
      const gains = found.root !== undefined && found.cost.before >= found.cost.after * options.minGain;
      if (found.root === undefined || !(gains || typeof options.extraction === "object")) continue;
      const text = source.slice(region.range.start, region.range.end);
      improved.push({ region, explanation: found.explanation(), text });
      break;
    }
  }
  return improved;
}
