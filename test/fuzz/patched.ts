import type { Caller } from "../../trial/run.ts";

/** Built-ins that programs call and that the fuzzer's own code can do with a wrapper around. */
const PATCHED: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [
    Array.prototype,
    "map filter reduce reduceRight forEach some every find findIndex findLast findLastIndex includes indexOf lastIndexOf join flat flatMap slice concat at pop fill".split(
      " ",
    ),
  ],
  [Array, ["from", "isArray"]],
  [Math, Object.getOwnPropertyNames(Math).filter((name) => name === name.toLowerCase())],
  [Number, ["isNaN", "isInteger", "isFinite"]],
  [Object, ["keys", "values", "entries", "fromEntries", "is", "assign"]],
  [
    String.prototype,
    "split charAt includes indexOf slice concat toLowerCase toUpperCase startsWith endsWith trim at repeat".split(" "),
  ],
  [Map.prototype, ["get", "set", "has"]],
  [Set.prototype, ["add", "has", "delete"]],
];

/**
 * Calls with patched built-ins: each says in the trace that it ran. For the mode in which nobody promises that they are
 * intact: a call too many or too few is seen.
 */
export function patched(caller: Caller): Caller {
  return (body, world) => {
    let isNoting = false;
    const note = (name: string): void => {
      if (isNoting) return;
      isNoting = true;
      try {
        world.note(`patched ${name}`);
      } finally {
        isNoting = false;
      }
    };
    const before = PATCHED.map(([owner, names]) =>
      names.map((name) => [name, Object.getOwnPropertyDescriptor(owner, name)] as const),
    );
    PATCHED.forEach(([owner], index) => {
      for (const [name, descriptor] of before[index] ?? []) {
        const own: unknown = descriptor?.value;
        if (descriptor === undefined || typeof own !== "function") continue;
        const value = {
          [name](this: unknown, ...args: unknown[]): unknown {
            note(name);
            return Reflect.apply(own, this, args);
          },
        }[name];
        Object.defineProperty(owner, name, { ...descriptor, value });
      }
    });
    try {
      return caller(body, world);
    } finally {
      for (let index = 0; index < PATCHED.length; index++) {
        const owner = PATCHED[index]?.[0];
        for (const [name, descriptor] of before[index] ?? [])
          if (owner !== undefined && descriptor !== undefined) Object.defineProperty(owner, name, descriptor);
      }
    }
  };
}
