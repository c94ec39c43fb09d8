import { BoundRule, type Search } from "./bound-rule.ts";
import { closureSearch } from "./closure-search.ts";
import type { EGraph } from "./egraph.ts";
import { generatedSearch } from "./generated-search.ts";
import type { CompiledRule, Ruleset } from "./rule.ts";
import type { Table } from "./table.ts";

/** Counted limits, so that a result does not depend on the machine. A step that passes one stops within a rule's search. */
export interface Limits {
  /** E-nodes in the e-graph. Passed by at most the size of one right side. */
  readonly nodes: number;
  /** Steps. */
  readonly iterations: number;
  /** Matches applied in this run, of all rules together. */
  readonly matches: number;
  /** Bytes of rows and classes in use. */
  readonly bytes?: number;
}

export type StopReason = "saturated" | "node limit" | "iteration limit" | "match limit" | "byte limit";

/** `backoff`: a rule with too many matches in one step rests for some steps, ever longer. */
export type Schedule = "simple" | "backoff";

export interface RuleReport {
  readonly name: string;
  /** Matches applied. */
  readonly matches: number;
  /** Of these, how many united two classes. */
  readonly applied: number;
}

export interface RunReport {
  readonly reason: StopReason;
  readonly iterations: number;
  readonly nodes: number;
  readonly classes: number;
  /** In the order of the ruleset. */
  readonly rules: readonly RuleReport[];
}

const BACKOFF_MATCHES = 1000;
const BACKOFF_STEPS = 5;

/**
 * One rule in one e-graph, through one run. The search is made when the rule's tables first hold anything.
 */
class RunningRule {
  readonly bound: BoundRule;
  /** Without rows here there is nothing to do, which in a small e-graph holds of most rules. */
  readonly root: Table;
  readonly #generate: boolean;
  readonly #idle: RuleReport;
  #search: Search | undefined;
  /** Clock of the last complete search. */
  lastRun = 0;
  matches = 0;
  /** First step in which the rule may search again. */
  restsUntil = 0;
  rests = 0;

  constructor(eg: EGraph, rule: CompiledRule, generate: boolean) {
    this.bound = new BoundRule(eg, rule);
    this.root = this.bound.joinTables[0]!;
    this.#generate = generate;
    this.#idle = { name: rule.plan.name, matches: 0, applied: 0 };
  }

  get report(): RuleReport {
    return this.matches === 0 ? this.#idle : { ...this.#idle, matches: this.matches, applied: this.bound.applied };
  }

  restart(): void {
    this.bound.applied = 0;
    this.lastRun = 0;
    this.matches = 0;
    this.restsUntil = 0;
    this.rests = 0;
  }

  /** Applies new matches, at most `budget`; true if there were more. */
  step(eg: EGraph, budget: number): boolean {
    if (!this.bound.prepare(eg, this.lastRun)) {
      this.lastRun = eg.clock;
      return false;
    }
    this.#search ??=
      this.#generate && eg.proofs === undefined ? generatedSearch(eg, this.bound) : closureSearch(eg, this.bound);
    const found = this.#search(budget);
    const exceeded = found < 0;
    this.matches += exceeded ? -1 - found : found;
    if (!exceeded) this.lastRun = eg.clock;
    return exceeded;
  }
}

/** A ruleset in one e-graph. */
interface BoundRuleset {
  readonly rules: readonly RunningRule[];
  /** What there is to report where none has matched. */
  readonly idle: readonly RuleReport[];
  /** Those that the last run has looked at: in a small e-graph few of many. */
  touched: readonly RunningRule[];
}

const boundRulesets: WeakMap<EGraph, Map<Ruleset, BoundRuleset>> = new WeakMap();

function bind(eg: EGraph, ruleset: Ruleset): BoundRuleset {
  let rulesets = boundRulesets.get(eg);
  if (rulesets === undefined) {
    rulesets = new Map();
    boundRulesets.set(eg, rulesets);
  }
  let bound = rulesets.get(ruleset);
  if (bound === undefined) {
    const rules = ruleset.rules.map((rule) => new RunningRule(eg, rule, ruleset.generate));
    bound = { rules, idle: rules.map((rule) => rule.report), touched: [] };
    rulesets.set(ruleset, bound);
  }
  return bound;
}

/**
 * Applies all rules in steps, each against one snapshot, until nothing changes or a limit is passed.
 * The e-graph is rebuilt at the end in every case. @throws Conflict, and whatever a condition or applier throws
 */
export function run(eg: EGraph, ruleset: Ruleset, limits: Limits, schedule: Schedule = "simple"): RunReport {
  eg.rebuild();
  const bound = bind(eg, ruleset);
  for (const rule of bound.touched) rule.restart();
  let tables = 0;
  let left = limits.matches;
  let iterations = 0;
  let reason: StopReason | undefined;
  while (reason === undefined) {
    if (iterations === limits.iterations) {
      reason = "iteration limit";
      break;
    }
    const before = eg.changes;
    let rested = false;
    let changedFacts = false;
    enterStep(eg, limits);
    // A table that has rows keeps some.
    if (tables !== eg.usedTables.length) {
      tables = eg.usedTables.length;
      bound.touched = bound.rules.filter((rule) => rule.root.frozen > 0);
    }
    try {
      for (const rule of bound.touched) {
        if (eg.clock < rule.restsUntil) {
          rested = true;
          continue;
        }
        const share = schedule === "backoff" ? BACKOFF_MATCHES * 2 ** rule.rests : Number.POSITIVE_INFINITY;
        const already = rule.matches;
        const exceeded = rule.step(eg, Math.min(share, left));
        left -= rule.matches - already;
        if (eg.room < 0) {
          reason = eg.bytes > eg.byteLimit ? "byte limit" : "node limit";
          break;
        }
        if (!exceeded) continue;
        if (left === 0) {
          reason = "match limit";
          break;
        }
        rested = true;
        rule.restsUntil = eg.clock + 1 + BACKOFF_STEPS * 2 ** rule.rests;
        rule.rests++;
      }
      changedFacts = eg.dirty.length > 0;
    } finally {
      leaveStep(eg);
    }
    eg.rebuild();
    iterations++;
    if (reason === undefined && !changedFacts && eg.changes === before) {
      if (!rested) reason = "saturated";
      // Nothing but resting rules is left: wake them.
      else for (const rule of bound.touched) rule.restsUntil = 0;
    }
  }
  return {
    reason,
    iterations,
    nodes: eg.nodeCount,
    classes: eg.classCount,
    rules: reportsOf(bound),
  };
}

function reportsOf({ rules, idle, touched }: BoundRuleset): readonly RuleReport[] {
  return touched.some((rule) => rule.matches > 0) ? rules.map((rule) => rule.report) : idle;
}

function enterStep(eg: EGraph, limits: Limits): void {
  eg.clock++;
  eg.version++;
  for (const table of eg.usedTables) table.frozen = table.rows;
  eg.room = limits.nodes - eg.nodeCount;
  eg.byteLimit = limits.bytes ?? Number.POSITIVE_INFINITY;
  eg.stepping = true;
  eg.proofs?.enterStep();
}

function leaveStep(eg: EGraph): void {
  eg.stepping = false;
  eg.version++;
  eg.room = Number.POSITIVE_INFINITY;
  eg.byteLimit = Number.POSITIVE_INFINITY;
}
