import { proofTags } from "./proof-tags.ts";
import type { Proof, RuleInfo } from "./rule.ts";

/** How a rule is proved, and in words. */
export interface ProofOf {
  readonly level: Proof;
  readonly text: string;
}

/**
 * What the solver proved of a rule (`npm run prove`), and what is left to running both sides. The level is that of the
 * weakest part: `smt` only where the solver proved all of it, for doubles.
 */
export function proofOf({ id, proof, scope }: Pick<RuleInfo, "id" | "proof" | "scope">): ProofOf {
  const tag = proofTags[id];
  if (tag === undefined || tag[0] === "")
    return { level: proof, text: scope === undefined ? proof : `${proof}, ${scope}` };
  const [theories, rest] = tag;
  const isSmaller = /f32|f16/.test(theories);
  if (rest === "")
    return isSmaller ? { level: proof, text: `smt ${theories}, ${proof}` } : { level: "smt", text: `smt ${theories}` };
  return { level: proof, text: `smt ${theories}, ${proof} for ${rest}` };
}
