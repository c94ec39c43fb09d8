import { type Preset, presets } from "../rules/index.ts";
import { OptionsError, oneOf, plainEntries, type Read, unknownName } from "./option-values.ts";
import { ruleCatalogue } from "./rule-catalogue.ts";

export type { Preset } from "../rules/index.ts";

export type Switch = "on" | "off";

/** `{ extends: "recommended", "fusion/map-map": "off", "string/*": "off" }`. */
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

const readPreset = oneOf(presets);
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
function rulesNamed(name: string, at: string): readonly string[] {
  const ids = ruleCatalogue.map((rule) => rule.id);
  if (ids.includes(name)) return [name];
  const groups = new Set(ids.map(groupOf));
  if (groups.has(name)) return ids.filter((id) => groupOf(id) === name);
  if (name.endsWith("/*")) throw unknownName(at, "rule group", name, [...groups]);
  if (presets.some((preset) => preset === name)) {
    const quoted = JSON.stringify(name);
    throw new OptionsError(`${at}: ${quoted} is a preset, not a rule: write extends: ${quoted}`);
  }
  throw unknownName(at, "rule", name, [...ids, ...groups]);
}

function groupOf(id: string): string {
  return `${id.slice(0, id.lastIndexOf("/"))}/*`;
}
