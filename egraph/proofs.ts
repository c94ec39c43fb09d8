import type { BoundRule } from "./bound-rule.ts";
import type { EGraph, Id } from "./egraph.ts";
import type { Pattern } from "./pattern.ts";
import { NO_PAYLOAD } from "./payload.ts";
import { Table } from "./table.ts";
import { grownInt32 } from "./typed-arrays.ts";

/** The node under which an id entered, with its children as they were named then. */
export interface Original {
  readonly op: string;
  readonly payload: number;
  readonly children: readonly Id[];
}

const NONE = -1;

/**
 * What `explain` needs, kept only if asked for: every id names one node over ids, hence one term, and every union is an
 * edge between two ids whose terms the reason itself relates. An instance of a rule is therefore entered as it reads,
 * even where the e-graph holds a congruent node, and tied to that by an edge of its own. Edges are numbered in the order
 * of time.
 */
export class Proofs {
  readonly #eg: EGraph;
  /** By the number of the e-graph's table: all nodes as they read; `out` is the id. */
  readonly #originals: Table[] = [];
  /** Per id: where it is in `#originals`, table and row. */
  #places: Int32Array = new Int32Array(128);
  /** The two ids, and as payload the reason. */
  #edges: Table = new Table("", 2, 0, false);
  /** Per id the latest edge, and per end of an edge the next older one of that id. */
  #latest: Int32Array = new Int32Array(64);
  #older: Int32Array = new Int32Array(128);
  /** Root of each id in the snapshot of the running step. */
  #snapshot: Int32Array = new Int32Array(64);
  /** What the running applier took a class as that it looked into. */
  readonly #read = new Map<Id, Id>();

  constructor(eg: EGraph) {
    this.#eg = eg;
  }

  clear(): void {
    for (const table of this.#originals) table?.clear();
    this.#edges.clear();
  }

  enterStep(): void {
    const { sets } = this.#eg;
    sets.flatten();
    this.#snapshot = sets.parent.slice(0, Math.max(64, sets.size));
  }

  /** The root of `id` that rows of the snapshot speak of. */
  snapshotRoot(id: Id): Id {
    return this.#snapshot[id]!;
  }

  original(id: Id): Original {
    const table = this.#originals[this.#places[id * 2]!]!;
    const row = this.#places[id * 2 + 1]!;
    return { op: table.op, payload: table.payloads[row]!, children: table.cols.map((col) => col[row]!) };
  }

  /** The edges at an id, oldest first, each with the id at its other end. */
  edgesAt(id: Id): readonly { readonly edge: number; readonly to: Id }[] {
    const [a, b] = this.#edges.cols;
    const list: { edge: number; to: Id }[] = [];
    for (let edge = this.#latest[id]!; edge !== NONE; ) {
      const isStart = a![edge] === id;
      list.push({ edge, to: isStart ? b![edge]! : a![edge]! });
      edge = this.#older[edge * 2 + (isStart ? 0 : 1)]!;
    }
    return list.reverse();
  }

  /** Where an edge starts, and its reason: 0 for congruence. */
  edge(edge: number): { readonly from: Id; readonly reason: number } {
    return { from: this.#edges.cols[0]![edge]!, reason: this.#edges.payloads[edge]! };
  }

  /** The id of exactly this node. */
  add(table: Table, payload: number, children: readonly Id[]): Id {
    const eg = this.#eg;
    const originals = this.#originalsOf(table);
    for (let i = 0; i < children.length; i++) originals.key[i] = children[i]!;
    originals.reserve();
    const known = originals.findKey(payload);
    if (known >= 0) return originals.out[known]!;
    const place = originals.insert(~known, payload);
    for (let i = 0; i < children.length; i++) {
      originals.cols[i]![place] = children[i]!;
      table.key[i] = eg.rootOf(children[i]!);
    }
    table.reserve();
    const found = table.findKey(payload);
    let id: Id;
    if (found < 0) {
      const row = eg.append(table, ~found, payload);
      for (let i = 0; i < children.length; i++) table.cols[i]![row] = table.key[i]!;
      id = table.out[row]!;
      table.origins[row] = id;
      this.#enter(id, id, table.index, originals, place);
      eg.made(table, row);
    } else {
      id = eg.sets.make();
      const out = table.out[found]!;
      this.#enter(id, out, table.index, originals, place);
      eg.sets.join(eg.sets.find(out), id);
      this.union(id, table.origins[found]!, 0);
    }
    return id;
  }

  #originalsOf(table: Table): Table {
    let originals = this.#originals[table.index];
    if (originals === undefined) {
      originals = new Table(table.op, table.arity, table.index, false);
      this.#originals[table.index] = originals;
    }
    return originals;
  }

  #enter(id: Id, snapshotRoot: Id, table: number, originals: Table, place: number): void {
    originals.out[place] = id;
    this.#places = grownInt32(this.#places, id * 2 + 2);
    this.#places[id * 2] = table;
    this.#places[id * 2 + 1] = place;
    this.#latest = grownInt32(this.#latest, id + 1);
    this.#latest[id] = NONE;
    this.#snapshot = grownInt32(this.#snapshot, id + 1);
    this.#snapshot[id] = snapshotRoot;
  }

  /** Records a reason: also one more for what is equal already, since it may make an explanation shorter. */
  union(a: Id, b: Id, reason: number): void {
    if (a === b) return;
    const edges = this.#edges;
    edges.reserve();
    const known = edges.find2(a, b, reason);
    if (known >= 0) return;
    const edge = edges.insert(~known, reason);
    edges.cols[0]![edge] = a;
    edges.cols[1]![edge] = b;
    this.#older = grownInt32(this.#older, edge * 2 + 2);
    this.#older[edge * 2] = this.#latest[a]!;
    this.#older[edge * 2 + 1] = this.#latest[b]!;
    this.#latest[a] = edge;
    this.#latest[b] = edge;
  }

  /** An applier says that it took `id` for the term of `term`, an id of the same class: so the left side will read. */
  readAs(id: Id, term: Id): void {
    this.#read.set(id, term);
  }

  /** Applies a rule to the match in `registers`: both sides are entered as they read, then united. */
  apply(bound: BoundRule, registers: Int32Array): void {
    const { rewrite, plan } = bound.rule;
    const { rhs } = rewrite;
    this.#read.clear();
    const right =
      "kind" in rhs
        ? this.#instance(rhs, plan.variables, registers)
        : rhs.apply(
            this.#eg,
            registers[0]!,
            rhs.vars.map((name) => registers[plan.variables.get(name)!]!),
          );
    if (right === undefined) return;
    bound.unite(this.#eg, this.#instance(rewrite.lhs, plan.variables, registers), right);
  }

  #instance(pattern: Pattern, variables: ReadonlyMap<string, number>, registers: Int32Array): Id {
    if (pattern.kind === "var") {
      const id = registers[variables.get(pattern.name)!]!;
      return this.#read.get(id) ?? id;
    }
    const children = pattern.args.map((arg) => this.#instance(arg, variables, registers));
    const { payload } = pattern;
    const p =
      payload === undefined
        ? NO_PAYLOAD
        : "var" in payload
          ? registers[variables.get(payload.var)!]!
          : this.#eg.intern(payload.const);
    return this.add(this.#eg.table(pattern.op, children.length), p, children);
  }
}
