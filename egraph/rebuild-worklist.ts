import type { EGraph, Id } from "./egraph.ts";
import { indexMentions } from "./mention-index.ts";
import type { Table } from "./table.ts";

/**
 * What a scan does, for the rows that mention an id which is no root any more: union by union, those included that it
 * finds itself, until there are no more. A scan that passes over everything for each level of a deep term would take
 * quadratic time.
 */
export function followUnions(eg: EGraph): void {
  const mentions = indexMentions(eg, true);
  /** Ids whose rows have come to mention another id. */
  const absorbed = new Map<Id, Id[]>();
  const dead: { readonly table: Table; readonly row: number }[] = [];
  for (; eg.settled < eg.logged; eg.settled++) {
    const kept = eg.log[eg.settled * 3]!;
    const gone = eg.log[eg.settled * 3 + 1]!;
    const list = absorbed.get(kept);
    if (list === undefined) absorbed.set(kept, [gone]);
    else list.push(gone);
    const stack = [gone];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      for (const other of absorbed.get(id) ?? []) stack.push(other);
      for (let i = mentions.start[id]!; i < mentions.start[id + 1]!; i++) {
        const table = eg.tables[mentions.table[i]!]!;
        const row = mentions.row[i]!;
        if (table.out[row]! >= 0 && !stays(eg, table, row)) dead.push({ table, row });
      }
    }
  }
  // The last row takes the place of a dropped one, so the later go first.
  dead.sort((a, b) => b.row - a.row);
  for (const { table, row } of dead) eg.dropRow(table, row);
}

/** Replaces ids by roots. False if the row then equals another: it is dead, and remains in place so far. */
function stays(eg: EGraph, table: Table, row: number): boolean {
  const { cols, out, arity } = table;
  let moved = false;
  for (const col of cols) moved ||= eg.sets.find(col[row]!) !== col[row];
  const home = eg.sets.find(out[row]!);
  if (!moved && home === out[row]) return true;
  out[row] = home;
  table.stamps[row] = eg.clock;
  table.changed = eg.clock;
  if (!moved) return true;
  table.reserveSlot();
  for (let i = 0; i < arity; i++) {
    const col = cols[i]!;
    col[row] = eg.sets.find(col[row]!);
  }
  const twin = table.enterOrFind(row);
  if (twin < 0) return true;
  eg.uniteRows(table, twin, row);
  out[row] = -1;
  cols[0]![row] = -1; // no lookup finds it
  return false;
}
