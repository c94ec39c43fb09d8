import { type Rule, selectRules } from "../rules/index.ts";
import type { ResolvedOptions } from "./options.ts";

/** Equal for options that switch on the same rules, with the same facts. */
export function selectionKey({ rules, assume }: ResolvedOptions): string {
  return JSON.stringify([rules.preset, [...rules.switches], assume]);
}

/** The rules that these options switch on. */
export function selectedRules({ rules, assume }: ResolvedOptions): readonly Rule[] {
  const overrides = Object.fromEntries([...rules.switches].map(([id, isOn]) => [id, isOn ? "on" : "off"] as const));
  return selectRules({ preset: rules.preset, overrides, assume });
}
