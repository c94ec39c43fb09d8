import { type Assumptions, isAssumptionName } from "./assumptions.ts";
import { OptionsError, oneOf, plainEntries, type Read, unknownName } from "./option-values.ts";
import { type RuleEntry, ruleCatalogue } from "./rule-catalogue.ts";

/** A named selection of rules. */
export type Preset = "exact" | "recommended" | "fast-math" | "size";

export const presets: readonly Preset[] = ["recommended"];
const presetsLater: readonly string[] = ["exact", "fast-math", "size"];

export type Switch = "on" | "off";

/** `{ extends: "recommended", "fusion/map-map": "off", "strings/*": "off" }`. */
export interface RuleSettings {
  readonly extends?: Preset;
  readonly [rule: string]: Switch | Preset | undefined;
}

/** A preset, and the rules that the user switched by name. */
export interface ResolvedRules {
  readonly preset: Preset;
  /** Rule ids to whether they are on. Rules that are not in it are as the preset has them. */
  readonly switches: ReadonlyMap<string, boolean>;
}

const readPreset = oneOf(presets, presetsLater);
const readSwitch = oneOf(["on", "off"]);

/** Reads `rules`. A group `subject/*` switches every rule of the subject; an id beats its group. */
export const readRules: Read<ResolvedRules> = (input, at) => {
  if (typeof input === "string") return { preset: readPreset(input, at), switches: new Map() };
  let preset: Preset = "recommended";
  const groups = new Map<string, boolean>();
  const single = new Map<string, boolean>();
  for (const [key, value] of plainEntries(input, at)) {
    if (key === "extends") preset = readPreset(value, `${at}.extends`);
    else {
      const ids = rulesNamed(key, at);
      const isOn = readSwitch(value, `${at}[${JSON.stringify(key)}]`) === "on";
      for (const id of ids) (key === id ? single : groups).set(id, isOn);
    }
  }
  return { preset, switches: new Map([...groups, ...single]) };
};

/** The ids that `name` stands for: itself, or those of its group. Throws when there is none. */
export function rulesNamed(name: string, at: string): readonly string[] {
  const ids = ruleCatalogue.map((rule) => rule.id);
  if (ids.includes(name)) return [name];
  const groups = new Set(ids.map(groupOf));
  if (groups.has(name)) return ids.filter((id) => groupOf(id) === name);
  if (name.endsWith("/*")) throw unknownName(at, "rule group", name, [...groups]);
  if (presets.some((preset) => preset === name)) {
    throw new OptionsError(
      `${at}: ${JSON.stringify(name)} is a preset, not a rule: write extends: ${JSON.stringify(name)}`,
    );
  }
  throw unknownName(at, "rule", name, [...ids, ...groups]);
}

/** Does `rule` take part under these options: by its switch, and by the assumptions that it needs? */
export function isRuleOn(
  rule: RuleEntry,
  options: { readonly rules: ResolvedRules; readonly assume: Assumptions },
): boolean {
  if (!(options.rules.switches.get(rule.id) ?? true)) return false;
  return rule.assume.every((name) => isAssumptionName(name) && options.assume[name]);
}

function groupOf(id: string): string {
  return `${id.slice(0, id.lastIndexOf("/"))}/*`;
}
