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

/** Recomputes the facts of rows whose children know more, and shows classes to `modify`, until both rest. */
export function propagateFacts(eg: EGraph): void {
  if (eg.facts === undefined) return;
  if (eg.dirty.length > 0) {
    const parents = indexMentions(eg, false);
    for (let id = eg.dirty.pop(); id !== undefined; id = eg.dirty.pop()) {
      const root = eg.find(id);
      for (let i = parents.start[root]!; i < parents.start[root + 1]!; i++) {
        const table = eg.tables[parents.table[i]!]!;
        const row = parents.row[i]!;
        const out = eg.find(table.out[row]!);
        if (eg.makeFacts(table, row, out)) eg.touch(out);
      }
    }
  }
  const modify = eg.analysis!.modify;
  if (modify === undefined) return;
  // What modify adds or unites is settled by the caller's next round.
  for (let id = eg.fresh.pop(); id !== undefined; id = eg.fresh.pop()) modify.call(eg.analysis, eg, eg.find(id));
}
