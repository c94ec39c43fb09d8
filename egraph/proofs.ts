import type { BoundRule } from "./bound-rule.ts";
import type { EGraph, Id } from "./egraph.ts";
import type { Pattern } from "./pattern.ts";
import { NO_PAYLOAD } from "./payload.ts";
import type { Table } from "./table.ts";

/** Why two ids are equal: a rule's name as a number, or 0 for congruence. Edges are in the order of time. */
export interface Edge {
  readonly a: Id;
  readonly b: Id;
  readonly reason: number;
}

/** The node under which an id entered, with its children as they were named then. */
export interface Original {
  readonly table: Table;
  readonly payload: number;
  readonly children: readonly Id[];
}

/**
 * What `explain` needs, kept only if asked for: every id names one node over ids, hence one term, and every union is an
 * edge between two ids whose terms the reason itself relates. An instance of a rule is therefore entered as it reads,
 * even where the e-graph holds a congruent node, and tied to that by an edge of its own.
 */
export class Proofs {
  readonly originals: Original[] = [];
  readonly edges: Edge[] = [];
  /** Edges at each id. */
  readonly edgesAt: number[][] = [];
  readonly #eg: EGraph;
  readonly #idOf: Map<string, Id> = new Map();
  readonly #linked: Set<string> = new Set();
  /** Root of each id in the snapshot of the running step. */
  #snapshot: Id[] = [];

  constructor(eg: EGraph) {
    this.#eg = eg;
  }

  clear(): void {
    this.originals.length = 0;
    this.edges.length = 0;
    this.edgesAt.length = 0;
    this.#idOf.clear();
    this.#linked.clear();
    this.#snapshot = [];
  }

  enterStep(): void {
    const { sets } = this.#eg;
    sets.flatten();
    this.#snapshot = Array.from(sets.parent.subarray(0, sets.size));
  }

  /** The root of `id` that rows of the snapshot speak of. */
  snapshotRoot(id: Id): Id {
    return this.#snapshot[id] ?? id;
  }

  /** The id of exactly this node. */
  add(table: Table, payload: number, children: readonly Id[]): Id {
    const name = `${table.index} ${payload} ${children.join()}`;
    const known = this.#idOf.get(name);
    if (known !== undefined) return known;
    const eg = this.#eg;
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      table.key[i] = eg.rootOf(child);
    }
    table.reserve();
    const found = table.findKey(payload);
    let id: Id;
    if (found < 0) {
      const row = eg.append(table, ~found, payload);
      for (let i = 0; i < children.length; i++) table.cols[i]![row] = table.key[i]!;
      id = table.out[row]!;
      this.#enter(name, id, { table, payload, children: children.slice() });
      table.origins[row] = id;
      if (eg.stepping) this.#snapshot[id] = id;
      eg.made(table, row);
    } else {
      id = eg.sets.make();
      this.#enter(name, id, { table, payload, children: children.slice() });
      const out = table.out[found]!;
      if (eg.stepping) this.#snapshot[id] = out;
      eg.sets.join(eg.sets.find(out), id);
      this.#link(id, table.origins[found]!, 0);
    }
    return id;
  }

  #enter(name: string, id: Id, original: Original): void {
    this.originals[id] = original;
    this.edgesAt[id] = [];
    this.#idOf.set(name, id);
  }

  /** Records a reason: also one more for what is equal already, since it may make an explanation shorter. */
  union(a: Id, b: Id, reason: number): void {
    const name = `${a} ${b}`;
    if (a === b || this.#linked.has(name)) return;
    this.#linked.add(name);
    this.#link(a, b, reason);
  }

  #link(a: Id, b: Id, reason: number): void {
    const edge = this.edges.push({ a, b, reason }) - 1;
    this.edgesAt[a]!.push(edge);
    this.edgesAt[b]!.push(edge);
  }

  /** Applies a rule to the match in `registers`: both sides are entered as they read, then united. */
  apply(bound: BoundRule, registers: Int32Array): void {
    const { rewrite, plan } = bound.rule;
    const { rhs } = rewrite;
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
    if (pattern.kind === "var") return registers[variables.get(pattern.name)!]!;
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
