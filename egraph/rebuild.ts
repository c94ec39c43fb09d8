import type { EGraph } from "./egraph.ts";
import { propagateFacts, settleFacts } from "./propagate-facts.ts";
import { followUnions } from "./rebuild-worklist.ts";
import type { Table } from "./table.ts";

/** Scans before the worklist is worth listing who mentions whom. */
const SCANS = 2;
/** The worklist is for at most this part of the rows being united. */
const FEW = 1 / 8;

/**
 * Makes every row speak of roots, merges rows that became equal with their classes, and propagates facts, until nothing
 * changes. @throws Conflict where facts contradict each other.
 */
export function rebuild(eg: EGraph): void {
  do {
    const united = eg.settled;
    for (let scans = 0; eg.settled < eg.logged; scans++) {
      const from = eg.settled;
      if (scans >= SCANS && eg.logged - from < eg.rows * FEW) followUnions(eg);
      else scan(eg);
    }
    if (united < eg.logged) eg.version++;
    settleFacts(eg);
    propagateFacts(eg);
  } while (eg.settled < eg.logged || eg.dirty.length > 0);
}

/** One pass over all rows. Unions that it finds are for the next. */
function scan(eg: EGraph): void {
  eg.settled = eg.logged;
  eg.sets.flatten();
  for (const table of eg.usedTables) scanTable(eg, table);
}

/** Replaces ids by roots. A row that then equals another is dropped, and their classes are united. */
function scanTable(eg: EGraph, table: Table): void {
  const { parent } = eg.sets;
  const { out, stamps, cols, arity } = table;
  const c0 = cols[0];
  const c1 = cols[1];
  let changed = false;
  for (let row = 0; row < table.rows; row++) {
    let moved = false;
    if (c0 !== undefined) {
      const id = c0[row]!;
      const root = parent[id]!;
      const id1 = c1 === undefined ? id : c1[row]!;
      const root1 = parent[id1]!;
      moved = root !== id || root1 !== id1;
      for (let i = 2; i < arity; i++) moved ||= parent[cols[i]![row]!] !== cols[i]![row];
    }
    const home = parent[out[row]!]!;
    if (!moved && home === out[row]) continue;
    changed = true;
    out[row] = home;
    stamps[row] = eg.clock;
    if (!moved) continue;
    table.reserveSlot();
    for (let i = 0; i < arity; i++) {
      const col = cols[i]!;
      col[row] = parent[col[row]!]!;
    }
    const twin = table.enterOrFind(row);
    if (twin < 0) continue;
    eg.uniteRows(table, twin, row);
    eg.dropRow(table, row);
    row--; // the last row has taken this place
  }
  if (changed) table.changed = eg.clock;
}
