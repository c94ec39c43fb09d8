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

function scan(eg: EGraph): void {
  eg.sets.flatten();
  for (const table of eg.usedTables) {
    if (canonicalise(eg, table)) compact(eg, table);
    table.frozen = table.rows;
  }
}

/** Replaces ids by roots; true if a child changed, so that keys must be hashed again. */
function canonicalise(eg: EGraph, table: Table): boolean {
  const { parent } = eg.sets;
  const { out, stamps, rows, arity } = table;
  let rehash = false;
  let changed = false;
  for (let i = 0; i < arity; i++) {
    const col = table.cols[i]!;
    for (let row = 0; row < rows; row++) {
      const id = col[row]!;
      const root = parent[id]!;
      if (root !== id) {
        col[row] = root;
        stamps[row] = eg.clock;
        rehash = true;
      }
    }
  }
  for (let row = 0; row < rows; row++) {
    const id = out[row]!;
    const root = parent[id]!;
    if (root !== id) {
      out[row] = root;
      stamps[row] = eg.clock;
      changed = true;
    }
  }
  if (rehash || changed) table.changed = eg.clock;
  return rehash;
}

/** Hashes all rows anew, dropping those that an earlier row equals; their classes are united. */
function compact(eg: EGraph, table: Table): void {
  const { cols, payloads, out, stamps, rows, arity } = table;
  table.resizeSlots(table.mask + 1);
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    if (kept !== row) {
      for (let i = 0; i < arity; i++) {
        const col = cols[i]!;
        col[kept] = col[row]!;
      }
      payloads[kept] = payloads[row]!;
      out[kept] = out[row]!;
      stamps[kept] = stamps[row]!;
    }
    const twin = table.placeOrFind(kept);
    if (twin < 0) kept++;
    else eg.unite(out[twin]!, out[kept]!, 0);
  }
  table.rows = kept;
  eg.rows -= rows - kept;
  eg.bytes -= (rows - kept) * (arity + 5) * 4;
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
