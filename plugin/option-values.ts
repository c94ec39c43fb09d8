import { suggestion } from "./nearest-name.ts";

/** The user's options are wrong. The message says where, what was seen and what would be right. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

/** Reads one value given at `at` (`limits.nodes`), or throws an {@link OptionsError}. */
export type Read<Value> = (input: unknown, at: string) => Value;

/** One of `values`; those in `later` exist in the design and do nothing yet. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
  later: readonly string[] = [],
): Read<Value> {
  return (input, at) => {
    const found = values.find((value) => value === input);
    if (found !== undefined) return found;
    const offered = `use ${listOf(values.map(quote), "or")}`;
    if (typeof input !== "string") throw wrongType(at, listOf(values.map(quote), "or"), input);
    if (later.includes(input)) throw new OptionsError(`${at}: ${quote(input)} is not supported yet; ${offered}`);
    throw new OptionsError(`${at}: unknown value ${quote(input)}${suggestion(input, values) || `: ${offered}`}`);
  };
}

export function numberFrom(least: number): Read<number> {
  return (input, at) => {
    if (typeof input === "number" && input >= least) return input;
    throw wrongType(at, `a number of at least ${least}`, input);
  };
}

export function integerFrom(least: number): Read<number> {
  return (input, at) => {
    if (typeof input === "number" && Number.isSafeInteger(input) && input >= least) return input;
    throw wrongType(at, `an integer of at least ${least}`, input);
  };
}

export const aBoolean: Read<boolean> = (input, at) => {
  if (typeof input === "boolean") return input;
  throw wrongType(at, "true or false", input);
};

/** A list of strings; one string stands for a list of one. */
export const strings: Read<readonly string[]> = (input, at) => {
  const list: unknown[] = Array.isArray(input) ? input : [input];
  return list.map((item) => {
    if (typeof item === "string" && item !== "") return item;
    throw wrongType(at, "a string or an array of strings", input);
  });
};

/** The own entries of an object whose keys are all among `names`; `what` names a key in the error. */
export function entriesOf(input: unknown, at: string, what: string, names: readonly string[]): [string, unknown][] {
  const entries = plainEntries(input, at);
  for (const [key] of entries) {
    if (!names.includes(key)) throw unknownName(at, what, key, names);
  }
  return entries;
}

/** The own entries of an object that is no array. Keys set to `undefined` count as absent. */
export function plainEntries(input: unknown, at: string): [string, unknown][] {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw wrongType(at, "an object", input);
  return Object.entries(input).filter(([, value]) => value !== undefined);
}

export function unknownName(at: string, what: string, name: string, names: readonly string[]): OptionsError {
  return new OptionsError(`unknown ${what} ${quote(name)} in ${at}${suggestion(name, names)}`);
}

export function wrongType(at: string, expected: string, input: unknown): OptionsError {
  return new OptionsError(`${at} must be ${expected}, not ${shown(input)}`);
}

/** `a, b or c`. */
export function listOf(words: readonly string[], join: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function shown(input: unknown): string {
  if (typeof input === "string") return quote(input);
  if (typeof input === "function") return "a function";
  if (Array.isArray(input)) return "an array";
  if (typeof input === "object" && input !== null) return "an object";
  return String(input);
}
