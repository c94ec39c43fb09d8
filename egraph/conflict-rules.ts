import { Conflict } from "./conflict.ts";
import type { EGraph, Id } from "./egraph.ts";

/** The error that says which rules made class `id`. An error that is a {@link Conflict} already stays as it is. */
export function conflictIn(eg: EGraph, id: Id, cause: unknown): Conflict {
  if (cause instanceof Conflict) return cause;
  return new Conflict(eg.sets.find(id), rulesThatMade(eg, id), cause);
}

/**
 * The reasons of all unions in the class of `id`. Where those are congruences, also of the unions in the classes that
 * its nodes mention, and so on: a congruence has its cause there.
 */
function rulesThatMade(eg: EGraph, id: Id): string[] {
  const root = eg.sets.find(id);
  const rules = new Set<string>();
  const seen = new Set([root]);
  const queue = [root];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    let congruent = false;
    for (let i = 0; i < eg.logged; i++) {
      if (eg.sets.find(eg.log[i * 3]!) !== at) continue;
      const reason = eg.log[i * 3 + 2]!;
      if (reason === 0) congruent = true;
      else rules.add(eg.reasons.name(reason));
    }
    if (!congruent) continue;
    for (const table of eg.usedTables) {
      for (let row = 0; row < table.rows; row++) {
        if (eg.sets.find(table.out[row]!) !== at) continue;
        for (let i = 0; i < table.arity; i++) {
          const child = eg.sets.find(table.cols[i]![row]!);
          if (!seen.has(child)) {
            seen.add(child);
            queue.push(child);
          }
        }
      }
    }
  }
  return [...rules];
}
