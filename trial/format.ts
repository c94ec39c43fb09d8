import type { World } from "./world.ts";

/** A value as it is when it is logged: primitives exactly, objects by name, plain contents two levels deep. */
export function format(world: World, value: unknown, depth = 2): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…${value.length}` : value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value.toString();
    case "function":
      return world.id(value);
    case "object":
      return value === null ? "null" : formatObject(world, value, depth);
    default:
      return String(value);
  }
}

function formatObject(world: World, value: object, depth: number): string {
  const id = world.id(value);
  if (world.behind.has(value) || depth === 0) return id;
  if (Array.isArray(value)) {
    const shown: string[] = [];
    for (let i = 0; i < Math.min(value.length, 8); i++) shown.push(formatOwn(world, value, String(i), depth));
    return `${id}[${shown.join(",")}]${value.length > 8 ? `…${value.length}` : ""}`;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return id;
  const keys = Object.keys(value).slice(0, 8);
  return `${id}{${keys.map((key) => `${key}:${formatOwn(world, value, key, depth)}`).join(",")}}`;
}

function formatOwn(world: World, holder: object, key: string, depth: number): string {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  if (descriptor === undefined) return "<hole>";
  return "value" in descriptor ? format(world, descriptor.value, depth - 1) : "<accessor>";
}
