import type { EGraph, Id } from "./egraph.ts";
import { type Pattern, printPattern } from "./pattern.ts";
import { type Plan, planOf } from "./plan.ts";
import { CONGRUENCE } from "./reasons.ts";

/** A named predicate over the classes that a rule's variables stand for. */
export interface Condition {
  readonly name: string;
  readonly vars: readonly string[];
  /**
   * Promises that `test` looks only at the facts and at the operators and payloads of the nodes of the classes in
   * `vars`. Then a match is not tried again until one of them, or the match, changes. Without it every match of the
   * rule is tried in every step.
   */
  readonly local?: boolean;
  /**
   * `ids`: the class of each variable, or the interned payload of a payload variable. Valid during the call only.
   * Must not change the e-graph.
   */
  test(eg: EGraph, ids: readonly Id[]): boolean;
}

/** A right-hand side that is computed. */
export interface Applier {
  readonly vars: readonly string[];
  /** As in {@link Condition}: an old match need not be applied again unless the classes of `vars` change. */
  readonly local?: boolean;
  /**
   * The class to unite with `root`, built from the classes of `vars`; undefined where there is nothing to say.
   * `ids` is valid during the call only. Reads the snapshot: nodes that it adds show in the next step.
   */
  apply(eg: EGraph, root: Id, ids: readonly Id[]): Id | undefined;
}

/** Whatever matches `lhs` equals `rhs`, where all of `when` hold. */
export interface Rewrite {
  readonly name: string;
  readonly lhs: Pattern;
  readonly rhs: Pattern | Applier;
  readonly when?: readonly Condition[];
  /** Variables of `lhs` that `rhs` does not mention, on purpose. */
  readonly drops?: readonly string[];
}

/** A rule that was checked and is ready to be bound to an e-graph. */
export interface CompiledRule {
  readonly rewrite: Rewrite;
  readonly plan: Plan;
}

export interface CompileOptions {
  /** Generate the matchers as source: about twice as fast. Default: where `new Function` is allowed. */
  readonly generate?: boolean;
}

/** Rules in the order in which a step applies them. */
export interface Ruleset {
  readonly rules: readonly CompiledRule[];
  readonly generate: boolean;
}

const rulesByContent: Map<string, CompiledRule> = new Map();
const rulesets: Map<string, Ruleset> = new Map();

/**
 * Checks the rules and makes them ready to run. The same content gives the same object, so rules are compiled once.
 * @throws Error for an unbound or silently dropped variable, a left side that is a bare variable, or a name used twice
 */
export function compileRules(rules: readonly Rewrite[], options: CompileOptions = {}): Ruleset {
  const generate = options.generate ?? mayGenerate();
  const names = new Set<string>();
  const keys: string[] = [];
  for (const rule of rules) {
    if (rule.name === CONGRUENCE) throw new Error(`no rule may be named ${CONGRUENCE}`);
    if (names.has(rule.name)) throw new Error(`two rules are named ${rule.name}`);
    names.add(rule.name);
    keys.push(contentOf(rule));
  }
  const key = `${generate}\n${keys.join("\n")}`;
  let ruleset = rulesets.get(key);
  if (ruleset === undefined) {
    ruleset = { rules: rules.map((rule, i) => compiledRule(rule, keys[i]!)), generate };
    rulesets.set(key, ruleset);
  }
  return ruleset;
}

function compiledRule(rule: Rewrite, key: string): CompiledRule {
  let compiled = rulesByContent.get(key);
  if (compiled === undefined) {
    compiled = { rewrite: rule, plan: planOf(rule) };
    rulesByContent.set(key, compiled);
  }
  return compiled;
}

function contentOf(rule: Rewrite): string {
  const rhs = "kind" in rule.rhs ? printPattern(rule.rhs) : `applier ${identityOf(rule.rhs)}`;
  const when = (rule.when ?? []).map((c) => `${c.name}@${identityOf(c.test)}(${c.vars.join(" ")})${c.local ?? false}`);
  return [rule.name, printPattern(rule.lhs), rhs, when.join(" "), (rule.drops ?? []).join(" ")].join("\t");
}

// Functions have no content to compare: the same function object counts as the same.
const identities: WeakMap<object, number> = new WeakMap();
let lastIdentity = 0;

function identityOf(value: object): number {
  let id = identities.get(value);
  if (id === undefined) {
    id = ++lastIdentity;
    identities.set(value, id);
  }
  return id;
}

let generationAllowed: boolean | undefined;

/** Is `new Function` allowed here? A content security policy or `--disallow-code-generation-from-strings` forbids it. */
function mayGenerate(): boolean {
  if (generationAllowed === undefined) {
    try {
      generationAllowed = new Function("return true")() === true;
    } catch {
      generationAllowed = false;
    }
  }
  return generationAllowed;
}
