import type { Pattern, PatternNode, PayloadPattern } from "./pattern.ts";
import type { Payload } from "./payload.ts";
import type { Applier, Condition, Rewrite } from "./rule.ts";

/**
 * How a rule is matched: rows of the root's table in order, and for each nested node the rows of its table in the class
 * that its parent's row names. Registers hold classes (or payload numbers); register 0 is the root's class.
 */
export interface Plan {
  readonly name: string;
  /** The root first, then nested nodes so that `from` is always bound before. */
  readonly joins: readonly Join[];
  /** Subterms without variables on the left: looked up once before the search. */
  readonly grounds: readonly Ground[];
  readonly registers: number;
  /** Register of each variable. */
  readonly variables: ReadonlyMap<string, number>;
  /** Conditions that can be tested once `joins[i]` is bound, at place `i`. */
  readonly conditions: readonly (readonly BoundCondition[])[];
  /** All conditions promise to be local, and nothing else forbids skipping old matches. */
  readonly incremental: boolean;
  /** Registers of the classes that local conditions look at. */
  readonly watched: readonly number[];
  readonly rhs: BuildPlan | ApplyPlan;
}

/** One node of the left side. */
export interface Join {
  readonly op: string;
  /** Register of the class to look in; -1 for the root. */
  readonly from: number;
  readonly payload: PayloadStep;
  readonly children: readonly ChildStep[];
}

export type PayloadStep =
  | { readonly kind: "const"; readonly value: Payload }
  | { readonly kind: "bind" | "check"; readonly register: number };

export type ChildStep =
  | { readonly kind: "bind" | "check"; readonly register: number }
  | { readonly kind: "ground"; readonly ground: number };

/** A node without variables. `args` are places in the list of grounds, before this one. */
export interface Ground {
  readonly op: string;
  readonly payload: Payload;
  readonly args: readonly number[];
}

export interface BoundCondition {
  readonly condition: Condition;
  readonly registers: readonly number[];
}

/** The right side: nodes to insert, children before parents; the last is the result, unless `nodes` is empty. */
export interface BuildPlan {
  readonly kind: "build";
  readonly nodes: readonly BuildNode[];
  /** Register of the result where the right side is a bare variable, else -1. */
  readonly register: number;
}

export interface BuildNode {
  readonly op: string;
  readonly payload:
    | { readonly kind: "const"; readonly value: Payload }
    | { readonly kind: "register"; readonly register: number };
  /** Without variables: inserted at the first match of a search, then kept. */
  readonly ground: boolean;
  readonly args: readonly { readonly kind: "register" | "node"; readonly index: number }[];
}

export interface ApplyPlan {
  readonly kind: "apply";
  readonly applier: Applier;
  readonly registers: readonly number[];
}

/** @throws Error for a left side that is a bare variable, and for unbound or silently dropped variables */
export function planOf(rule: Rewrite): Plan {
  const { lhs } = rule;
  if (lhs.kind === "var") throw new Error(`rule ${rule.name}: the left side matches everything`);
  const registers = new Map<string, number>();
  const classVars = new Set<string>();
  const grounds: Ground[] = [];
  const joins: Join[] = [];
  const boundAt = new Map<number, number>();
  let count = 1;
  const pending: { node: PatternNode; from: number }[] = [{ node: lhs, from: -1 }];

  const variable = (name: string, isClass: boolean): ChildStep & PayloadStep => {
    const known = registers.get(name);
    if (known !== undefined) {
      if (classVars.has(name) !== isClass) throw new Error(`rule ${rule.name}: ?${name} is both a class and a payload`);
      return { kind: "check", register: known };
    }
    const register = count++;
    registers.set(name, register);
    if (isClass) classVars.add(name);
    boundAt.set(register, joins.length);
    return { kind: "bind", register };
  };

  // Depth first: the node last found is joined next, so that its variables constrain what follows.
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const { node, from } = task;
    const payload = payloadStep(node.payload, (name) => variable(name, false));
    const nested: { node: PatternNode; from: number }[] = [];
    const children = node.args.map((arg): ChildStep => {
      if (arg.kind === "var") return variable(arg.name, true);
      if (isGround(arg)) return { kind: "ground", ground: groundOf(arg, grounds) };
      const register = count++;
      nested.push({ node: arg, from: register });
      return { kind: "bind", register };
    });
    joins.push({ op: node.op, from, payload, children });
    pending.push(...nested.reverse());
  }

  const registerOf = (name: string, where: string): number => {
    const register = registers.get(name);
    if (register === undefined) throw new Error(`rule ${rule.name}: ${where} mentions ?${name}, which is not bound`);
    return register;
  };
  const useOf = (where: string) => (name: string, isClass: boolean) => {
    const register = registerOf(name, where);
    if (classVars.has(name) !== isClass) throw new Error(`rule ${rule.name}: ?${name} is both a class and a payload`);
    used.add(name);
    return register;
  };
  const used = new Set<string>();
  const rhs =
    "kind" in rule.rhs
      ? buildPlan(rule.rhs, useOf("the right side"))
      : applyPlan(rule.rhs, (name) => {
          used.add(name);
          return registerOf(name, "the applier");
        });
  checkDrops(rule, [...registers.keys()], used);

  const when = (rule.when ?? []).map(
    (condition): BoundCondition => ({
      condition,
      registers: condition.vars.map((name) => registerOf(name, `condition ${condition.name}`)),
    }),
  );
  const watched = when.flatMap((c) => c.condition.vars).concat("kind" in rule.rhs ? [] : rule.rhs.vars);
  const conditions = joins.map((_, i) =>
    when.filter((c) => i === Math.max(0, ...c.registers.map((register) => boundAt.get(register) ?? 0))),
  );
  return {
    name: rule.name,
    joins,
    grounds,
    registers: count,
    variables: registers,
    conditions,
    incremental: (rhs.kind === "build" || rhs.applier.local === true) && when.every((c) => c.condition.local === true),
    watched: [...new Set(watched.filter((name) => classVars.has(name)).map((name) => registers.get(name)!))],
    rhs,
  };
}

function payloadStep(payload: PayloadPattern | undefined, variable: (name: string) => PayloadStep): PayloadStep {
  if (payload === undefined) return { kind: "const", value: undefined };
  return "var" in payload ? variable(payload.var) : { kind: "const", value: payload.const };
}

function isGround(pattern: Pattern): boolean {
  if (pattern.kind === "var") return false;
  if (pattern.payload !== undefined && "var" in pattern.payload) return false;
  return pattern.args.every(isGround);
}

/** Place of a pattern without variables in the list, after its subterms. */
function groundOf(pattern: Pattern, grounds: Ground[]): number {
  if (pattern.kind === "var") throw new Error("a ground term has no variables");
  const args = pattern.args.map((arg) => groundOf(arg, grounds));
  const { payload } = pattern;
  return grounds.push({ op: pattern.op, payload: payload && "const" in payload ? payload.const : undefined, args }) - 1;
}

function buildPlan(rhs: Pattern, registerOf: (name: string, isClass: boolean) => number): BuildPlan {
  if (rhs.kind === "var") return { kind: "build", nodes: [], register: registerOf(rhs.name, true) };
  const nodes: BuildNode[] = [];
  const build = (pattern: Pattern): BuildNode["args"][number] => {
    if (pattern.kind === "var") return { kind: "register", index: registerOf(pattern.name, true) };
    const args = pattern.args.map(build);
    const { payload } = pattern;
    nodes.push({
      op: pattern.op,
      payload:
        payload !== undefined && "var" in payload
          ? { kind: "register", register: registerOf(payload.var, false) }
          : { kind: "const", value: payload?.const },
      ground: isGround(pattern),
      args,
    });
    return { kind: "node", index: nodes.length - 1 };
  };
  build(rhs);
  return { kind: "build", nodes, register: -1 };
}

function applyPlan(applier: Applier, registerOf: (name: string) => number): ApplyPlan {
  return { kind: "apply", applier, registers: applier.vars.map((name) => registerOf(name)) };
}

function checkDrops(rule: Rewrite, bound: readonly string[], used: ReadonlySet<string>): void {
  const drops = rule.drops ?? [];
  for (const name of bound) {
    if (!used.has(name) && !drops.includes(name)) {
      throw new Error(`rule ${rule.name}: the right side drops ?${name}, and "drops" does not say so`);
    }
  }
  for (const name of drops) {
    if (!bound.includes(name)) throw new Error(`rule ${rule.name}: "drops" names ?${name}, which is not bound`);
    if (used.has(name)) throw new Error(`rule ${rule.name}: "drops" names ?${name}, but the right side mentions it`);
  }
}
