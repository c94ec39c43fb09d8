import { nameOf } from "./naming.ts";
import type { Deed, Spec } from "./spec.ts";

/** Thrown when a run logs too much; a run that ends so is not compared (exhaustion is not part of the contract). */
export const EXHAUSTED: unique symbol = Symbol("exhausted");

/** Entries of a trace after which a run counts as exhausted. */
const FUEL = 1200;

/**
 * One set of fresh values and the trace of what a program did to them. Two worlds made from the same case are equal
 * and share nothing but built-ins, symbols and the other realm.
 */
export class World {
  readonly trace: string[] = [];
  /** Every object made for this world, in order of creation: the same order in an equal world. */
  readonly objects: object[] = [];
  /** What is behind each Proxy; comparing and printing must not spring its traps. */
  readonly behind: WeakMap<object, unknown> = new WeakMap();
  readonly inputs: unknown[] = [];
  /** Writes a variable of the program that its callbacks read. Set by the runner. */
  poke: ((value: unknown) => void) | undefined;
  exhausted = false;
  readonly #ids = new Map<object, string>();
  #fresh = 0;

  /** Registers an object made for this world. */
  own<T extends object>(value: T): T {
    this.#ids.set(value, `#${this.objects.length}`);
    this.objects.push(value);
    return value;
  }

  /** The name of an object in the trace: `#n` made for the world, `@n` the n-th other one seen. */
  id(value: object): string {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = nameOf(value) ?? `@${this.#fresh++}`;
      this.#ids.set(value, id);
    }
    return id;
  }

  isOwn(value: object): boolean {
    return this.#ids.get(value)?.startsWith("#") === true;
  }

  note(entry: string): void {
    if (this.trace.length >= FUEL) {
      this.exhausted = true;
      throw EXHAUSTED;
    }
    this.trace.push(entry);
  }

  /** Does what is due on call number `call` of a member that belongs to `owner`. */
  perform(deeds: readonly Deed[] | undefined, call: number, owner: unknown, build: (spec: Spec) => unknown): void {
    for (const deed of deeds ?? []) {
      if (deed.on !== undefined && deed.on !== call) continue;
      if (deed.do === "throw") throw build(deed.value);
      if (deed.do === "poke") {
        this.poke?.(build(deed.value));
        continue;
      }
      const target = this.#array(owner) ?? this.#array(this.inputs[0]) ?? this.#array(this.inputs[1]);
      if (target !== undefined) act(deed, target, build);
    }
  }

  /** `value`, or what is behind it, if that is an array: deeds must not spring traps themselves. */
  #array(value: unknown): unknown[] | undefined {
    const behind =
      typeof value === "object" && value !== null && this.behind.has(value) ? this.behind.get(value) : value;
    return Array.isArray(behind) ? behind : undefined;
  }
}

function act(deed: Deed, target: unknown[], build: (spec: Spec) => unknown): void {
  if (deed.do === "push") Array.prototype.push.call(target, build(deed.value));
  else if (deed.do === "shrink") Reflect.set(target, "length", deed.index ?? 1);
  else if (deed.do === "grow") Reflect.set(target, "length", Math.min(target.length + 3, 40));
  else if (deed.do === "set") Reflect.set(target, String(deed.index ?? 0), build(deed.value));
  else Reflect.deleteProperty(target, String(deed.index ?? 0));
}
