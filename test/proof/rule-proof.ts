import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pattern } from "../../egraph/index.ts";
import type { Term } from "../../ir/term.ts";
import { type Fact, predicateOf } from "../../rules/condition.ts";
import { type EquationRule, type Never, nevers } from "../../rules/index.ts";
import { type Assumption, type Example, show, variablesOf } from "../../rules/rule.ts";
import { admitsObjects, type Cell, prove, Refuted, type Refuting, refute, shown } from "./prover.ts";
import type { Solver } from "./solver.ts";
import { termOf } from "./statement.ts";

/** What the solver made of one rule. Committed: `test/proof/proofs.json`. */
export interface RuleProof {
  /** Of the statement, its conditions, its examples, and the translator. */
  readonly content: string;
  /** The theories in which it is proved, strongest first; none if the solver proves nothing of it. */
  readonly theories: readonly string[];
  /** What the solver does not prove: types of operands, and why. */
  readonly rest: readonly string[];
  /** Work, in the solver's own count. */
  readonly spent: number;
  /** For each counter-example of numbers: did the solver find one by itself, or confirm it? */
  readonly counterExamples: readonly string[];
}

/** Assumptions under which both sides need not be the same to the last bit, or are so only on some engines. */
const inexact: ReadonlySet<Assumption> = new Set([
  "exactPow",
  "approxMath",
  "reassociate",
  "reciprocal",
  "finiteMath",
  "ignoreNegativeZero",
]);

export function isExact(rule: EquationRule): boolean {
  return !rule.assume.some((each) => inexact.has(each));
}

const own = ["script.ts", "numbers.ts", "values.ts", "translate.ts", "assumed.ts", "statement.ts", "prover.ts"];
let translator: string | undefined;

/** The translator by its text: what it made of a rule is void once it changes. */
function translatorContent(): string {
  translator ??= digest(
    own.map((name) => readFileSync(join(sourceFolder(), name), "utf8").replace(/\s+|,(?=\s*[)\]}])/g, "")).join(""),
  );
  return translator;
}

/** The folder of the sources, from a test as from what the compiler wrote of them. */
function sourceFolder(): string {
  const here = import.meta.dirname;
  return readdirSync(here).includes("script.ts") ? here : here.replace(join("test", "dist", "test"), "test");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function factContent(fact: Fact): unknown {
  const { mask, groups } = predicateOf(fact.predicate);
  return [fact.predicate, fact.vars, fact.numbers, mask, groups];
}

interface Statement {
  readonly from: readonly Pattern[];
  readonly to: Pattern;
  readonly when: readonly Fact[];
  readonly no: readonly (Readonly<Record<string, Example>> | string)[];
  readonly exact: boolean;
}

function statementOf(rule: EquationRule | Never): Statement {
  return "statement" in rule && "note" in rule
    ? { from: [rule.from], to: rule.to, when: rule.when, no: rule.no, exact: false }
    : { from: rule.from, to: rule.to, when: rule.when, no: rule.no, exact: isExact(rule) };
}

/** The content of a rule that its proof depends on. */
export function contentOf(rule: EquationRule | Never): string {
  const { from, to, when, no, exact } = statementOf(rule);
  const values = no.filter((each) => typeof each !== "string");
  const text = JSON.stringify([from, to, when.map(factContent), values, exact], (_, value: unknown) =>
    typeof value === "bigint"
      ? `${value}n`
      : Object.is(value, -0)
        ? "-0"
        : typeof value === "number"
          ? String(value)
          : value,
  );
  return digest(text + translatorContent());
}

/** Asks the solver to prove all left sides of `rule` equal to its right side, and to refute it without its conditions. */
export async function proveRule(rule: EquationRule, solver: Solver): Promise<RuleProof> {
  const names = variablesOf(rule.from[0]!);
  const to = termOf(rule.to, names);
  const cells: Cell[] = [];
  for (const side of rule.from) {
    const equation = { names, from: termOf(side, names), to, when: rule.when };
    try {
      cells.push(...(await prove(equation, solver, isExact(rule))));
    } catch (error) {
      if (error instanceof Refuted) {
        throw new Error(
          `${rule.id} is wrong: ${show(side)} is not ${show(rule.to)} for ${names.join(", ")} = ${shown(error.refutation.given)}`,
        );
      }
      throw new Error(`${rule.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const proved = new Set(cells.flatMap(({ theory }) => (theory === undefined ? [] : [theory])));
  const theories = (["int", "f64", "f32", "f16"] as const).filter((theory) => proved.has(theory));
  const rest = new Set(cells.flatMap(({ types, why }) => (why === undefined ? [] : [`${types.join(", ")}: ${why}`])));
  if (admitsObjects(names, rule.when)) rest.add("objects");
  return {
    content: contentOf(rule),
    theories: theories.length > 0 ? theories : proved.has("same") ? ["same"] : [],
    rest: [...rest].sort(),
    spent: cells.reduce((sum, cell) => sum + cell.spent, 0),
    counterExamples: await refuteExamples(rule, solver),
  };
}

/** Asks the solver to refute an equation that looks right inside its domain. */
export async function refuteNever(never: Never, solver: Solver): Promise<RuleProof> {
  const counterExamples = await refuteExamples(never, solver);
  return { content: contentOf(never), theories: [], rest: [], spent: 0, counterExamples };
}

async function refuteExamples(rule: EquationRule | Never, solver: Solver): Promise<string[]> {
  const { from, to, when, no } = statementOf(rule);
  const names = variablesOf(from[0]!);
  const results: string[] = [];
  for (const example of no) {
    if (typeof example === "string") continue;
    const given = names.map((name) => example[name]);
    if (!given.every((value) => typeof value === "number")) continue;
    const kept = when.filter((fact) => {
      const operands = fact.vars.map((name) => example[name]);
      return predicateOf(fact.predicate).onValues(operands, fact.numbers);
    });
    results.push(await refuteSides(from, to, kept, names, given, rule.id, solver));
  }
  return results;
}

async function refuteSides(
  from: readonly Pattern[],
  to: Pattern,
  when: readonly Fact[],
  names: readonly string[],
  given: readonly unknown[],
  id: string,
  solver: Solver,
): Promise<string> {
  const right: Term = termOf(to, names);
  const errors: string[] = [];
  let unstated = "";
  for (const side of from) {
    let result: Refuting;
    try {
      result = await refute({ names, from: termOf(side, names), to: right, when }, given, solver);
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    if (typeof result === "string") return `${shown(given)}: ${result}`;
    unstated = result.unstated;
  }
  if (unstated !== "") return `${shown(given)}: not stated (${unstated})`;
  throw new Error(`${id}: ${errors.join("; ")}`);
}

export { nevers };
