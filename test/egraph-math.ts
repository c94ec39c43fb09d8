import { MATH_CLASSES_FROM_6, MATH_NODES, MATH_RULES, MATH_TERMS } from "../bench/egraph-math.mjs";
import { type EGraph, type Pattern, parsePattern, type Rewrite, type Term } from "../egraph/index.ts";

export { MATH_CLASSES_FROM_6, MATH_NODES };

export const MATH: readonly Rewrite[] = rows(MATH_RULES);

export function addMathTerms(eg: EGraph): void {
  for (const source of MATH_TERMS) eg.addTerm(termOf(source));
}

/** Reads a term: a pattern without variables. */
export function termOf(source: string): Term {
  return groundTerm(parsePattern(source));
}

function groundTerm(pattern: Pattern): Term {
  if (pattern.kind === "var") throw new Error(`?${pattern.name} in a term`);
  const args = pattern.args.map(groundTerm);
  const { payload } = pattern;
  if (payload === undefined) return { op: pattern.op, args };
  if ("var" in payload) throw new Error(`?${payload.var} in a term`);
  return { op: pattern.op, payload: payload.const, args };
}

/** Rules from name, left side, right side and, where the right side drops variables, their names. */
export function rows(table: readonly (readonly [string, string, string])[]): Rewrite[] {
  return table.map(([name, from, to]) => rule(name, from, to));
}

/** A rule from two texts. What the right side drops is declared without being asked. */
export function rule(name: string, from: string, to: string, more: Partial<Rewrite> = {}): Rewrite {
  const lhs = parsePattern(from);
  const rhs = parsePattern(to);
  const kept = new Set(variables(rhs));
  const drops = [...new Set(variables(lhs))].filter((v) => !kept.has(v));
  return { name, lhs, rhs, ...(drops.length > 0 ? { drops } : {}), ...more };
}

function variables(pattern: Pattern): string[] {
  if (pattern.kind === "var") return [pattern.name];
  const own = pattern.payload !== undefined && "var" in pattern.payload ? [pattern.payload.var] : [];
  return [...own, ...pattern.args.flatMap(variables)];
}
