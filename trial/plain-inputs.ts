import type { Random } from "./random.ts";
import type { Shape } from "./shape.ts";

/** Lists inside of lists have so many elements, whatever the size: `n` times `n` would be another question. */
const INNER = 4;

/** Does the size of an input of this shape mean anything? */
export function scales(shape: Shape): boolean {
  switch (shape.kind) {
    case "array":
    case "set":
    case "map":
    case "record":
      return true;
    case "number":
      return shape.role === "count";
    case "object":
      return shape.props.some(([, prop]) => scales(prop));
    case "tuple":
      return shape.items.some(scales);
    default:
      return false;
  }
}

/** An ordinary value of `shape` with `size` elements, in the element kinds that real programs have. */
export function plainValue(shape: Shape, size: number, random: Random): unknown {
  const inner = (of: Shape): unknown => plainValue(of, INNER, random);
  switch (shape.kind) {
    case "number":
      if (shape.role === "count") return size;
      if (shape.role === "index") return random.int(size);
      return shape.samples.length > 0 && random.chance(0.5) ? random.pick(shape.samples) : random.next() * 100;
    case "string":
      return shape.samples.length > 0 ? random.pick(shape.samples) : `word ${random.int(1000)}`;
    case "boolean":
      return random.chance(0.5);
    case "nothing":
      return undefined;
    case "array":
      return pushed(size, () => inner(shape.element));
    case "tuple":
      return shape.items.map(inner);
    case "set":
      return new Set(pushed(size, () => inner(shape.element)));
    case "map":
      return new Map(pushed(size, (i) => [shape.key.kind === "number" ? i : `key ${i}`, inner(shape.element)]));
    case "record":
      return Object.fromEntries(pushed(size, (i) => [`key ${i}`, inner(shape.element)]));
    case "object":
      // Properties of an argument are as large as the argument itself.
      return Object.fromEntries(shape.props.map(([name, prop]) => [name, plainValue(prop, size, random)]));
    case "function":
      return plainFunction(shape.returns, random);
    case "unknown":
      return random.next() * 100;
  }
}

/** One by one, as programs do: the array is packed. */
function pushed<T>(length: number, make: (index: number) => T): T[] {
  const made: T[] = [];
  for (let i = 0; i < length; i++) made.push(make(i));
  return made;
}

/** A function as cheap as one can be, that tells its arguments apart. */
function plainFunction(returns: Shape, random: Random): (x: unknown) => unknown {
  if (returns.kind === "boolean") return (x) => typeof x !== "number" || x > 50;
  if (returns.kind === "number") return (x) => (typeof x === "number" ? x + 1 : 1);
  if (returns.kind === "unknown") return (x) => x;
  const value = plainValue(returns, INNER, random);
  return () => value;
}
