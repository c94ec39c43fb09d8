import { grownInt32 } from "./typed-arrays.ts";

const FIRST_ROWS = 16;
const K = 0x9e3779b1 | 0;

/**
 * All e-nodes of one operator with one number of children: a column per child, the payload, the e-class and the time of
 * the last change, and over them one open-addressing hash from (children, payload) to the row.
 * The hash is at most half full. Nothing is allocated before the first row.
 */
export class Table {
  readonly op: string;
  readonly arity: number;
  /** Place in the e-graph's list of tables. */
  readonly index: number;
  cols: Int32Array[] = [];
  payloads: Int32Array = EMPTY;
  out: Int32Array = EMPTY;
  stamps: Int32Array = EMPTY;
  /** The id under which each row entered; empty unless explanations are kept. */
  origins: Int32Array = EMPTY;
  rows = 0;
  /** Rows that the running step may see. Rows past it were appended by that step. */
  frozen = 0;
  /** The latest stamp of any row. */
  changed = -1;
  /**
   * Row + 1, or 0 where free. Only the first `mask + 1` entries are in use; what lies past them is garbage.
   * A row whose key changed is entered again and its old slot stays: looking up compares the row itself, so an old slot
   * never lies. Slots may also name rows that are gone, whose first child is -1.
   */
  slots: Int32Array = EMPTY;
  mask = 0;
  /** Slots that are not free. */
  filled = 0;
  /** Key of the generic lookup. */
  readonly key: Int32Array;

  /** First row of each class, and from row to next row of the same class (-1 ends): valid for `indexVersion`. */
  head: Int32Array = EMPTY;
  next: Int32Array = EMPTY;
  indexVersion = -1;
  readonly #keepsOrigins: boolean;

  constructor(op: string, arity: number, index: number, keepsOrigins: boolean) {
    this.op = op;
    this.arity = arity;
    this.index = index;
    this.key = new Int32Array(arity);
    this.#keepsOrigins = keepsOrigins;
  }

  /** Row of the key, or `~slot` of the free place where it belongs. */
  find0(p: number): number {
    const slots = this.slots;
    const mask = this.mask;
    let slot = finish(Math.imul(p, K)) & mask;
    for (let row = slots[slot]!; row !== 0; row = slots[slot]!) {
      if (this.payloads[row - 1] === p) return row - 1;
      slot = (slot + 1) & mask;
    }
    return ~slot;
  }

  find1(a: number, p: number): number {
    const slots = this.slots;
    const mask = this.mask;
    const c0 = this.cols[0]!;
    let slot = finish(Math.imul(Math.imul(p, K) ^ a, K)) & mask;
    for (let row = slots[slot]!; row !== 0; row = slots[slot]!) {
      if (c0[row - 1] === a && this.payloads[row - 1] === p) return row - 1;
      slot = (slot + 1) & mask;
    }
    return ~slot;
  }

  find2(a: number, b: number, p: number): number {
    const slots = this.slots;
    const mask = this.mask;
    const c0 = this.cols[0]!;
    const c1 = this.cols[1]!;
    let slot = finish(Math.imul(Math.imul(Math.imul(p, K) ^ a, K) ^ b, K)) & mask;
    for (let row = slots[slot]!; row !== 0; row = slots[slot]!) {
      if (c0[row - 1] === a && c1[row - 1] === b && this.payloads[row - 1] === p) return row - 1;
      slot = (slot + 1) & mask;
    }
    return ~slot;
  }

  /** As the others, for the children in `key`. */
  findKey(p: number): number {
    const { slots, mask, key, cols, arity } = this;
    let h = Math.imul(p, K);
    for (let i = 0; i < arity; i++) h = Math.imul(h ^ key[i]!, K);
    let slot = finish(h) & mask;
    probe: for (let row = slots[slot]!; row !== 0; row = slots[slot]!) {
      const at = slot;
      slot = (at + 1) & mask;
      if (this.payloads[row - 1] !== p) continue;
      for (let i = 0; i < arity; i++) if (cols[i]![row - 1] !== key[i]) continue probe;
      return row - 1;
    }
    return ~slot;
  }

  /** Makes room for one more row. Call before a lookup whose free slot is to be filled. */
  reserve(): void {
    const need = this.rows + 1;
    if (need > this.out.length) {
      const size = Math.max(FIRST_ROWS, this.out.length * 2);
      if (this.cols.length < this.arity) for (let i = 0; i < this.arity; i++) this.cols.push(EMPTY);
      for (let i = 0; i < this.arity; i++) this.cols[i] = grownInt32(this.cols[i]!, size);
      this.payloads = grownInt32(this.payloads, size);
      this.out = grownInt32(this.out, size);
      this.stamps = grownInt32(this.stamps, size);
      if (this.#keepsOrigins) this.origins = grownInt32(this.origins, size);
    }
    this.reserveSlot();
  }

  /** A row in the free slot that a lookup gave, with its payload; the rest is the caller's to fill in. */
  insert(slot: number, payload: number): number {
    const row = this.rows++;
    this.slots[slot] = row + 1;
    this.filled++;
    this.payloads[row] = payload;
    return row;
  }

  /** Makes room for one more slot. */
  reserveSlot(): void {
    if ((this.filled + 1) * 2 > this.mask + 1) this.rehash();
  }

  /** Enters all rows into a fresh hash, at most a quarter full. */
  rehash(): void {
    let size = FIRST_ROWS * 2;
    while (size < (this.rows + 1) * 4) size *= 2;
    this.resetSlots(size);
    this.filled = this.rows;
    const { slots, mask } = this;
    for (let row = 0; row < this.rows; row++) {
      let slot = this.hashOfRow(row) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
  }

  /** Empties the hash and gives it `size` slots. */
  resetSlots(size: number): void {
    if (size > this.slots.length) this.slots = new Int32Array(size);
    else this.slots.fill(0, 0, size);
    this.mask = size - 1;
    this.filled = 0;
  }

  hashOfRow(row: number): number {
    const { cols, arity } = this;
    let h = Math.imul(this.payloads[row]!, K);
    if (arity > 0) h = Math.imul(h ^ cols[0]![row]!, K);
    if (arity > 1) h = Math.imul(h ^ cols[1]![row]!, K);
    for (let i = 2; i < arity; i++) h = Math.imul(h ^ cols[i]![row]!, K);
    return finish(h);
  }

  /**
   * Another row with the same key as this one, whose key has changed; or -1, and then this one is entered.
   * Call `reserveSlot` before the change: a rehash takes all keys to be different.
   */
  enterOrFind(row: number): number {
    const { slots, mask, cols, arity, payloads } = this;
    const p = payloads[row]!;
    const c0 = cols[0]!;
    const a = c0[row]!;
    let slot = this.hashOfRow(row) & mask;
    // An old slot of this row may lie before that of its equal.
    let entered = false;
    probe: for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      slot = (slot + 1) & mask;
      const other = entry - 1;
      if (other === row) {
        entered = true;
        continue;
      }
      if (c0[other] !== a || payloads[other] !== p) continue;
      for (let i = 1; i < arity; i++) {
        const col = cols[i]!;
        if (col[other] !== col[row]) continue probe;
      }
      return other;
    }
    if (!entered) {
      slots[slot] = row + 1;
      this.filled++;
    }
    return -1;
  }

  /** Drops a row. The last row takes its place. */
  remove(row: number): void {
    const last = --this.rows;
    const { cols, arity, payloads, out, stamps, slots, mask } = this;
    if (row !== last) {
      let slot = this.hashOfRow(last) & mask;
      while (slots[slot] !== last + 1) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
      for (let i = 0; i < arity; i++) {
        const col = cols[i]!;
        col[row] = col[last]!;
      }
      payloads[row] = payloads[last]!;
      out[row] = out[last]!;
      stamps[row] = stamps[last]!;
      if (this.#keepsOrigins) this.origins[row] = this.origins[last]!;
    }
    cols[0]![last] = -1;
  }

  /** Lists the frozen rows by e-class. `classes` is a bound on e-class ids, `version` names the state of the e-graph. */
  indexByClass(classes: number, version: number): void {
    if (this.indexVersion === version) return;
    this.indexVersion = version;
    if (this.head.length < classes) this.head = new Int32Array(Math.max(classes, this.head.length * 2));
    if (this.next.length < this.frozen) this.next = new Int32Array(this.out.length);
    const { head, next, out } = this;
    head.fill(-1, 0, classes);
    for (let row = this.frozen - 1; row >= 0; row--) {
      const id = out[row]!;
      next[row] = head[id]!;
      head[id] = row;
    }
  }

  /** Cost: a constant. The arrays stay; the hash starts small again, so that filling it costs what is put in. */
  clear(): void {
    this.rows = 0;
    this.frozen = 0;
    this.changed = -1;
    this.indexVersion = -1;
    if (this.slots.length > 0) this.resetSlots(FIRST_ROWS * 2);
  }
}

const EMPTY: Int32Array = new Int32Array(0);

function finish(h: number): number {
  return h ^ (h >>> 15);
}
