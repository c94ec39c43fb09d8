import type { EGraph } from "./egraph.ts";

/** The rows that mention each id: those of `id` are `table[i]`, `row[i]` for `i` from `start[id]` up to `start[id + 1]`. */
export interface MentionIndex {
  readonly start: Int32Array;
  readonly table: Int32Array;
  readonly row: Int32Array;
}

/** Lists the rows by the ids of their children, and of their own class if `classes`: once per mention. */
export function indexMentions(eg: EGraph, classes: boolean): MentionIndex {
  const ids = eg.sets.size;
  const start = new Int32Array(ids + 1);
  let total = 0;
  for (const table of eg.usedTables) {
    const columns = classes ? [...table.cols, table.out] : table.cols;
    for (const column of columns) {
      for (let row = 0; row < table.rows; row++) {
        const id = column[row]!;
        start[id + 1] = start[id + 1]! + 1;
      }
    }
    total += columns.length * table.rows;
  }
  for (let id = 0; id < ids; id++) start[id + 1] = start[id + 1]! + start[id]!;
  const fill = start.slice();
  const tables = new Int32Array(total);
  const rows = new Int32Array(total);
  for (const table of eg.usedTables) {
    const columns = classes ? [...table.cols, table.out] : table.cols;
    for (const column of columns) {
      for (let row = 0; row < table.rows; row++) {
        const id = column[row]!;
        const at = fill[id]!;
        fill[id] = at + 1;
        tables[at] = table.index;
        rows[at] = row;
      }
    }
  }
  return { start, table: tables, row: rows };
}
