import type { RuleInfo } from "../rules/index.ts";
import { allRules, proofOf, selectRules } from "../rules/index.ts";
import type { Assumptions } from "./assumptions.ts";
import type { ResolvedRules } from "./rule-settings.ts";

/** What options, reports and documentation need to know of a rule: plain text, sorted by id. */
export interface RuleEntry extends Pick<RuleInfo, "id" | "statement" | "conditions" | "assume" | "proof" | "yes"> {
  /** Where it must not fire: source text, or values that refute the equation without its conditions. */
  readonly no: readonly string[];
  /** What was proved how, in words: `proof` is the weakest part of it. */
  readonly proved: string;
}

/** Every rule, sorted by id. */
export const ruleCatalogue: readonly RuleEntry[] = allRules
  .map((rule) => {
    const { id, statement, conditions, assume, yes, no } = rule;
    const { level: proof, text: proved } = proofOf(rule);
    return { id, statement, conditions, assume, proof, proved, yes, no: no.map(shownExample) };
  })
  .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The ids of the rules that take part under these options. */
export function enabledRules(rules: ResolvedRules, assume: Assumptions): ReadonlySet<string> {
  const overrides = Object.fromEntries([...rules.switches].map(([id, isOn]) => [id, isOn ? "on" : "off"] as const));
  return new Set(selectRules({ preset: rules.preset, overrides, assume }).map(({ id }) => id));
}

function shownExample(example: RuleInfo["no"][number]): string {
  if (typeof example === "string") return example;
  return Object.entries(example)
    .map(([name, value]) => `${name} = ${shownValue(value)}`)
    .join(", ");
}

type Example = Exclude<RuleInfo["no"][number], string>[string];

function shownValue(value: Example): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${shownValue(field)}`);
  return `{ ${fields.join(", ")} }`;
}
