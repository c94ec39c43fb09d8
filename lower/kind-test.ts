import { ANY, BOOLEAN, type Kinds, NULLISH, NUMBER, STRING } from "../ir/kinds.ts";

/** The JavaScript test that holds exactly where the variable `name` is within `kinds`; undefined if there is none. */
export function kindTest(name: string, kinds: Kinds): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} != null`;
  const parts: string[] = [];
  let rest = kinds;
  for (const [mask, type] of types) {
    if ((rest & mask) !== mask) continue;
    parts.push(`typeof ${name} === "${type}"`);
    rest &= ~mask;
  }
  return rest === 0 && parts.length > 0 ? parts.join(" || ") : undefined;
}

/** The test that fails where {@link kindTest} holds. */
export function kindFails(name: string, kinds: Kinds): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} == null`;
  return kindTest(name, kinds)?.replaceAll("===", "!==").replaceAll("||", "&&");
}

const types: readonly (readonly [Kinds, string])[] = [
  [NUMBER, "number"],
  [STRING, "string"],
  [BOOLEAN, "boolean"],
];
