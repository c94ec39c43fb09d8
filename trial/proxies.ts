import { format } from "./format.ts";
import { keyOf } from "./naming.ts";
import type { Build, ProxySpec } from "./spec.ts";
import type { World } from "./world.ts";

/** A Proxy of which every trap logs, and some lie. The target is what comparing looks at. */
export function buildProxy(world: World, spec: ProxySpec, build: Build): unknown {
  const target = build(world, spec.target);
  if ((typeof target !== "object" && typeof target !== "function") || target === null) return target;
  const lies = new Map<PropertyKey, unknown>();
  for (const lie of spec.get ?? []) {
    // A getter as a lie would log twice; its value alone is the answer.
    const value = typeof lie.value === "object" && lie.value?.k === "accessor" ? lie.value.value : lie.value;
    lies.set(keyOf(lie.key), build(world, value));
  }
  const absent = new Map<PropertyKey, boolean>((spec.has ?? []).map((lie) => [keyOf(lie.key), lie.value]));
  let calls = 0;
  const handler: ProxyHandler<object> = {};
  const note = (entry: string): void => {
    if (spec.silent === true) return;
    world.note(`${entry} on ${world.id(made)}`);
    world.perform(spec.does, calls++, target, (part) => build(world, part));
  };
  handler.get = (holder, key, receiver) => {
    note(`get ${String(key)}`);
    return lies.has(key) ? lies.get(key) : Reflect.get(holder, key, receiver);
  };
  handler.has = (holder, key) => {
    note(`has ${String(key)}`);
    return absent.get(key) ?? Reflect.has(holder, key);
  };
  handler.set = (holder, key, value, receiver) => {
    note(`set ${String(key)} = ${format(world, value)}`);
    return Reflect.set(holder, key, value, receiver);
  };
  handler.deleteProperty = (holder, key) => {
    note(`delete ${String(key)}`);
    return Reflect.deleteProperty(holder, key);
  };
  handler.ownKeys = (holder) => {
    note("ownKeys");
    return Reflect.ownKeys(holder);
  };
  handler.getOwnPropertyDescriptor = (holder, key) => {
    note(`getOwnPropertyDescriptor ${String(key)}`);
    return Reflect.getOwnPropertyDescriptor(holder, key);
  };
  handler.defineProperty = (holder, key, descriptor) => {
    note(`defineProperty ${String(key)} = ${format(world, descriptor.value)}`);
    return Reflect.defineProperty(holder, key, descriptor);
  };
  handler.getPrototypeOf = (holder) => {
    note("getPrototypeOf");
    return Reflect.getPrototypeOf(holder);
  };
  handler.isExtensible = (holder) => {
    note("isExtensible");
    return Reflect.isExtensible(holder);
  };
  if (typeof target === "function") {
    handler.apply = (holder, self, args: unknown[]) => {
      note(`apply (${[self, ...args].map((arg) => format(world, arg)).join(", ")})`);
      return Reflect.apply(holder as () => unknown, self, args);
    };
  }
  const made: object = spec.revoked === true ? revoked(target) : new Proxy(target, handler);
  world.behind.set(made, target);
  return world.own(made);
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
