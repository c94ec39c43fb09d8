/** What the generator means an expression to hold; hostile inputs break the promise at run time. */
export type Type = ScalarType | ElementArray | "num[][]";
export type ScalarType = "num" | "str" | "bool" | "big" | "any" | "obj" | "pair";
export type ElementArray = "num[]" | "str[]" | "obj[]" | "pair[]" | "any[]" | "bool[]";
export type ArrayType = ElementArray | "num[][]";

export function isArrayType(type: Type): type is ArrayType {
  return type.endsWith("[]");
}

export function elementOf(type: ArrayType): ScalarType | "num[]" {
  return type.slice(0, -2) as ScalarType | "num[]";
}

export function arrayOf(type: Type): ArrayType {
  if (type === "num[]") return "num[][]";
  return type === "big" || isArrayType(type) ? "any[]" : `${type}[]`;
}

/** TypeScript's name of `type`. */
export function annotation(type: Type): string {
  const names: Record<ScalarType, string> = {
    num: "number",
    str: "string",
    bool: "boolean",
    big: "bigint",
    any: "any",
    obj: "{ id: number; a: number; s: string; t: boolean; ns: number[]; o?: { a: number } }",
    pair: "[string, number]",
  };
  if (type === "num[][]") return "number[][]";
  if (!isArrayType(type)) return names[type];
  return `Array<${annotation(elementOf(type))}>`;
}

/** Fields of the records that programs work on. */
export const FIELDS: readonly (readonly [name: string, type: Type])[] = [
  ["id", "num"],
  ["a", "num"],
  ["s", "str"],
  ["t", "bool"],
  ["ns", "num[]"],
];

/** A variable of the program under construction. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly assignable: boolean;
}

/** How a whole program is coloured: drawn once, so that quiet programs stay quiet. */
export interface Style {
  /** How often callbacks and operands have effects: 0 to 1. */
  readonly impure: number;
  /** Names that clash with built-ins and with names that an optimizer may make up. */
  readonly clashing: boolean;
  readonly typescript: boolean;
  /** A script without `import` and `export`, in sloppy mode. */
  readonly sloppy: boolean;
  /** Prefer scalar arithmetic to arrays. */
  readonly scalar: boolean;
  /** Programs for runs that promise something must not break the promise themselves. */
  readonly tame: boolean;
  readonly noHoles: boolean;
  readonly plainReceivers: boolean;
  /** One function with hardly a statement: most mistakes need no more, and small programs are fast. */
  readonly small: boolean;
}
