import { type Rule, rounding, selectRules } from "../rules/index.ts";
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

const loneByKey = new Map<string, boolean>();
const knownLone = new WeakMap<ResolvedOptions, boolean>();

/** Do these options make a loop of one call that pays by itself? */
export function makesLoneLoops(options: ResolvedOptions): boolean {
  let known = knownLone.get(options);
  if (known === undefined) {
    const key = selectionKey(options);
    known = loneByKey.get(key) ?? selectedRules(options).some(({ lone }) => lone);
    loneByKey.set(key, known);
    knownLone.set(options, known);
  }
  return known;
}

/** Is one of `rules` true but for rounding? */
export function someRound(rules: readonly Rule[]): boolean {
  return rules.some(({ assume }) => assume.some((each) => rounding.includes(each)));
}

/** The same options without the rules that are true but for rounding. */
export function withoutRounding(options: ResolvedOptions): ResolvedOptions {
  const { rules, assume } = options;
  const none = Object.fromEntries(rounding.map((each) => [each, false]));
  const preset = rules.preset === "fast-math" ? "recommended" : rules.preset;
  return { ...options, rules: { ...rules, preset }, assume: { ...assume, ...none } };
}
