import { existsSync, writeFileSync } from "node:fs";
import { allRules, isEquation, nevers } from "../../rules/index.ts";
import { proofsFile, readProofs, tagsFile, tagsSource, writtenProofs } from "./record.ts";
import { contentOf, proveRule, type RuleProof, refuteNever } from "./rule-proof.ts";
import { Solver } from "./solver.ts";

/**
 * `npm run prove`: asks the solver about every equation and writes what it says. `-- --missing` only about those
 * without a record of their present content; `-- ID…` only about these.
 * Exit code 1 where one is refuted, 2 on wrong usage.
 */
async function main(argv: readonly string[]): Promise<number> {
  const missing = argv.includes("--missing");
  const ids = argv.filter((arg) => arg !== "--missing");
  const known = existsSync(proofsFile) ? readProofs() : {};
  const all = [...allRules.filter(isEquation), ...nevers.map((never) => ({ ...never, never }))];
  const unknown = ids.filter((id) => !all.some((each) => each.id === id));
  if (unknown.length > 0) {
    console.error(`there is no rule ${unknown.join(", ")}\nusage: npm run prove [-- --missing | RULE...]`);
    return 2;
  }
  const proofs: Record<string, RuleProof> = {};
  const wrong: string[] = [];
  const solver = await Solver.open();
  for (const rule of all) {
    const record = known[rule.id];
    const fresh = record !== undefined && record.content === contentOf(rule);
    const wanted = ids.length > 0 ? ids.includes(rule.id) : !missing || !fresh;
    if (!wanted) {
      if (fresh) proofs[rule.id] = record;
      continue;
    }
    const start = Date.now();
    if (Object.keys(proofs).length % 20 === 0) writeFileSync(proofsFile, writtenProofs(proofs));
    try {
      const proof = "never" in rule ? await refuteNever(rule.never, solver) : await proveRule(rule, solver);
      proofs[rule.id] = proof;
      const said = [proof.theories.join(" "), ...proof.rest, ...proof.counterExamples].join(" | ");
      console.log(`${rule.id}  ${said}  (${proof.spent}, ${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
      console.log(`WRONG ${wrong.at(-1)}`);
    }
  }
  writeFileSync(proofsFile, writtenProofs(proofs));
  writeFileSync(tagsFile, tagsSource(proofs));
  console.log(`${Object.keys(proofs).length} records, ${wrong.length} wrong`);
  for (const text of wrong) console.error(text);
  return wrong.length === 0 ? 0 : 1;
}

// The solver's threads would keep the process alive.
process.exit(await main(process.argv.slice(2)));
