import type { EGraph } from "./egraph.ts";

/** The rows of all classes: those of root `id` are `table[i]`, `row[i]` for `i` from `start[id]` up to `start[id + 1]`. */
export interface ClassIndex {
  /** Ids below this number are covered. */
  readonly classes: number;
  readonly start: Int32Array;
  readonly table: Int32Array;
  readonly row: Int32Array;
}

/** Lists the rows by class, in the order of tables and rows. During a step only the frozen rows. */
export function indexClasses(eg: EGraph): ClassIndex {
  const { sets, stepping } = eg;
  const classes = sets.size;
  const start = new Int32Array(classes + 1);
  let total = 0;
  for (const table of eg.usedTables) {
    const rows = stepping ? table.frozen : table.rows;
    for (let row = 0; row < rows; row++) {
      const id = stepping ? table.out[row]! : sets.find(table.out[row]!);
      start[id + 1] = start[id + 1]! + 1;
    }
    total += rows;
  }
  for (let id = 0; id < classes; id++) start[id + 1] = start[id + 1]! + start[id]!;
  const fill = start.slice();
  const tables = new Int32Array(total);
  const rowOf = new Int32Array(total);
  for (const table of eg.usedTables) {
    const rows = stepping ? table.frozen : table.rows;
    for (let row = 0; row < rows; row++) {
      const id = stepping ? table.out[row]! : sets.find(table.out[row]!);
      const at = fill[id]!;
      fill[id] = at + 1;
      tables[at] = table.index;
      rowOf[at] = row;
    }
  }
  return { classes, start, table: tables, row: rowOf };
}
