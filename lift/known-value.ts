import type * as t from "@babel/types";
import { ANY, FALSE, type Kinds, NAN, NULLISH, NUMBER, OBJECT, PROTO, STRING, ZERO } from "../ir/kinds.ts";
import { printTerm } from "../ir/sexpr.ts";
import type { Term } from "../ir/term.ts";
import { ARRAYS, BUILTIN, type Location, type Objects, USERS } from "./own-location.ts";

/** What is known of a value inside a body that writes what is its own. */
export interface Value {
  readonly kinds: Kinds;
  /** The object of the body's own that it is. */
  readonly location?: Location;
  /** What its objects are; absent: any. */
  readonly objects?: Objects;
  /** The part of the body that gives it, where a term can. */
  readonly occurrence?: Occurrence;
}

/** A part of the body, and the term that is evaluated before the body in its place. */
export interface Occurrence {
  readonly node: t.Node;
  term: Term;
  /** Does it mention what the body declares, whose declaration may be gone? */
  readonly isLocal: boolean;
}

/** What a variable of the body's own holds. */
export interface Held {
  kinds: Kinds;
  objects: Objects;
}

/** What an assignment writes. */
export interface Target {
  readonly location: Location;
  /** May a property of that name be inherited? */
  readonly mayInherit: boolean;
  /** The name, if it may be `__proto__`, which sets the prototype. */
  readonly key?: Value | undefined;
}

/** What conversion to a primitive makes of it; undefined where that might run code of the user's. */
export function primitive(value: Value): Kinds | undefined {
  const { kinds } = value;
  if ((kinds & OBJECT) === 0) return kinds;
  return objectsOf(value) === BUILTIN ? (kinds & ~OBJECT) | STRING : undefined;
}

export function objectsOf({ kinds, objects }: Value): Objects {
  return (kinds & OBJECT) === 0 ? 0 : (objects ?? USERS);
}

export function mayBeUsers(value: Value): boolean {
  return (objectsOf(value) & USERS) !== 0;
}

/** Would arrays of the body's own be lost sight of, if it went where nobody keeps count of it? */
export function hides(value: Value): boolean {
  return (objectsOf(value) & ARRAYS) !== 0 && !mayBeUsers(value);
}

export function named(location: Location, name: string): Target {
  if (location.shape === "record") return { location, mayInherit: false };
  const key = name === "__proto__" ? { kinds: PROTO } : undefined;
  return { location, mayInherit: name in Object.prototype, key };
}

/** How a term is called whatever is tested of it. */
export function untested(given: Term): string {
  return printTerm(given.op === "check" ? given.args[0]! : given);
}

export function either(a: Value, b: Value): Value | undefined {
  if (a.location !== undefined || b.location !== undefined)
    return a.location === b.location ? { kinds: OBJECT, location: a.location! } : undefined;
  // Arrays of the body's own would be lost sight of among others.
  if ((mayBeUsers(a) && hides(b)) || (mayBeUsers(b) && hides(a))) return undefined;
  return { kinds: a.kinds | b.kinds, objects: objectsOf(a) | objectsOf(b) };
}

/** Of a value that the operator does not go on from. */
const passing: Readonly<Record<string, Kinds>> = {
  "??": ANY & ~NULLISH,
  "||": ANY & ~(NULLISH | FALSE | ZERO | NAN),
  "&&": ANY,
};

export function lazily(operator: string, left: Value, right: Value): Value | undefined {
  const kinds = left.kinds & (passing[operator] ?? ANY);
  return either({ ...left, kinds }, right);
}

/** Coarse enough for the kinds of what is written over and over to settle. */
export function widened(kinds: Kinds): Kinds {
  return kinds | ((kinds & NUMBER) === 0 ? 0 : NUMBER) | ((kinds & STRING) === 0 ? 0 : STRING);
}
