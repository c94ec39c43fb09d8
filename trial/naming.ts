import vm from "node:vm";

/** Names of built-in objects in traces and messages, so that every run gives them the same name. */
const NAMES: Map<object, string> = collect();

function collect(): Map<object, string> {
  const names = new Map<object, string>();
  for (const key of Object.getOwnPropertyNames(globalThis)) {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, key)?.value;
    if (typeof value !== "function" && (typeof value !== "object" || value === null)) continue;
    if (!names.has(value)) names.set(value, key);
    if (typeof value !== "function" && !["Math", "Reflect", "JSON", "Atomics"].includes(key)) continue;
    addMembers(names, value, key);
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (typeof prototype === "object" && prototype !== null) {
      names.set(prototype, `${key}.prototype`);
      addMembers(names, prototype, `${key}.prototype`);
    }
  }
  return names;
}

function addMembers(names: Map<object, string>, holder: object, path: string): void {
  for (const key of Reflect.ownKeys(holder)) {
    const value: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value;
    if (typeof value === "function" && !names.has(value)) names.set(value, `${path}.${String(key)}`);
  }
}

/** The name of a built-in function, prototype or namespace. */
export function nameOf(value: object): string | undefined {
  return NAMES.get(value);
}

/** `@@iterator` is the well-known symbol; any other name a registered one. */
export function symbolOf(name: string): symbol {
  const known: unknown = Reflect.get(Symbol, name.replace(/^@@/, ""));
  return name.startsWith("@@") && typeof known === "symbol" ? known : Symbol.for(name);
}

export function keyOf(key: string): string | symbol {
  return key.startsWith("@@") ? symbolOf(key) : key;
}

/** What the language itself binds in the global scope, and no host. */
export const builtinNames: ReadonlySet<string> = new Set(
  (vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[]).filter((name) => name !== "console"),
);
