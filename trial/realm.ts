import vm from "node:vm";

/** The built-ins of another realm: its arrays are arrays, but their prototype is not ours. */
export interface Realm {
  readonly Array: ArrayConstructor;
  readonly Object: ObjectConstructor;
}

let realm: Realm | undefined;

/** One other realm for the whole process; nobody patches it. */
export function otherRealm(): Realm {
  realm ??= vm.runInNewContext("({ Array, Object })") as Realm;
  return realm;
}
