import { type ClassIndex, indexClasses } from "./class-index.ts";
import { conflictIn } from "./conflict-rules.ts";
import { type SerializedEGraph, serialize, toDot } from "./dump.ts";
import { type Explanation, explain } from "./explain.ts";
import { type Analysis, Facts } from "./facts.ts";
import { NO_PAYLOAD, type Payload, Payloads } from "./payload.ts";
import { Proofs } from "./proofs.ts";
import { Reasons } from "./reasons.ts";
import { rebuild } from "./rebuild.ts";
import type { Ruleset } from "./rule.ts";
import { type Limits, type RunReport, run, type Schedule } from "./run.ts";
import { substitute } from "./substitute.ts";
import { Table } from "./table.ts";
import type { Term } from "./term.ts";
import { grownInt32 } from "./typed-arrays.ts";
import { UnionFind } from "./union-find.ts";

/** An e-class: the number under which some term first entered. Any member of a class names it; `find` gives its root. */
export type Id = number;

/** An e-node: an operator over e-classes. */
export interface Node {
  readonly op: string;
  readonly payload: Payload;
  readonly children: readonly Id[];
}

export interface EGraphOptions {
  readonly analysis?: Analysis;
  /** Record why classes were united, for `explain`. Costs a multiple of the time; off by default. */
  readonly explanations?: boolean;
}

const BYTES_PER_CLASS = 4;
const KEPT_PAYLOADS = 4096;

/**
 * Many terms, and which of them are equal, in shared form. Nodes live in one table per operator and arity; after
 * `union` the tables are stale until `rebuild`, which `run` calls after every step.
 *
 * While a step of `run` searches and inserts, conditions and appliers see the snapshot that the step started with:
 * `nodes` and `fact` speak of it, and what the step itself adds or unites shows after it.
 */
export class EGraph {
  readonly analysis: Analysis | undefined;
  readonly facts: Facts | undefined;
  readonly payloads: Payloads = new Payloads();
  readonly proofs: Proofs | undefined;
  readonly sets: UnionFind = new UnionFind();
  readonly tables: Table[] = [];
  /** Changes whenever rows or roots may have. */
  version = 0;
  /** Time of the running step; rows carry the time of their last change. */
  clock = 0;
  /** True while a step searches: ids from tables are roots of the snapshot. */
  stepping = false;
  /** New rows that a limit still admits; below zero the running step stops. */
  room: number = Number.POSITIVE_INFINITY;
  byteLimit: number = Number.POSITIVE_INFINITY;
  bytes = 0;
  rows = 0;
  /** Counts new rows and effective unions. */
  changes = 0;
  /** Effective unions, three numbers each: kept root, gone root, reason. */
  log: Int32Array = new Int32Array(64);
  logged = 0;
  /** Unions of the log before this one are in the tables already. */
  settled = 0;
  /** The same for the facts. */
  factsSettled = 0;
  /** Classes with new facts, whose parents must be looked at again. */
  readonly dirty: Id[] = [];
  /** Classes that `modify` has to see. */
  readonly fresh: Id[] = [];
  /** Per class, the time of its last change of nodes or facts. Kept only for rules with conditions that are local. */
  touched: Int32Array = new Int32Array(64);
  readonly reasons: Reasons = new Reasons();
  readonly #tablesOf: Map<string, (Table | undefined)[]> = new Map();
  readonly #used: Table[] = [];
  readonly #classBytes: number;
  readonly #set: (column: string, value: number) => void;
  #making: Id = 0;
  #news = false;
  #index: ClassIndex | undefined;
  #indexVersion = -1;

  constructor(options: EGraphOptions = {}) {
    this.analysis = options.analysis;
    this.proofs = options.explanations === true ? new Proofs(this) : undefined;
    this.facts = options.analysis === undefined ? undefined : new Facts(options.analysis.columns);
    this.#classBytes = BYTES_PER_CLASS + (this.facts?.bytesPerClass ?? 0);
    this.#set = (column, value) => {
      const facts = this.facts!;
      if (facts.refine(facts.column(column), this.#making, value)) this.#news = true;
    };
  }

  /** E-nodes; exact after `rebuild`. */
  get nodeCount(): number {
    return this.rows;
  }

  /** E-classes. */
  get classCount(): number {
    return this.sets.size - this.sets.merges;
  }

  /** The root of the class that `id` belongs to. During a step: in the snapshot. */
  find(id: Id): Id {
    return this.rootOf(id);
  }

  /** Are two classes one? During a step: in the snapshot. */
  equal(a: Id, b: Id): boolean {
    return this.rootOf(a) === this.rootOf(b);
  }

  /**
   * The class of the node `op#payload(children)`, which is added if it is new. Where explanations are kept, the result
   * names the node itself, with its children as they are named here.
   */
  add(op: string, children: readonly Id[], payload?: Payload): Id {
    const table = this.table(op, children.length);
    if (this.proofs !== undefined) {
      if (!this.stepping) this.version++;
      return this.proofs.add(table, this.payloads.intern(payload), children);
    }
    const key = table.key;
    for (let i = 0; i < children.length; i++) key[i] = this.stepping ? children[i]! : this.sets.find(children[i]!);
    if (!this.stepping) this.version++;
    return this.put(table, payload === undefined ? NO_PAYLOAD : this.payloads.intern(payload));
  }

  /** The class of a whole term. Shared subterms (the same object) are added once. */
  addTerm(term: Term): Id {
    return this.#addTerm(term, new Map());
  }

  #addTerm(term: Term, seen: Map<Term, Id>): Id {
    const known = seen.get(term);
    if (known !== undefined) return known;
    const children = term.args.map((arg) => this.#addTerm(arg, seen));
    const id = this.add(term.op, children, term.payload);
    seen.set(term, id);
    return id;
  }

  /** The root of the class that holds a term, if there is one. Adds nothing. Use it rebuilt. */
  lookup(term: Term): Id | undefined {
    return this.#lookup(term, new Map());
  }

  #lookup(term: Term, seen: Map<Term, Id | undefined>): Id | undefined {
    if (seen.has(term)) return seen.get(term);
    const children = term.args.map((arg) => this.#lookup(arg, seen));
    const table = this.table(term.op, term.args.length);
    let found: Id | undefined;
    if (table.rows > 0 && !children.includes(undefined)) {
      children.forEach((child, i) => {
        table.key[i] = child!;
      });
      const row = table.findKey(this.payloads.intern(term.payload));
      if (row >= 0) found = this.find(table.out[row]!);
    }
    seen.set(term, found);
    return found;
  }

  /**
   * Why two terms are equal, as rewrites of whole terms that anyone can replay.
   * @throws Error if the e-graph keeps no explanations, or does not hold that they are equal
   */
  explain(a: Term, b: Term): Explanation {
    return explain(this, a, b);
  }

  /** States that `a` and `b` are equal, because of `reason` (a rule's name). True if that was news. */
  union(a: Id, b: Id, reason: string): boolean {
    return this.unite(a, b, this.reasons.number(reason));
  }

  /** Restores congruence and propagates facts. @throws Conflict where facts contradict each other. */
  rebuild(): void {
    rebuild(this);
  }

  /**
   * Applies all rules in steps, each against one snapshot, until nothing changes or a limit is passed.
   * The e-graph is rebuilt at the end in every case. @throws Conflict, and whatever a condition or applier throws
   */
  run(ruleset: Ruleset, limits: Limits, schedule?: Schedule): RunReport {
    return run(this, ruleset, limits, schedule);
  }

  /** What is known of the class. During a step: of the snapshot. @throws Error if there is no such column. */
  fact(column: string, id: Id): number {
    const facts = this.#factsWith(column);
    return facts.get(facts.column(column), this.rootOf(id));
  }

  #factsWith(column: string): Facts {
    if (this.facts === undefined) throw new Error(`no fact column "${column}": this e-graph has no analysis`);
    return this.facts;
  }

  /** Adds a fact from outside: merged with what is known, and propagated by the next `rebuild`. @throws Conflict */
  setFact(column: string, id: Id, value: number): void {
    const facts = this.#factsWith(column);
    const root = this.sets.find(id);
    const place = facts.column(column);
    try {
      if (facts.refine(place, root, value)) this.touch(root);
    } catch (cause) {
      throw conflictIn(this, root, cause);
    }
  }

  /** The e-nodes of a class, in the order of their tables. */
  *nodes(id: Id): Iterable<Node> {
    const index = this.classIndex();
    const root = this.rootOf(id);
    if (root >= index.classes) return;
    for (let i = index.start[root]!; i < index.start[root + 1]!; i++) {
      yield this.node(this.tables[index.table[i]!]!, index.row[i]!);
    }
  }

  /** The roots of all classes, ascending. */
  *classes(): Iterable<Id> {
    for (let id = 0; id < this.sets.size; id++) if (this.sets.parent[id] === id) yield id;
  }

  payload(internedId: number): Payload {
    return this.payloads.value(internedId);
  }

  /** The number of a payload in this e-graph, until `clear`. */
  intern(value: Payload): number {
    return this.payloads.intern(value);
  }

  /**
   * The class of the smallest term of `root` in which every class that is a key of `map` is its value. Classes for which
   * `depends` is false stay as they are and are not entered. Use it rebuilt, or from an applier.
   */
  substitute(root: Id, map: ReadonlyMap<Id, Id>, depends: (eg: EGraph, id: Id) => boolean): Id {
    return substitute(this, root, map, depends);
  }

  /** Graphviz source: a box for each class, an edge to the class of each child. */
  toDot(): string {
    return toDot(this);
  }

  /** The e-graph in the format of `egraph-serialize`; `JSON.stringify(eg)` writes it. */
  toJSON(): SerializedEGraph {
    return serialize(this);
  }

  /** Empties the e-graph; memory and compiled rules stay. Costs what was used. */
  clear(): void {
    for (const table of this.#used) table.clear();
    this.#used.length = 0;
    this.sets.clear();
    this.payloads.trim(KEPT_PAYLOADS);
    this.version++;
    this.clock = 0;
    this.rows = 0;
    this.bytes = 0;
    this.logged = 0;
    this.settled = 0;
    this.factsSettled = 0;
    this.dirty.length = 0;
    this.fresh.length = 0;
    this.#index = undefined;
    this.#indexVersion = -1;
    this.changes = 0;
    this.proofs?.clear();
  }

  // --- for the engine itself ---

  /** The root by which tables and facts speak of `id`: during a step, that of the snapshot. */
  rootOf(id: Id): Id {
    if (!this.stepping) return this.sets.find(id);
    return this.proofs === undefined ? id : this.proofs.snapshotRoot(id);
  }

  table(op: string, arity: number): Table {
    let tables = this.#tablesOf.get(op);
    if (tables === undefined) {
      tables = [];
      this.#tablesOf.set(op, tables);
    }
    let table = tables[arity];
    if (table === undefined) {
      table = new Table(op, arity, this.tables.length, this.proofs !== undefined);
      tables[arity] = table;
      this.tables.push(table);
    }
    return table;
  }

  /** Tables with rows, in the order in which they got their first. */
  get usedTables(): readonly Table[] {
    return this.#used;
  }

  node(table: Table, row: number): Node {
    const children: Id[] = [];
    for (let i = 0; i < table.arity; i++) children.push(table.cols[i]![row]!);
    return { op: table.op, payload: this.payloads.value(table.payloads[row]!), children };
  }

  /** Class of the node with payload number `p` and the children in `table.key`. */
  put(table: Table, p: number): Id {
    table.reserve();
    const found = table.findKey(p);
    if (found >= 0) return table.out[found]!;
    const row = this.append(table, ~found, p);
    for (let i = 0; i < table.arity; i++) table.cols[i]![row] = table.key[i]!;
    return this.made(table, row);
  }

  put0(table: Table, p: number): Id {
    table.reserve();
    const found = table.find0(p);
    if (found >= 0) return table.out[found]!;
    return this.made(table, this.append(table, ~found, p));
  }

  put1(table: Table, a: Id, p: number): Id {
    table.reserve();
    const found = table.find1(a, p);
    if (found >= 0) return table.out[found]!;
    const row = this.append(table, ~found, p);
    table.cols[0]![row] = a;
    return this.made(table, row);
  }

  put2(table: Table, a: Id, b: Id, p: number): Id {
    table.reserve();
    const found = table.find2(a, b, p);
    if (found >= 0) return table.out[found]!;
    const row = this.append(table, ~found, p);
    table.cols[0]![row] = a;
    table.cols[1]![row] = b;
    return this.made(table, row);
  }

  /** A row without children yet, in the free hash slot `slot`, with a class of its own. */
  append(table: Table, slot: number, p: number): number {
    const row = table.insert(slot, p);
    if (row === 0) this.#used.push(table);
    const id = this.sets.make();
    table.out[row] = id;
    table.stamps[row] = this.clock;
    table.changed = this.clock;
    if (id >= this.touched.length) this.touched = grownInt32(this.touched, id + 1);
    this.touched[id] = this.clock;
    this.rows++;
    this.changes++;
    this.bytes += bytesPerRow(table) + this.#classBytes;
    if (this.bytes > this.byteLimit) this.room = -1;
    else this.room--;
    return row;
  }

  /** Takes out a row that equals another. The last row of the table takes its place. */
  dropRow(table: Table, row: number): void {
    table.remove(row);
    this.rows--;
    this.bytes -= bytesPerRow(table);
  }

  /** Facts of a row just appended. Returns its class. */
  made(table: Table, row: number): Id {
    const id = table.out[row]!;
    if (this.facts !== undefined) {
      this.facts.start(id);
      this.makeFacts(table, row, id);
      if (this.analysis!.modify !== undefined) this.fresh.push(id);
    }
    return id;
  }

  /** Merges what the analysis says of a row into class `id`; true if that was news. @throws Conflict */
  makeFacts(table: Table, row: number, id: Id): boolean {
    this.#making = id;
    this.#news = false;
    try {
      this.analysis!.make(this, this.node(table, row), this.#set);
    } catch (cause) {
      throw conflictIn(this, id, cause);
    }
    return this.#news;
  }

  /** Notes that more is known about a root. */
  touch(root: Id): void {
    this.touched[root] = this.clock;
    this.dirty.push(root);
    if (this.analysis?.modify !== undefined) this.fresh.push(root);
  }

  /** As `union`, for a reason's number. */
  unite(a: Id, b: Id, reason: number): boolean {
    if (this.proofs !== undefined) this.proofs.union(a, b, reason);
    return this.join(a, b, reason);
  }

  /** Unites the classes of two rows with equal keys. */
  uniteRows(table: Table, a: number, b: number): void {
    if (this.proofs !== undefined) this.proofs.union(table.origins[a]!, table.origins[b]!, 0);
    this.join(table.out[a]!, table.out[b]!, 0);
  }

  private join(a: Id, b: Id, reason: number): boolean {
    const x = this.sets.find(a);
    const y = this.sets.find(b);
    if (x === y) return false;
    this.sets.join(x, y);
    this.changes++;
    const at = this.logged * 3;
    if (at + 3 > this.log.length) this.log = grownInt32(this.log, at + 3);
    const kept = Math.min(x, y);
    this.log[at] = kept;
    this.log[at + 1] = Math.max(x, y);
    this.log[at + 2] = reason;
    this.logged++;
    this.touched[kept] = this.clock;
    if (!this.stepping) this.version++;
    return true;
  }

  /** The rows of each class: of the snapshot during a step, of everything otherwise. */
  classIndex(): ClassIndex {
    if (this.#index === undefined || this.#indexVersion !== this.version) {
      this.#index = indexClasses(this);
      this.#indexVersion = this.version;
    }
    return this.#index;
  }
}

/** Children, payload, class and stamp, and two slots of the hash. */
function bytesPerRow(table: Table): number {
  return (table.arity + 5) * 4;
}
