import vm from "node:vm";
import { otherRealm } from "../../trial/realm.ts";
import { keepRealm } from "./realm-guard.ts";

/** What programs may do to built-in objects, and an expression that is true while they are as they were. */
const DEEDS: readonly (readonly [deed: string, intact: string])[] = [
  ["Array.prototype.x = 1", "!('x' in [])"],
  ["Array.prototype[1] = 1", "!(1 in [])"],
  ["Array.prototype.push(4)", "Array.prototype.length === 0"],
  ["Array.prototype.map = 5", "[1].map(String)[0] === '1'"],
  ["delete Array.prototype.map", "[1].map(String)[0] === '1'"],
  ["Array.prototype[Symbol.iterator] = 5", "[...[1]].length === 1"],
  ["Object.setPrototypeOf(Array.prototype, null)", "[].hasOwnProperty('length')"],
  ["Object.defineProperty(Array.prototype, 2, { get: () => 1, configurable: true })", "!(2 in [])"],
  ["Object.defineProperty(Object.prototype, 'k', { value: 1, configurable: true })", "!('k' in {})"],
  ["Number.prototype.k = 1", "(1).k === undefined"],
  ["Math.max = () => 7", "Math.max(1, 2) === 2"],
  ["Array = Object", "new Array(3).length === 3"],
  ["Object.getPrototypeOf([].values()).next = () => ({ done: true })", "[...[1]].length === 1"],
  ["Object.getPrototypeOf(function* () {}).prototype.next = 1", "typeof (function* () {})().next === 'function'"],
  ["other.Array.prototype.x = 1", "!('x' in other.Array.of())"],
  ["other.Array.prototype.map = 1", "other.Array.of(1).map(String)[0] === '1'"],
];
/** What is found only by a look at everything. */
const HIDDEN: typeof DEEDS = [
  ["Object.defineProperty(Map.prototype, 'size', { get: () => 4 })", "new Map().size === 0"],
  ["Object.defineProperty(Set.prototype, 'k', { value: 1, configurable: true })", "!('k' in new Set())"],
];

Reflect.set(globalThis, "other", otherRealm());
const lines: string[] = [keepRealm() ? "FAILED: something to restore at the start" : "ok at the start"];
for (const [deeds, everything] of [
  [DEEDS, false],
  [HIDDEN, true],
] as const) {
  for (const [deed, intact] of deeds) {
    const before: unknown = vm.runInThisContext(intact);
    vm.runInThisContext(deed);
    // Nothing else may run in between: it might need what the deed has taken away.
    const found = keepRealm(everything) || everything;
    const after: unknown = vm.runInThisContext(intact);
    const isRight = before === true && found && after === true && !keepRealm();
    lines.push(`${isRight ? "ok" : "FAILED"} ${deed}`);
  }
}
console.log(lines.join("\n"));
