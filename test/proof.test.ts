import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operators } from "../ir/operators.ts";
import { constant, type Payload, type Term } from "../ir/term.ts";
import { isInt32, isNumber, isNumeric } from "../rules/condition.ts";
import { allRules, isEquation, nevers } from "../rules/index.ts";
import { add, bitOr, div, ge, lt, mul, not, shl, shr, variable } from "../rules/pattern.ts";
import { rule } from "../rules/rule.ts";
import { interpreted, numbers } from "./ir-values.ts";
import { theories } from "./proof/numbers.ts";
import { proofsFile, readProofs, tagOf, tagsFile, tagsSource } from "./proof/record.ts";
import { contentOf, proveRule, type RuleProof, refuteNever } from "./proof/rule-proof.ts";
import { Unstated } from "./proof/script.ts";
import { Solver } from "./proof/solver.ts";
import { question } from "./proof/statement.ts";

/*
 * What the solver proved is kept in test/proof/proofs.json, by the content of rule and translator. Here: that the
 * record is of these rules, that the cheap half of it comes out again, and that the translator says what the
 * reference interpreter does. `npm run prove` does all of it anew.
 */

const proofs = readProofs();
const equations = allRules.filter(isEquation);
let solver: Solver;

beforeAll(async () => {
  solver = await Solver.open();
});

afterAll(() => solver.close());

function recordOf(rule: Parameters<typeof contentOf>[0]): RuleProof | undefined {
  const record = proofs[rule.id];
  return record?.content === contentOf(rule) ? record : undefined;
}

/** More work than a test should do: these come from the record. */
const CHEAP = 3_000;

describe("every equation is proved as its record says, or as far as the solver gets", () => {
  test.each(equations)(
    "$id",
    async (rule) => {
      const record = recordOf(rule);
      if (record !== undefined && (record.spent > CHEAP || record.counterExamples.length > 0)) return;
      // A rule without a record is proved now: wrong ones end here, with values that tell its sides apart.
      const proof = await proveRule(rule, solver);
      if (record === undefined) console.warn(`${rule.id} has no record of its proof: npm run prove -- --missing`);
      else expect(proof.theories, `${rule.id}: the recorded proof is not reproduced`).toEqual(record.theories);
    },
    600_000,
  );

  test("records are of rules that there are", () => {
    const ids = new Set([...equations, ...nevers].map(({ id }) => id));
    expect(Object.keys(proofs).filter((id) => !ids.has(id))).toEqual([]);
  });

  test("a rule that nothing proves says so", () => {
    const unproved = equations.filter((rule) => recordOf(rule)?.theories.length === 0);
    for (const rule of unproved) expect(["exhaustive", "sampled", "law"], rule.id).toContain(rule.proof);
    expect(unproved.length).toBeLessThan(equations.length / 3);
  });
});

describe("a rule that is wrong ends with its name and values that tell its sides apart", () => {
  const [x, y] = [variable("x"), variable("y")];
  const examples = { yes: ["n"], no: ["n"] };
  const wrong = [
    // The sign of zero.
    rule("wrong/add-zero", add(x, 0), x, { when: [isNumber(x)], ...examples }),
    // Overflow of 32 bits.
    rule("wrong/shift", mul(x, 2), shl(x, 1), { when: [isInt32(x)], ...examples }),
    // NaN.
    rule("wrong/not-lt", not(lt(x, y)), ge(x, y), { when: [isNumber(x), isNumber(y)], ...examples }),
    // Other types than booleans.
    rule("wrong/not-not", not(not(x)), x, examples),
    // BigInts do not mix with numbers.
    rule("wrong/pos", mul(x, 1), x, { when: [isNumeric(x)], ...examples }),
    // Truncation against floor.
    rule("wrong/floor", bitOr(div(x, 2), 0), shr(x, 1), { when: [isInt32(x)], ...examples }),
  ];

  test.each(wrong)("$id", async (each) => {
    await expect(proveRule(each, solver)).rejects.toThrow(`${each.id} is wrong: `);
  });
});

describe("the solver refutes, and running confirms", () => {
  const isOfNumbers = (example: object): boolean => Object.values(example).every((each) => typeof each === "number");
  const refuted = [...equations, ...nevers].map((rule) => ({
    id: rule.id,
    rule,
    examples: rule.no.filter((each) => typeof each !== "string" && isOfNumbers(each)).length,
  }));

  test.each(refuted.filter(({ examples }) => examples > 0))(
    "$id",
    async ({ rule, examples }) => {
      const record =
        recordOf(rule) ?? ("note" in rule ? await refuteNever(rule, solver) : await proveRule(rule, solver));
      expect(record.counterExamples.length, `${rule.id}: npm run prove`).toBe(examples);
    },
    600_000,
  );

  test("of the counter-examples of numbers, few are beyond what the solver can be told", () => {
    const all = Object.values(proofs).flatMap((proof) => proof.counterExamples);
    const unstated = all.filter((each) => each.includes("not stated"));
    console.log(`${all.length} counter-examples of numbers, ${unstated.length} not stated`);
    expect(all.filter((each) => each.endsWith(": found")).length).toBeGreaterThan(all.length / 3);
    expect(unstated.length).toBeLessThan(all.length / 5);
  });
});

test("the shipped tags are those of the records", () => {
  const source = readFileSync(tagsFile, "utf8");
  for (const [id, proof] of Object.entries(proofs)) {
    if (!equations.some((rule) => rule.id === id)) continue;
    const [theories, rest] = tagOf(proof);
    expect(source, `${id}: npm run prove -- --missing writes ${tagsFile} from ${proofsFile}`).toContain(
      `"${id}": [${JSON.stringify(theories)}, ${JSON.stringify(rest)}]`,
    );
  }
  expect(tagsSource(proofs).split("\n").length).toBeLessThanOrEqual(source.split("\n").length);
});

describe("the translator says what the interpreter does", () => {
  const payloads: readonly Payload[] = [...numbers, true, false, null, undefined];
  const scalar = [...operators.values()].filter(
    ({ form, arity, name }) =>
      ["prefix", "infix", "conditional", "call"].includes(form.kind) &&
      arity !== 0 &&
      name !== "**" &&
      name !== "Math.pow",
  );
  let [stated, asked] = [0, 0];

  test.each(scalar)("$name", async ({ name, arity }) => {
    const count = arity === -1 ? 2 : arity;
    let seed = name.length * 7919;
    const pick = (): Payload => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return payloads[(seed >> 8) % payloads.length];
    };
    for (let round = 0; round < 12; round++) {
      const term: Term = { op: name, args: Array.from({ length: count }, () => constant(pick())) };
      const { value, thrown } = interpreted(term, [], new Set())([]);
      if (thrown !== undefined || typeof value === "object" || typeof value === "symbol") continue;
      asked++;
      try {
        const equation = { names: [], from: term, to: constant(value as Payload), when: [] };
        const { text, trivial, uninterpreted } = question(equation, [], theories.find((each) => each.name === "f64")!);
        if (uninterpreted) continue;
        stated++;
        if (trivial) continue;
        const { status } = await solver.ask(text, [], 2_000_000);
        expect(status, `${JSON.stringify(term)} is ${String(value)}`).toBe("unsat");
      } catch (error) {
        if (!(error instanceof Unstated)) throw error;
      }
    }
  });

  test("of most operators", () => {
    expect(stated).toBeGreaterThan(asked / 2);
  });
});
