import type { NodePath } from "@babel/traverse";
import { lowerRegion } from "../lower/lower-region.ts";
import { Emitter } from "./emit.ts";
import type { Event } from "./events.ts";
import { isWorthIt } from "./is-worth-it.ts";
import { notFused } from "./not-fused.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Outcome, ParsedFile } from "./parsed-file.ts";
import { isOptedOut, siteOf } from "./place.ts";
import { improvedEvent, keptEvent, limitEvent, type Reason, reasonToKeep, skippedEvent } from "./region-events.ts";
import { type Candidate, findRegions, liftRegion, restOf } from "./regions.ts";
import { searcherFor } from "./search.ts";

/**
 * Improves every region of one parsed file in place: finds regions, lifts each into the expression language, saturates
 * its e-graph, extracts the cheapest form, and writes that back where it is a gain.
 */
export function improveFile(file: ParsedFile, options: ResolvedOptions): Outcome {
  const candidates = findRegions(file, options);
  if (candidates.length === 0) return { changes: [], events: [] };
  const emitter = new Emitter(file, options);
  const events = candidates.map((candidate) => improveRegion(candidate, file, options, emitter));
  return { changes: emitter.finish(), events: events.flat() };
}

/** Improves the longest form of a region that can be; tells why not, where none can. */
function improveRegion(candidate: Candidate, file: ParsedFile, options: ResolvedOptions, emitter: Emitter): Event[] {
  const events: Event[] = [];
  const reasons: Reason[] = [];
  for (const path of candidate.paths) {
    const result = improveForm(candidate.kind, path, { file, options, emitter, events });
    if ("kind" in result) {
      const rest = restOf(candidate, path, result).flatMap((each) => improveRegion(each, file, options, emitter));
      return [...events, result, ...rest];
    }
    reasons.push(result);
  }
  return candidate.isReported ? [...events, skippedEvent(file, candidate.paths[0]!, reasons)] : events;
}

/** What the work on one file shares. */
interface Work {
  readonly file: ParsedFile;
  readonly options: ResolvedOptions;
  readonly emitter: Emitter;
  readonly events: Event[];
}

function improveForm(
  kind: Candidate["kind"],
  path: NodePath,
  { file, options, emitter, events }: Work,
): Event | Reason {
  const region = liftRegion(path, kind, options);
  if ("refused" in region) return region;

  const found = searcherFor(options).search(region);
  if (events.length === 0) events.push(...limitEvent(file, region, found));
  if (found.root === undefined) return notFused(region, path.node);
  if (!isWorthIt(path, region, found, { source: file.source, options }))
    return keptEvent(file, region, reasonToKeep(found), options.egraphs && found.dump);

  const site = siteOf(path, region, found.root, file);
  if (site === undefined) return { refused: "E-PLACE", node: path.node };
  const place = emitter.placeFor(path, site, region);
  const lowered = lowerRegion(region, found.root, found.facts, place);
  if ("refused" in lowered) return { ...lowered, node: path.node };

  if (isOptedOut(region, site, file)) return keptEvent(file, region, "opted out");
  const before = file.source.slice(region.range.start, region.range.end);
  const after = emitter.emit(path, site, lowered, place);
  emitter.remove(site, region);
  return improvedEvent(file, region, { before, after, found, options });
}
