/** The functions that guarded loops call, written once into a file that needs them. */
export const ENTER = "eqsatEnter";
export const RESUME = "eqsatResume";
export const APPEND = "eqsatAppend";
export const SHIFT = "eqsatShift";
export const LAST = "eqsatLast";
export const JOIN = "eqsatJoin";
export const DEFINE = "eqsatDefine";
export const ENTRIES = "eqsatEntries";
export const FLATTEN = "eqsatFlatten";
export const ITEMS = "eqsatItems";
export const SIZE = "eqsatSize";
export const BEGIN = "eqsatBegin";
export const FOLD = "eqsatFold";
export const REPLAY = "eqsatReplay";
export const KEY = "eqsatKey";
export const PUT = "eqsatPut";
export const MERGE = "eqsatMerge";
export const SET = "eqsatSet";
export const CONCAT = "eqsatConcat";
export const PART = "eqsatPart";
export const BOUND = "eqsatBound";

/** The helpers that a piece of output calls. */
export type Helper =
  | typeof ENTER
  | typeof BEGIN
  | typeof RESUME
  | typeof FOLD
  | typeof REPLAY
  | typeof FLATTEN
  | typeof APPEND
  | typeof SHIFT
  | typeof LAST
  | typeof JOIN
  | typeof DEFINE
  | typeof ENTRIES
  | typeof ITEMS
  | typeof SIZE
  | typeof PUT
  | typeof KEY
  | typeof MERGE
  | typeof SET
  | typeof CONCAT
  | typeof PART
  | typeof BOUND;

const helpersInOrder: readonly Helper[] = [
  ENTER,
  BEGIN,
  RESUME,
  FOLD,
  REPLAY,
  FLATTEN,
  APPEND,
  SHIFT,
  LAST,
  JOIN,
  DEFINE,
  ENTRIES,
  ITEMS,
  SIZE,
  PUT,
  KEY,
  MERGE,
  SET,
  CONCAT,
  PART,
  BOUND,
];

/** Every name that the helpers declare. */
export const helperNames: readonly string[] = [...helpersInOrder, "eqsatHeld"];

/**
 * `eqsatEnter` reads what `Array.prototype.map` and `filter` read before their first element, in their order and once
 * each (ECMA-262, 23.1.3.21, steps 1 to 4): the method, `length`, `constructor`. It answers the length, or -1 where
 * the receiver is no plain array; `eqsatHeld` then has what was read.
 *
 * `eqsatResume` runs the first stage of the rest of the chain: from the start by the method itself, replaying to it
 * what was read, since a Proxy would see a second read; or from the element at which the loop was left, which is
 * `left[0]`, or a hole.
 *
 * `eqsatBegin` and `eqsatFold` are the same for methods that make no array, and so do not ask for its constructor:
 * `reduce` goes on from what the loop has made so far.
 */
const sources: Readonly<Record<Helper, string>> = {
  eqsatEnter: `
function eqsatEnter(array, method, builtin, ready = true) {
  let reads;
  if (ready && method === builtin && Array.isArray(array)) {
    const length = array.length;
    if (typeof length === "number" && length === length >>> 0) {
      const constructor = array.constructor;
      if (constructor === Array) return length;
      reads = { length, constructor };
    } else reads = { length };
  }
  eqsatHeld = { method, reads };
  return -1;
}`,
  eqsatResume: `
function eqsatResume(array, length, index, left, applied, name, callback) {
  if (length < 0) {
    const { method, reads } = eqsatHeld;
    eqsatHeld = undefined;
    return Reflect.apply(method, reads === undefined ? array : eqsatReplay(array, reads), [callback]);
  }
  const rest = [];
  for (let k = index; k < length; k++) {
    if (k === index ? !left?.length : !(k in array)) continue;
    const x = k === index ? left[0] : array[k];
    if (name === "map") rest[k - index] = k === index && applied ? x : callback(x, k, array);
    else if (name === "flatMap") rest.push(...callback(x, k, array));
    else if ((k === index && applied) || callback(x, k, array)) rest.push(x);
  }
  if (name === "map") rest.length = length - index;
  return rest;
}`,
  eqsatBegin: `
function eqsatBegin(array, method, builtin, ready = true) {
  let reads;
  if (ready && method === builtin && Array.isArray(array)) {
    const length = array.length;
    if (typeof length === "number" && length === length >>> 0) return length;
    reads = { length };
  }
  eqsatHeld = { method, reads };
  return -1;
}`,
  eqsatFold: `
function eqsatFold(array, length, index, left, callback, result) {
  if (length < 0) {
    const { method, reads } = eqsatHeld;
    eqsatHeld = undefined;
    return Reflect.apply(method, reads === undefined ? array : eqsatReplay(array, reads), [callback, result]);
  }
  for (let k = index; k < length; k++) {
    if (k === index ? !left?.length : !(k in array)) continue;
    result = callback(result, k === index ? left[0] : array[k], k, array);
  }
  return result;
}`,
  eqsatReplay: `
function eqsatReplay(array, reads) {
  return new Proxy([], {
    has: (_, key) => key in array,
    get: (_, key) => {
      if (!Object.hasOwn(reads, key)) return array[key];
      const value = reads[key];
      delete reads[key];
      return value;
    },
  });
}`,
  eqsatAppend: `
function eqsatAppend(array, rest) {
  const start = array.length;
  array.length += rest.length;
  for (let k = 0; k < rest.length; k++) if (k in rest) array[start + k] = rest[k];
  return array;
}`,
  // What a search that was not begun by us gives need not be a number.
  eqsatShift: `
function eqsatShift(rest, start) {
  return start > 0 && rest >= 0 ? start + rest : rest;
}`,
  // `start` is the index of the first of `rest`, negative if that is all there is.
  eqsatLast: `
function eqsatLast(rest, method, args, found, start) {
  if (start < 0) return rest[method](...args);
  if (method === "at" || method === "pop") return rest.length > 0 ? rest.at(-1) : found;
  const at = rest[method === "findLast" ? "findLastIndex" : method](...args);
  if (at < 0) return found;
  return method === "findLast" ? rest[at] : start + at;
}`,
  eqsatJoin: `
function eqsatJoin(rest, separators, text, isWhole) {
  if (isWhole) return rest.join(...separators);
  return rest.length === 0 ? text : text + (separators[0] ?? ",") + rest.join(...separators);
}`,
  // Objects convert to keys by code of the user's: that pair and all after it wait until every pair is made.
  eqsatDefine: `
function eqsatDefine(object, key, value, late) {
  if (late !== undefined || (typeof key === "object" && key !== null) || typeof key === "function") {
    late ??= [];
    late.push([key, value]);
  } else if (key in Object.prototype) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else object[key] = value;
  return late;
}`,
  eqsatEntries: `
function eqsatEntries(object, late, rest) {
  for (const [key, value] of [...(late ?? []), ...rest])
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  return object;
}`,
  // What `{ ...object, [key]: value }` does to a copy.
  eqsatPut: `
function eqsatPut(object, key, value) {
  const name = eqsatKey(key);
  if (name in Object.prototype) {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else object[name] = value;
}`,
  eqsatKey: `
function eqsatKey(key) {
  return typeof key === "object" || typeof key === "function" ? Reflect.ownKeys({ [key]: 0 })[0] : key;
}`,
  eqsatMerge: `
function eqsatMerge(object, more) {
  const copy = { ...more };
  if (Object.hasOwn(copy, "__proto__")) for (const key of Reflect.ownKeys(copy)) eqsatPut(object, key, copy[key]);
  else Object.assign(object, copy);
}`,
  // An assignment to "__proto__" sets the prototype of that copy, of which the next one knows nothing.
  eqsatSet: `
function eqsatSet(object, key, value) {
  if (Object.getPrototypeOf(object) !== Object.prototype) Object.setPrototypeOf(object, Object.prototype);
  object[eqsatKey(key)] = value;
}`,
  eqsatConcat: `
function eqsatConcat(array, more) {
  if (typeof more !== "object" && typeof more !== "function") {
    array.push(more);
    return;
  }
  const rest = [];
  const all = rest.concat(more);
  const start = array.length;
  array.length += all.length;
  for (let k = 0; k < all.length; k++) if (k in all) array[start + k] = all[k];
}`,
  // `each` is the callback of flatMap, or what flat is given. Where `left` is no element alone, it is an item of it,
  // the array of that, its index there, and the length.
  eqsatFlatten: `
function eqsatFlatten(array, length, index, left, each) {
  if (length < 0) {
    const { method, reads } = eqsatHeld;
    eqsatHeld = undefined;
    const receiver = reads === undefined ? array : eqsatReplay(array, reads);
    return Reflect.apply(method, receiver, each === undefined ? [] : [each]);
  }
  const rest = [];
  const take = (items, from, size) => {
    for (let k = from; k < size; k++) if (k in items) rest.push(items[k]);
  };
  for (let k = index; k < length; k++) {
    if (k === index && left?.length > 1) {
      rest.push(left[0]);
      take(left[1], left[2] + 1, left[3]);
    } else if (k === index ? left?.length : k in array) {
      const x = k === index ? left[0] : array[k];
      const items = eqsatItems(typeof each === "function" ? each(x, k, array) : x);
      take(items, 0, eqsatSize(items));
    }
  }
  return rest;
}`,
  // The rest of what `slice` takes: `length` elements from `start`, of which `index` have been done.
  eqsatPart: `
function eqsatPart(array, length, index, left, start, bounds) {
  if (length < 0) {
    const { method, reads } = eqsatHeld;
    eqsatHeld = undefined;
    return Reflect.apply(method, reads === undefined ? array : eqsatReplay(array, reads), bounds);
  }
  const rest = [];
  for (let k = index; k < length; k++) {
    if (k === index ? left?.length : start + k in array) rest[k - index] = k === index ? left[0] : array[start + k];
  }
  rest.length = length - index;
  return rest;
}`,
  // Where the loop is not entered, the bound may be anything, and is not to be converted.
  eqsatBound: `
function eqsatBound(length, bound) {
  if (length < 0) return length;
  const whole = Math.trunc(bound) || 0;
  return whole < 0 ? Math.max(length + whole, 0) : Math.min(whole, length);
}`,
  eqsatItems: `
function eqsatItems(array) {
  return Array.isArray(array) ? array : [array];
}`,
  // A Proxy of an array may give anything as its length.
  eqsatSize: `
function eqsatSize(array) {
  const length = +array.length;
  return length > 0 ? Math.min(Math.floor(length), 9007199254740991) : 0;
}`,
};

const calls: Readonly<Partial<Record<Helper, readonly Helper[]>>> = {
  [RESUME]: [REPLAY],
  [FOLD]: [REPLAY],
  [FLATTEN]: [RESUME, ITEMS, SIZE],
  [PUT]: [KEY],
  [MERGE]: [PUT],
  [SET]: [KEY],
  [PART]: [REPLAY],
};

/** The helpers, and those that they call. */
export function withNeeded(helpers: ReadonlySet<Helper>): ReadonlySet<Helper> {
  const needed = new Set(helpers);
  for (const each of needed) for (const called of calls[each] ?? []) needed.add(called);
  return needed;
}

/** The module that a file imports its helpers from, under `helpers: "import"`: all of them, and no other names. */
export function runtimeSource(typescript: boolean): string {
  const text = helperSource(new Set(helpersInOrder), typescript);
  return text.replaceAll(/^function (\w+)/gm, (found, name: string) => (isHelper(name) ? `export ${found}` : found));
}

/** Is it the name of one of these functions? */
export function isHelper(name: string): name is Helper {
  return Object.hasOwn(sources, name);
}

/** The declarations of `helpers` as source text; under TypeScript with types that say nothing. */
export function helperSource(helpers: ReadonlySet<Helper>, typescript: boolean): string {
  const held = [ENTER, BEGIN, RESUME, FOLD, PART].some((name) => isHelper(name) && helpers.has(name))
    ? "var eqsatHeld;"
    : "";
  const text = held + helpersInOrder.map((name) => (helpers.has(name) ? sources[name] : "")).join("");
  return typescript ? annotated(text.trim()) : text.trim();
}

const anyArrays: ReadonlySet<string> = new Set([RESUME, FLATTEN, PART]);

/** Types for every parameter and variable of the helpers, which TypeScript wants where nothing infers them. */
function annotated(text: string): string {
  const typed = (parameter: string): string => {
    const [name, init] = parameter.split(" = ");
    if (name === "args") return "args: (((...args: any[]) => any) | {} | null | undefined)[]";
    if (name === "callback") return "callback: (...args: any[]) => any";
    if (name === "each") return "each: ((...args: any[]) => any) | number | undefined";
    return `${name}: any${init === undefined ? "" : ` = ${init}`}`;
  };
  return (
    text
      .replace(
        /function (\w+)\(([^)]*)\)/g,
        // What a rest gives is called by the methods of arrays, which then know what their callbacks get.
        (_, name: string, parameters: string) =>
          `function ${name}(${parameters.split(", ").map(typed).join(", ")}): ${anyArrays.has(name) ? "any[]" : "any"}`,
      )
      .replace("let reads;", "let reads: any;")
      .replace("var eqsatHeld;", "var eqsatHeld: any;")
      .replaceAll("const rest = [];", "const rest: any[] = [];")
      .replace("(items, from, size) =>", "(items: any, from: any, size: any) =>")
      // Libraries before ES2022 do not declare it.
      .replaceAll("Object.hasOwn(", "(Object as any).hasOwn(")
      .replace("(_, key) => key", "(_: any, key: any) => key")
      .replace("(_, key) => {", "(_: any, key: any) => {")
  );
}
