import type { Trial } from "./trial.ts";

/** The function of a unit, given what it needs from outside. */
export type Make = (...given: readonly unknown[]) => (...args: readonly unknown[]) => unknown;

/** Original and output, compiled. Each call of them evaluates the unit afresh. */
export interface BothVersions {
  readonly original: Make;
  readonly output: Make;
}

/** Compiles both versions. Throws what the engine says to a text that is no program. */
export function bothVersions({ before, after, given }: Trial): BothVersions {
  const names = given.map(({ name }) => name);
  const compile = (body: string): Make => {
    const make: unknown = new Function(...names, body);
    if (!isMake(make)) throw new Error("unreachable: Function makes functions");
    return make;
  };
  return { original: compile(before), output: compile(after) };
}

function isMake(value: unknown): value is Make {
  return typeof value === "function";
}
