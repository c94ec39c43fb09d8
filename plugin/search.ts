import {
  Conflict,
  compileRules,
  EGraph,
  type Explanation,
  type Extraction,
  extract,
  extractStress,
  type Id,
  type NodeView,
  type Ruleset,
  type RunReport,
  serialize,
  toDot,
} from "../egraph/index.ts";
import { type Effect, UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY, type Kinds } from "../ir/kinds.ts";
import type { Region } from "../ir/region.ts";
import { isLeaf, type Term } from "../ir/term.ts";
import type { TermFacts } from "../lower/output.ts";
import { costModels } from "../rules/cost.ts";
import { createFacts, effectOfNode } from "../rules/facts.ts";
import { ruleIdOf, toRewrites } from "../rules/index.ts";
import type { EGraphDump } from "./events.ts";
import type { ResolvedOptions } from "./options.ts";
import { selectedRules, selectionKey, someRound, withoutRounding } from "./selected-rules.ts";

/** The best form of a region that was found. */
export interface Found {
  /** Undefined where no form of the region is a single pass over its source. */
  readonly root: Term | undefined;
  readonly original: Term;
  /** The cost model's estimates of both, in its own unit. */
  readonly cost: { readonly before: number; readonly after: number };
  readonly facts: TermFacts;
  readonly report: RunReport;
  /** Ids of the rules of the derivation, in order, each once. */
  ruleIds(): readonly string[];
  /** The rewrites that lead from the original to the root. */
  explanation(): Explanation;
  /** The e-graph as it is now: ask before the next search. */
  dump(): EGraphDump;
}

/** Saturation and extraction for the regions of many files. */
export interface Searcher {
  search(region: Region<unknown>): Found;
}

/** What a search needs and does not change: rules, and the tables of e-graphs, used again and again. */
interface Engine {
  readonly ruleset: Ruleset;
  /** Are some of the rules true but for rounding? */
  readonly rounds: boolean;
  readonly eg: EGraph;
  /** Explanations cost threefold time: they are made for what is improved only, by doing it again. */
  readonly explaining: EGraph;
}

/** The tables are large: those for a few sets of rules are kept. */
const KEPT_ENGINES = 4;
const engines = new Map<string, Engine>();
const searchers = new WeakMap<ResolvedOptions, Searcher>();

/** The searcher of these options. */
export function searcherFor(options: ResolvedOptions): Searcher {
  let searcher = searchers.get(options);
  if (searcher === undefined) {
    const engine = engineFor(options);
    searcher = createSearcher(options, engine);
    if (engine.rounds) searcher = withExactRules(searcher, options);
    searchers.set(options, searcher);
  }
  return searcher;
}

/**
 * Of expressions with constants in them, rules that are true but for rounding can show that two different constants are
 * equal. Then nothing that is known of them can be relied on: such a region is searched by the exact rules alone.
 */
function withExactRules(searcher: Searcher, options: ResolvedOptions): Searcher {
  const exact = withoutRounding(options);
  return {
    search(region) {
      try {
        return searcher.search(region);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        return searcherFor(exact).search(region);
      }
    },
  };
}

/** The engine of these options: rules are selected and compiled once. */
function engineFor(options: ResolvedOptions): Engine {
  const key = selectionKey(options);
  let engine = engines.get(key);
  if (engine === undefined) {
    engine = createEngine(options);
    for (const oldest of engines.keys()) if (engines.size >= KEPT_ENGINES) engines.delete(oldest);
  } else engines.delete(key);
  engines.set(key, engine);
  return engine;
}

function createEngine(options: ResolvedOptions): Engine {
  const rules = selectedRules(options);
  const ruleset: Ruleset = compileRules(toRewrites(rules));
  const rounds = someRound(rules);
  const analysis = createFacts({ ...options.assume, rounds });
  return { ruleset, rounds, eg: new EGraph({ analysis }), explaining: new EGraph({ analysis, explanations: true }) };
}

function createSearcher(options: ResolvedOptions, { ruleset, eg, explaining }: Engine): Searcher {
  const { assume, extraction, limits } = options;
  const models = costModels[options.cost];
  /** An expression is written as a tree: what it uses twice stands there twice. */
  const modelOf = ({ kind }: Region<unknown>) => ({ cost: models[kind], tree: kind === "scalar" });
  /** One form at a time: a step of all rules, the cheapest form of that, and again while it gets cheaper. */
  const climb = (
    region: Region<unknown>,
    start: Extraction,
  ): { report: RunReport; root: Id; forms: readonly Term[] } => {
    const model = modelOf(region);
    const forms: Term[] = [region.root];
    for (let best = start; ; ) {
      const report = eg.run(ruleset, { ...limits, iterations: 1 });
      const root = eg.addTerm(best.term);
      const next = extract(eg, root, model);
      if (next.cost >= best.cost) return { report, root, forms };
      best = next;
      eg.clear();
      const form = plainTerm(best.term);
      forms.push(form);
      addRegion(eg, { ...region, root: form });
      eg.rebuild();
    }
  };
  return {
    search(region) {
      eg.clear();
      const model = modelOf(region);
      const original = addRegion(eg, region);
      eg.rebuild();
      const before = extract(eg, original, model);
      const { changes } = eg;
      const { report, root, forms } =
        extraction === "greedy"
          ? climb(region, before)
          : { report: eg.run(ruleset, limits, "backoff"), root: original, forms: [region.root] };
      const isWritable = region.kind === "chain" ? overSource(eg, eg.addTerm(region.source.term)) : () => true;
      const writable = {
        ...model,
        cost: (view: NodeView) => (isWritable(view) ? model.cost(view) : Number.POSITIVE_INFINITY),
      };
      // Of most expressions no rule finds another form: then there is nothing to choose from again.
      const isSame = region.kind === "scalar" && extraction === "cheapest" && eg.changes === changes;
      const after = attempt(() =>
        isSame
          ? before
          : typeof extraction === "string"
            ? extract(eg, root, writable)
            : { term: extractStress(eg, root, extraction.stress, { allowed: isWritable }), cost: 0 },
      );
      let explained: Explanation | undefined;
      const explanation = (): Explanation => {
        if (explained !== undefined) return explained;
        const to = after?.term ?? region.root;
        // What greedy search came by, one step after the other: saturation may never meet it.
        const parts = forms.map((form, index) => {
          explaining.clear();
          addRegion(explaining, { ...region, root: form });
          explaining.rebuild();
          if (extraction === "greedy") explaining.run(ruleset, { ...limits, iterations: 1 });
          else explaining.run(ruleset, limits, "backoff");
          return explaining.explain(form, forms[index + 1] ?? to);
        });
        const isCut = parts.some(({ rules }) => rules.length > 0);
        const told = parts.flatMap(({ steps, rules }) => [...steps.map(({ rule }) => rule), ...rules]);
        explained = {
          from: region.root,
          to,
          steps: isCut ? [] : parts.flatMap(({ steps }) => steps),
          rules: [...new Set(told)],
        };
        return explained;
      };
      return {
        root: after?.term,
        original: region.root,
        cost: { before: before.cost, after: after?.cost ?? before.cost },
        facts: factsIn(eg, assume),
        report,
        explanation,
        dump: () => ({ serialized: serialize(eg, [root]), dot: toDot(eg) }),
        ruleIds: () => [...new Set(explanation().rules.map(ruleIdOf))],
      };
    },
  };
}

/** `term` without the classes of the e-graph that it comes from. */
function plainTerm({ op, payload, args }: Term): Term {
  return { op, payload, args: args.map(plainTerm) };
}

/**
 * Which nodes a loop over the class `source` can hold: its own elements and indices, and no other loop. An item is
 * tested with all the others of its literal, before any of them is consumed (`fusion/check-items`).
 */
function overSource(eg: EGraph, source: Id): (view: NodeView) => boolean {
  const positional = new Set(["el", "ix", "over", "dense", "range"]);
  const isLiteral = (id: Id): boolean => [...eg.nodes(id)].some(({ op }) => op === "parts");
  const isItem = (id: Id): boolean =>
    [...eg.nodes(id)].some(({ op, children }) => op === "item" && isLiteral(children[0]!));
  return ({ op, children }) => {
    if (op === "called") return false;
    if (op === "check") return !isItem(children[0]!);
    return !positional.has(op) || eg.find(children[0]!) === eg.find(source);
  };
}

/** What `make` gives, or undefined where every term has an infinite cost. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Adds the region's root, and tells the e-graph what the lifter knows of its leaves. */
function addRegion(eg: EGraph, region: Region<unknown>): Id {
  const added = new Map<Term, Id>();
  const add = (term: Term): Id => {
    const known = added.get(term);
    if (known !== undefined) return known;
    const id = eg.add(term.op, term.args.map(add), term.payload);
    added.set(term, id);
    const leaf = isLeaf(term.op) ? region.leaves[Number(term.payload)] : undefined;
    if (leaf !== undefined) {
      eg.setFact("kinds", id, leaf.kinds);
      // What code does with operands is what it does itself, which its operator tells, and what these do.
      if (term.args.length === 0 && leaf.form !== "pure") eg.setFact("effect", id, leaf.effect);
      eg.setFact("elem", id, leaf.elem);
      eg.setFact("array", id, leaf.array);
    }
    if (term.op === "acc" && region.kind === "chain") eg.setFact("kinds", id, region.accumulator);
    return id;
  };
  return add(region.root);
}

/** Facts of extracted terms, which carry their classes. Terms that do not, have none. */
function factsIn(eg: EGraph, assume: ResolvedOptions["assume"]): TermFacts {
  const fact = (term: Term, column: string, unknown: number): number =>
    "id" in term ? eg.fact(column, Number(term.id)) : unknown;
  return {
    kinds: (term): Kinds => fact(term, "kinds", ANY),
    effect: (term): Effect => fact(term, "effect", UNKNOWN_EFFECT),
    ownEffect({ op, payload, args }): Effect {
      const children = args.flatMap((arg) => ("id" in arg ? [Number(arg.id)] : []));
      return children.length < args.length ? UNKNOWN_EFFECT : effectOfNode(eg, { op, payload, children }, assume);
    },
    varies: (term) => fact(term, "levels", 1) !== 0,
    array: (term) => fact(term, "array", 0),
  };
}
