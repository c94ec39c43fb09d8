import { ANY, BOOLEAN, type Kinds, NULLISH, NUMBER, PROTO, STRING } from "../ir/kinds.ts";

/** The JavaScript test that holds exactly where the variable `name` is within `kinds`; undefined if there is none. */
export function kindTest(name: string, kinds: Kinds): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} != null`;
  return partsOf(kinds)
    ?.map(([type, isName]) => `typeof ${name} === "${type}"${isName ? ` && ${name} !== "__proto__"` : ""}`)
    .join(" || ");
}

/** The test that fails where {@link kindTest} holds, of what is known to be within `known`. */
export function kindFails(name: string, kinds: Kinds, known: Kinds): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} == null`;
  if ((known & ~kinds) === PROTO) return `${name} === "__proto__"`;
  return partsOf(kinds)
    ?.map(([type, isName]) => {
      const isOther = `typeof ${name} !== "${type}"`;
      return isName ? `(${isOther} || ${name} === "__proto__")` : isOther;
    })
    .join(" && ");
}

/** The types that make up `kinds`, and of which of them it is all but "__proto__". */
function partsOf(kinds: Kinds): (readonly [type: string, isName: boolean])[] | undefined {
  const parts: [string, boolean][] = [];
  let rest = kinds;
  for (const [mask, type] of types) {
    const isName = mask === STRING && (rest & PROTO) === 0;
    const wanted = isName ? mask & ~PROTO : mask;
    if ((rest & wanted) !== wanted) continue;
    parts.push([type, isName]);
    rest &= ~wanted;
  }
  return rest === 0 && parts.length > 0 ? parts : undefined;
}

const types: readonly (readonly [Kinds, string])[] = [
  [NUMBER, "number"],
  [STRING, "string"],
  [BOOLEAN, "boolean"],
];
