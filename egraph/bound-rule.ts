import type { EGraph, Id } from "./egraph.ts";
import type { CompiledRule } from "./rule.ts";
import type { Table } from "./table.ts";

/**
 * Searches the snapshot and applies the right side to every match at once.
 * Returns the number of matches, or `-1 - matches` if there are more than `budget`. Stops when `eg.room` falls below 0.
 */
export type Search = (budget: number) => number;

/** A rule with the tables of one e-graph. */
export class BoundRule {
  readonly rule: CompiledRule;
  readonly reason: number;
  readonly joinTables: readonly Table[];
  readonly joinPayloads: Int32Array;
  readonly groundTables: readonly Table[];
  readonly groundPayloads: Int32Array;
  /** Classes of the ground subterms of the left side, as of the running search. */
  readonly groundClasses: Int32Array;
  readonly buildTables: readonly Table[];
  readonly buildPayloads: Int32Array;
  /** Matches whose rows are all older than this were applied before. */
  since = 0;
  /** Unions that had an effect, in this run. */
  applied = 0;
  #epoch = -1;

  constructor(eg: EGraph, rule: CompiledRule) {
    const { plan } = rule;
    this.rule = rule;
    this.reason = eg.reasons.number(plan.name);
    this.joinTables = plan.joins.map((join) => eg.table(join.op, join.children.length));
    this.joinPayloads = new Int32Array(plan.joins.length);
    this.groundTables = plan.grounds.map((ground) => eg.table(ground.op, ground.args.length));
    this.groundPayloads = new Int32Array(plan.grounds.length);
    this.groundClasses = new Int32Array(plan.grounds.length);
    const nodes = plan.rhs.kind === "build" ? plan.rhs.nodes : [];
    this.buildTables = nodes.map((node) => eg.table(node.op, node.args.length));
    this.buildPayloads = new Int32Array(nodes.length);
  }

  /**
   * Readies a search for matches newer than `lastRun`. False if there can be none:
   * a table is empty, a ground subterm is absent, or nothing is new.
   */
  prepare(eg: EGraph, lastRun: number): boolean {
    const { joinTables } = this;
    let changed = !this.rule.plan.incremental || this.rule.plan.watched.length > 0;
    for (let i = 0; i < joinTables.length; i++) {
      const table = joinTables[i]!;
      if (table.frozen === 0) return false;
      if (table.changed >= lastRun) changed = true;
    }
    this.#resolve(eg);
    this.since = lastRun;
    if (this.groundTables.length > 0) {
      const newest = this.#lookUpGrounds();
      if (newest === ABSENT) return false;
      // A ground subterm that moved to another class makes every match new.
      if (newest >= lastRun) {
        this.since = 0;
        changed = true;
      }
    }
    if (!changed) return false;
    for (let i = 1; i < joinTables.length; i++) joinTables[i]!.indexByClass(eg.sets.size, eg.version);
    return true;
  }

  #resolve(eg: EGraph): void {
    if (this.#epoch === eg.payloads.epoch) return;
    this.#epoch = eg.payloads.epoch;
    const { joins, grounds, rhs } = this.rule.plan;
    joins.forEach((join, i) => {
      if (join.payload.kind === "const") this.joinPayloads[i] = eg.payloads.intern(join.payload.value);
    });
    grounds.forEach((ground, i) => {
      this.groundPayloads[i] = eg.payloads.intern(ground.payload);
    });
    if (rhs.kind === "apply") return;
    rhs.nodes.forEach((node, i) => {
      if (node.payload.kind === "const") this.buildPayloads[i] = eg.payloads.intern(node.payload.value);
    });
  }

  /** Finds the classes of the ground subterms in the snapshot; the latest stamp of their rows, or ABSENT. */
  #lookUpGrounds(): number {
    const { grounds } = this.rule.plan;
    let newest = 0;
    for (let i = 0; i < grounds.length; i++) {
      const table = this.groundTables[i]!;
      if (table.frozen === 0) return ABSENT;
      const { args } = grounds[i]!;
      for (let j = 0; j < args.length; j++) table.key[j] = this.groundClasses[args[j]!]!;
      const row = table.findKey(this.groundPayloads[i]!);
      if (row < 0 || row >= table.frozen) return ABSENT;
      this.groundClasses[i] = table.out[row]!;
      newest = Math.max(newest, table.stamps[row]!);
    }
    return newest;
  }

  /** Unites the class of the match with its right side. */
  unite(eg: EGraph, root: Id, rhs: Id): void {
    if (eg.unite(root, rhs, this.reason)) this.applied++;
  }
}

const ABSENT = -1;
