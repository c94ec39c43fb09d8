import type { BoundRule, Search } from "./bound-rule.ts";
import type { EGraph, Id } from "./egraph.ts";
import type { ApplyPlan, BoundCondition, BuildPlan } from "./plan.ts";

/** Takes a row of its table; false stops the search. */
type Visit = (row: number) => boolean;

/** The search as closures over the plan: slower than generated source, and needs no permission. Same matches, same order. */
export function closureSearch(eg: EGraph, bound: BoundRule): Search {
  const { plan } = bound.rule;
  const registers = new Int32Array(plan.registers);
  const apply = applyOf(eg, bound, registers);
  /** Is any row of the match new, up to each join? */
  const isNew: boolean[] = plan.joins.map(() => false);
  const last = plan.joins.length - 1;
  let matches = 0;
  let budget = 0;
  let exceeded = false;

  const isOld = (): boolean =>
    plan.incremental && !isNew[last] && !plan.watched.some((r) => eg.touched[registers[r]!]! >= bound.since);

  const match = (): boolean => {
    if (matches === budget) {
      exceeded = true;
      return false;
    }
    matches++;
    apply.one();
    return eg.room >= 0;
  };

  const visits: Visit[] = plan.joins.map((join, i): Visit => {
    const table = bound.joinTables[i]!;
    const { payload, children } = join;
    const tests = plan.conditions[i]!.map((condition) => tester(eg, condition, registers));
    const nextTable = bound.joinTables[i + 1];
    const nextFrom = plan.joins[i + 1]?.from ?? 0;
    return (row) => {
      const p = table.payloads[row]!;
      if (payload.kind === "const") {
        if (p !== bound.joinPayloads[i]) return true;
      } else if (payload.kind === "bind") registers[payload.register] = p;
      else if (p !== registers[payload.register]) return true;
      for (let j = 0; j < children.length; j++) {
        const child = children[j]!;
        const id = table.cols[j]![row]!;
        if (child.kind === "ground") {
          if (id !== bound.groundClasses[child.ground]) return true;
        } else if (child.kind === "bind") registers[child.register] = id;
        else if (id !== registers[child.register]) return true;
      }
      isNew[i] = (i > 0 && isNew[i - 1]!) || table.stamps[row]! >= bound.since;
      if (i === last && isOld()) return true;
      for (const test of tests) if (!test()) return true;
      if (nextTable === undefined) return match();
      const visit = visits[i + 1]!;
      for (let other = nextTable.head[registers[nextFrom]!]!; other >= 0; other = nextTable.next[other]!) {
        if (!visit(other)) return false;
      }
      return true;
    };
  });

  return (limit) => {
    matches = 0;
    budget = limit;
    exceeded = false;
    apply.restart();
    const table = bound.joinTables[0]!;
    const visit = visits[0]!;
    for (let row = 0; row < table.frozen; row++) {
      registers[0] = table.out[row]!;
      if (!visit(row)) break;
    }
    return exceeded ? -1 - matches : matches;
  };
}

/** A condition over registers. */
export function tester(eg: EGraph, bound: BoundCondition, registers: Int32Array): () => boolean {
  const { condition, registers: from } = bound;
  const ids: Id[] = from.map(() => 0);
  return () => {
    for (let i = 0; i < from.length; i++) ids[i] = registers[from[i]!]!;
    return condition.test(eg, ids);
  };
}

interface Apply {
  /** Before each search. */
  restart(): void;
  /** Applies the right side to the match in the registers. */
  one(): void;
}

function applyOf(eg: EGraph, bound: BoundRule, registers: Int32Array): Apply {
  const { rhs } = bound.rule.plan;
  const { proofs } = eg;
  if (proofs !== undefined) return { restart: () => undefined, one: () => proofs.apply(bound, registers) };
  return rhs.kind === "build" ? builder(eg, bound, rhs, registers) : applier(eg, bound, rhs, registers);
}

function applier(eg: EGraph, bound: BoundRule, plan: ApplyPlan, registers: Int32Array): Apply {
  const { applier, registers: from } = plan;
  const ids: Id[] = from.map(() => 0);
  return {
    restart: () => undefined,
    one: () => {
      for (let i = 0; i < from.length; i++) ids[i] = registers[from[i]!]!;
      const rhs = applier.apply(eg, registers[0]!, ids);
      if (rhs !== undefined) bound.unite(eg, registers[0]!, rhs);
    },
  };
}

function builder(eg: EGraph, bound: BoundRule, plan: BuildPlan, registers: Int32Array): Apply {
  const built = new Int32Array(plan.nodes.length);
  let grounded = false;
  return {
    restart: () => {
      grounded = false;
    },
    one: () => {
      if (plan.register >= 0) {
        bound.unite(eg, registers[0]!, registers[plan.register]!);
        return;
      }
      for (let i = 0; i < plan.nodes.length; i++) {
        const node = plan.nodes[i]!;
        if (node.ground && grounded) continue;
        const table = bound.buildTables[i]!;
        for (let j = 0; j < node.args.length; j++) {
          const arg = node.args[j]!;
          table.key[j] = arg.kind === "node" ? built[arg.index]! : registers[arg.index]!;
        }
        const p = node.payload.kind === "const" ? bound.buildPayloads[i]! : registers[node.payload.register]!;
        built[i] = eg.put(table, p);
      }
      grounded = true;
      bound.unite(eg, registers[0]!, built[built.length - 1]!);
    },
  };
}
