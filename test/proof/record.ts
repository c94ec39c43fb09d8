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

/** The tag of a rule: what the solver proved of it, and what is left to running it. */
export function tagOf(proof: RuleProof): string {
  const { theories, rest } = proof;
  const types = rest.filter((each) => each !== "objects");
  const objects = rest.includes("objects");
  if (theories.length === 0) return "";
  const proved = theories.filter((each) => each !== "same");
  return [
    `smt${proved.length === 0 ? "" : ` ${proved.join(" ")}`}`,
    ...(types.length > 0 ? ["some types"] : []),
    ...(objects ? ["objects"] : []),
  ].join(", ");
}

export function tagsSource(proofs: Proofs): string {
  const rows = allRules
    .filter(isEquation)
    .flatMap(({ id }) =>
      proofs[id] === undefined ? [] : [`  ${JSON.stringify(id)}: ${JSON.stringify(tagOf(proofs[id]))},`],
    )
    .sort();
  return `/** Written by \`npm run prove\`. */\nexport const proofTags: Readonly<Record<string, string>> = {\n${rows.join("\n")}\n};\n`;
}
