import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules, isEquation } from "../../rules/index.ts";
import type { RuleProof } from "./rule-proof.ts";

const root = import.meta.dirname.replace(/[\\/]test[\\/](?:dist[\\/]test[\\/])?proof$/, "");

/** What the solver said of each rule and each equation that looks right, by id. */
export const proofsFile: string = join(root, "test", "proof", "proofs.json");
/** What of it is shipped. */
export const tagsFile: string = join(root, "rules", "proof-tags.ts");

export type Proofs = Readonly<Record<string, RuleProof>>;

export function readProofs(): Proofs {
  return JSON.parse(readFileSync(proofsFile, "utf8")) as Proofs;
}

/** One line a rule, sorted: what two branches add is merged line by line. */
export function writtenProofs(proofs: Proofs): string {
  const lines = Object.keys(proofs)
    .sort()
    .map((id) => `${JSON.stringify(id)}: ${JSON.stringify(proofs[id])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** What is shipped of a record: the theories of the proof, and the operands of which it says nothing. */
export function tagOf({ theories, rest }: RuleProof): readonly [theories: string, rest: string] {
  if (theories.length === 0) return ["", ""];
  const named = theories.map((each) => (each === "same" ? "terms" : each)).join(" ");
  const types = rest.filter((each) => each !== "objects").map((each) => each.split(": ")[0]!);
  // A rule with many operands would list all combinations.
  const some = types.length === 0 ? [] : types.length <= 2 ? types : ["other types"];
  return [named, [...some, ...(rest.includes("objects") ? ["objects"] : [])].join("; ")];
}

export function tagsSource(proofs: Proofs): string {
  const rows = allRules
    .filter(isEquation)
    .flatMap(({ id }) => (proofs[id] === undefined ? [] : [[id, tagOf(proofs[id])] as const]))
    .map(([id, [theories, rest]]) => `  ${JSON.stringify(id)}: [${JSON.stringify(theories)}, ${JSON.stringify(rest)}],`)
    .sort();
  return `/** What the solver proved, by rule: in which theories, and of which operands it says nothing. Written by \`npm run prove\`. */
export const proofTags: Readonly<Record<string, readonly [theories: string, rest: string]>> = {
${rows.join("\n")}
};
`;
}
