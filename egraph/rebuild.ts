import { conflictIn } from "./conflict-rules.ts";
import type { EGraph, Id } from "./egraph.ts";
import type { Table } from "./table.ts";

/**
 * Makes every row speak of roots, merges rows that became equal with their classes, and propagates facts, until nothing
 * changes. @throws Conflict where facts contradict each other.
 */
export function rebuild(eg: EGraph): void {
  do {
    while (eg.settled < eg.logged) {
      settleFacts(eg);
      scan(eg);
      eg.version++;
    }
    propagate(eg);
  } while (eg.settled < eg.logged || eg.dirty.length > 0);
}

/** Merges the facts of classes united since the last time. */
function settleFacts(eg: EGraph): void {
  const { facts, log } = eg;
  if (facts !== undefined) {
    for (let i = eg.settled; i < eg.logged; i++) {
      const kept = log[i * 3]!;
      try {
        if (facts.join(kept, log[i * 3 + 1]!)) eg.touch(kept);
        else if (eg.analysis!.modify !== undefined) eg.fresh.push(kept);
      } catch (cause) {
        throw conflictIn(eg, kept, cause);
      }
    }
  }
  eg.settled = eg.logged;
}

/** One pass over all rows. Unions that it finds are for the next. */
function scan(eg: EGraph): void {
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
    table.remove(row);
    eg.rows--;
    eg.bytes -= (arity + 5) * 4;
    row--; // the last row has taken this place
  }
  if (changed) table.changed = eg.clock;
}

/** Recomputes the facts of rows whose children know more, and shows classes to `modify`, until both rest. */
function propagate(eg: EGraph): void {
  if (eg.facts === undefined) return;
  if (eg.dirty.length > 0) {
    const parents = indexParents(eg);
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

interface ParentIndex {
  readonly start: Int32Array;
  readonly table: Int32Array;
  readonly row: Int32Array;
}

/** The rows that mention each class: once per mention. */
function indexParents(eg: EGraph): ParentIndex {
  const classes = eg.sets.size;
  const start = new Int32Array(classes + 1);
  let total = 0;
  eachMention(eg, (child) => {
    start[child + 1] = start[child + 1]! + 1;
    total++;
  });
  for (let id: Id = 0; id < classes; id++) start[id + 1] = start[id + 1]! + start[id]!;
  const fill = start.slice();
  const tables = new Int32Array(total);
  const rows = new Int32Array(total);
  eachMention(eg, (child, table, row) => {
    const at = fill[child]!;
    fill[child] = at + 1;
    tables[at] = table;
    rows[at] = row;
  });
  return { start, table: tables, row: rows };
}

function eachMention(eg: EGraph, visit: (child: Id, table: number, row: number) => void): void {
  for (const table of eg.usedTables) {
    for (const col of table.cols) {
      for (let row = 0; row < table.rows; row++) visit(col[row]!, table.index, row);
    }
  }
}
