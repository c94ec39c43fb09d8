import { isWithin, OBJECT, PRIMITIVE } from "../../ir/kinds.ts";
import type { Fact } from "../../rules/condition.ts";
import { executed, sameOutcome } from "../ir-values.ts";
import { constantsOf, kindsOfType, kindsOfVariable } from "./assumed.ts";
import { type Theory, theories } from "./numbers.ts";
import { Unstated } from "./script.ts";
import type { Solver } from "./solver.ts";
import { convertibles, type Domain, type Equation, type Question, question } from "./statement.ts";
import type { PrimType } from "./values.ts";

/** Work that the solver may do on one question, in its own count: half a minute at most. */
const limits: Readonly<Record<Theory["name"], number>> = {
  int: 3_000_000,
  f64: 9_000_000,
  f32: 5_000_000,
  f16: 12_000_000,
};

const primTypes: readonly PrimType[] = ["number", "boolean", "bigint", "string", "symbol", "undefined", "null"];

/** An equation on operands of certain types: by which theory it was proved, or why not. */
export interface Cell {
  readonly types: readonly string[];
  readonly theory?: Theory["name"] | "same";
  readonly why?: string;
  readonly spent: number;
}

/** Values on which the sides differ although the conditions hold: found by the solver, confirmed by running both. */
export interface Refutation {
  readonly names: readonly string[];
  readonly given: readonly unknown[];
}

export class Refuted extends Error {
  override readonly name = "Refuted";
  readonly refutation: Refutation;

  constructor(refutation: Refutation, message: string) {
    super(message);
    this.refutation = refutation;
  }
}

/** Asks whether `equation` holds, by types of operands. @throws Refuted */
export async function prove(equation: Equation, solver: Solver, mayBeRefuted: boolean): Promise<Cell[]> {
  const choices = equation.names.map((name) => choicesOf(name, equation.when));
  const cells: Cell[] = [];
  for (const domains of combinations(choices)) {
    for (const cell of await proveCell(equation, domains, solver, mayBeRefuted)) add(cells, cell);
  }
  return cells;
}

/** Cells of the same types are one: constants are taken one by one. */
function add(cells: Cell[], cell: Cell): void {
  const index = cells.findIndex((each) => each.types.join() === cell.types.join());
  const known = cells[index];
  if (known === undefined) {
    cells.push(cell);
    return;
  }
  const spent = known.spent + cell.spent;
  if (known.theory === undefined) cells[index] = { ...known, spent };
  else if (cell.theory === undefined) cells[index] = { ...cell, spent };
  else cells[index] = { ...known, theory: weaker(known.theory, cell.theory), spent };
}

const strengths = ["same", "int", "f64", "f32", "f16"] as const;

function weaker(a: (typeof strengths)[number], b: (typeof strengths)[number]): (typeof strengths)[number] {
  return strengths.indexOf(a) < strengths.indexOf(b) ? b : a;
}

/** The domains of a variable that are asked of together: numbers, and all others; or constants, one by one. */
function choicesOf(name: string, when: readonly Fact[]): readonly Domain[] {
  const constants = constantsOf(name, when);
  if (constants !== undefined) return constants.map((constant) => ({ constant }));
  const left = kindsOfVariable(name, when);
  const types = primTypes.filter((type) => (kindsOfType[type] & left) !== 0);
  const groups = [
    types.filter((type) => type === "number"),
    types.filter((type) => convertibles.has(type)),
    types.filter((type) => type !== "number" && !convertibles.has(type)),
  ];
  return groups.filter((group) => group.length > 0).map((group) => ({ types: group }));
}

/** May a variable be an object, of which the solver says nothing? */
export function admitsObjects(names: readonly string[], when: readonly Fact[]): boolean {
  return names.some((name) => !isWithin(kindsOfVariable(name, when) & OBJECT, PRIMITIVE));
}

function* combinations(choices: readonly (readonly Domain[])[]): Generator<readonly Domain[]> {
  const [first, ...rest] = choices;
  if (first === undefined) yield [];
  else for (const choice of first) for (const others of combinations(rest)) yield [choice, ...others];
}

async function proveCell(
  equation: Equation,
  domains: readonly Domain[],
  solver: Solver,
  mayBeRefuted: boolean,
): Promise<Cell[]> {
  const types = domains.map(typesOf);
  let why = "";
  let spent = 0;
  if (domains.some(isConvertible) && !domains.some((domain) => "types" in domain && domain.onlyConverted)) {
    const converted = domains.map((domain) =>
      isConvertible(domain) ? { ...domain, onlyConverted: true as const } : domain,
    );
    const [cell] = await proveCell(equation, converted, solver, mayBeRefuted);
    if (cell?.theory !== undefined) return [cell];
    spent += cell?.spent ?? 0;
  }
  for (const theory of theories) {
    let asked: Question;
    try {
      asked = question(equation, domains, theory);
    } catch (error) {
      if (!(error instanceof Unstated)) throw error;
      why = error.message;
      continue;
    }
    if (asked.trivial) return [{ types, theory: "same", spent }];
    const verdict = await solver.ask(asked.text, asked.names, limits[theory.name]);
    spent += verdict.spent;
    if (verdict.status === "unsat") return [{ types, theory: theory.name, spent }];
    why = verdict.status === "sat" ? `refuted in ${theory.name}` : `beyond the solver in ${theory.name}`;
    if (verdict.status === "sat" && theory.name === "f64") {
      if (asked.uninterpreted) why = "functions of which the solver knows nothing";
      else {
        const given = asked.read(verdict.model);
        const differs = differ(equation, given);
        if (mayBeRefuted && differs) throw new Refuted({ names: equation.names, given }, "the solver refutes it");
        if (!differs) throw new Error(`the solver's counter-example is none: ${shown(given)}\n${asked.text}`);
        break;
      }
    }
  }
  const wide = domains.findIndex((domain) => "types" in domain && domain.types.length > 1 && !domain.onlyConverted);
  const domain = domains[wide];
  if (domain === undefined || !("types" in domain)) return [{ types, why, spent }];
  const cells: Cell[] = [];
  for (const type of domain.types) {
    cells.push(...(await proveCell(equation, domains.with(wide, { types: [type] }), solver, mayBeRefuted)));
  }
  return cells;
}

function isConvertible(domain: Domain): domain is Domain & { readonly types: readonly PrimType[] } {
  return "types" in domain && domain.types.length > 1 && domain.types.every((type) => convertibles.has(type));
}

function typesOf(domain: Domain): string {
  return "types" in domain ? domain.types.join("|") : "constant";
}

/** Do the sides differ when they are run? */
export function differ({ from, to, names }: Equation, given: readonly unknown[]): boolean {
  const quiet = new Set<string>();
  return !sameOutcome(executed(from, names, quiet)(given), executed(to, names, quiet)(given));
}

export function shown(given: readonly unknown[]): string {
  return given
    .map((value) =>
      Object.is(value, -0)
        ? "-0"
        : typeof value === "bigint"
          ? `${value}n`
          : typeof value === "string"
            ? JSON.stringify(value)
            : String(value),
    )
    .join(", ");
}

/** How the solver refutes an equation: on values of its own choice, or told which. */
export type Refuting = "found" | "confirmed" | { readonly unstated: string };

/**
 * Lets the solver refute `equation` on numbers: freely, or else on `example`. The counter-example is run.
 * @throws Error if solver and host disagree
 */
export async function refute(equation: Equation, example: readonly unknown[], solver: Solver): Promise<Refuting> {
  const free = example.map((value, index): Domain => {
    const one = constantsOf(equation.names[index]!, equation.when) !== undefined;
    return one ? { constant: value } : { types: [typeOf(value)] };
  });
  const pinned = example.map((constant): Domain => ({ constant }));
  let unstated: string | undefined;
  for (const domains of [free, pinned]) {
    for (const theory of theories.filter(({ name }) => name === "int" || name === "f64")) {
      let asked: Question;
      try {
        asked = question(equation, domains, theory, "refute");
      } catch (error) {
        if (!(error instanceof Unstated)) throw error;
        unstated = error.message;
        continue;
      }
      if (asked.trivial) continue;
      if (asked.uninterpreted) {
        unstated = "functions of which the solver knows nothing";
        continue;
      }
      const verdict = await solver.ask(asked.text, asked.names, 4_000_000);
      if (verdict.status !== "sat") continue;
      const given = asked.read(verdict.model);
      if (!differ(equation, given)) throw new Error(`the solver's counter-example is none: ${shown(given)}`);
      return domains === free ? "found" : "confirmed";
    }
  }
  if (unstated !== undefined) return { unstated };
  throw new Error(`the solver does not see that ${shown(example)} refutes it`);
}

function typeOf(value: unknown): PrimType {
  if (value === null) return "null";
  const type = typeof value;
  if (type === "object" || type === "function") throw new Unstated("an object");
  return type;
}
