import { ANY, BOOLEAN, type Kinds, NULLISH, NUMBER, PROTO, STRING } from "../ir/kinds.ts";

/** The JavaScript test that holds exactly where the variable `name` is within `kinds`; undefined if there is none. */
export function kindTest(name: string, kinds: Kinds, isTyped: boolean): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} != null`;
  return partsOf(kinds)
    ?.map(([type, isName]) => {
      const isType = `typeof ${name} === "${type}"`;
      return isName ? `${isType} && ${asText(name, isTyped)} !== "__proto__"` : isType;
    })
    .join(" || ");
}

/** The test that fails where {@link kindTest} holds, of what is known to be within `known`. */
export function kindFails(name: string, kinds: Kinds, known: Kinds, isTyped: boolean): string | undefined {
  if (kinds === (ANY & ~NULLISH)) return `${name} == null`;
  const isProto = `${asText(name, isTyped)} === "__proto__"`;
  if ((known & ~kinds) === PROTO) return isProto;
  return partsOf(kinds)
    ?.map(([type, isName]) => {
      const isOther = `typeof ${name} !== "${type}"`;
      return isName ? `(${isOther} || ${isProto})` : isOther;
    })
    .join(" && ");
}

/** TypeScript does not compare texts of which it knows that they are never the same. */
function asText(name: string, isTyped: boolean): string {
  return isTyped ? `(${name} as unknown)` : name;
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
