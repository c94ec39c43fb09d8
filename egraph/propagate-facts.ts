import { conflictIn } from "./conflict-rules.ts";
import type { EGraph } from "./egraph.ts";
import { indexMentions } from "./mention-index.ts";

/** Merges the facts of classes united since the last time. @throws Conflict */
export function settleFacts(eg: EGraph): void {
  const { facts, log } = eg;
  if (facts !== undefined) {
    for (let i = eg.factsSettled; i < eg.logged; i++) {
      const kept = log[i * 3]!;
      try {
        if (facts.join(kept, log[i * 3 + 1]!)) eg.touch(kept);
        else if (eg.analysis!.modify !== undefined) eg.fresh.push(kept);
      } catch (cause) {
        throw conflictIn(eg, kept, cause);
      }
    }
  }
  eg.factsSettled = eg.logged;
}

/** How often each mention of a class may be looked at again in one propagation. */
const VISITS = 50;

/**
 * Recomputes the facts of rows whose children know more, and shows classes to `modify`, until both rest. A range can
 * shrink around a cycle for ever: then it stops after a counted effort, with facts that hold but say less than they might.
 */
export function propagateFacts(eg: EGraph): void {
  if (eg.facts === undefined) return;
  if (eg.dirty.length > 0) {
    const parents = indexMentions(eg, false);
    let visits = VISITS * (parents.row.length + 1);
    for (let next = 0; next < eg.dirty.length && visits > 0; next++) {
      const root = eg.sets.find(eg.dirty[next]!);
      visits -= parents.start[root + 1]! - parents.start[root]!;
      for (let i = parents.start[root]!; i < parents.start[root + 1]!; i++) {
        const table = eg.tables[parents.table[i]!]!;
        const row = parents.row[i]!;
        const out = eg.sets.find(table.out[row]!);
        if (eg.makeFacts(table, row, out)) eg.touch(out);
      }
    }
    eg.dirty.length = 0;
  }
  const modify = eg.analysis!.modify;
  if (modify === undefined) return;
  // What modify adds or unites is settled by the caller's next round.
  for (let id = eg.fresh.pop(); id !== undefined; id = eg.fresh.pop()) modify.call(eg.analysis, eg, eg.sets.find(id));
}
