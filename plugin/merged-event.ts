import { type DerivationStep, type ImprovedEvent, weakestOf } from "./events.ts";
import type { SourceRange } from "./source-range.ts";
import { whenAsked } from "./when-asked.ts";

/** Where an event is told: a place of the file, and what stands there before and after. */
export interface Place {
  readonly range: SourceRange;
  readonly before: string;
  readonly after: string;
}

/** What one pass did to an expression and later ones to what that gave, as one event. */
export function mergedEvent(
  [first, ...later]: readonly [ImprovedEvent, ...ImprovedEvent[]],
  place: Place,
): ImprovedEvent {
  const all = [first, ...later];
  const { kind, file, egraph } = first;
  const { range, before, after } = place;
  const facts = unique(all.flatMap((event) => event.facts));
  const event = { kind, file, range, before, after, cost: costOf(first, later), ...(egraph && { egraph }), facts };
  // Asking for the rules of an event takes a second search, as it does for each of its parts.
  return whenAsked(event, {
    rules: () => unique(all.flatMap(({ rules }) => rules)),
    proof: () => weakestOf(all.map(({ proof }) => proof)),
    assumptions: () => unique(all.flatMap(({ assumptions }) => assumptions)).sort(),
    ...("derivation" in first && {
      derivation: (): readonly DerivationStep[] => all.flatMap(({ derivation }) => derivation ?? []),
    }),
  });
}

/**
 * What a later pass gains in a part of the new text, the whole costs less; but never by a greater ratio than the part:
 * estimates of different expressions do not add up exactly.
 */
function costOf({ cost }: ImprovedEvent, later: readonly ImprovedEvent[]): ImprovedEvent["cost"] {
  let { after } = cost;
  for (const part of later) {
    const { before: from, after: to } = part.cost;
    const less = Math.max(after - (from - to), (after * to) / from);
    if (less > 0) after = Math.min(after, less);
  }
  return { before: cost.before, after };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
