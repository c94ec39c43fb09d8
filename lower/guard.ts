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

/** Every name that the helpers declare. */
export const helperNames: readonly string[] = [
  ENTER,
  RESUME,
  APPEND,
  SHIFT,
  LAST,
  JOIN,
  DEFINE,
  ENTRIES,
  FLATTEN,
  ITEMS,
  SIZE,
  "eqsatHeld",
  "eqsatReplay",
];

/** The helpers that a piece of output calls. */
export type Helper =
  | typeof ENTER
  | typeof RESUME
  | typeof APPEND
  | typeof SHIFT
  | typeof LAST
  | typeof JOIN
  | typeof DEFINE
  | typeof ENTRIES
  | typeof FLATTEN
  | typeof ITEMS
  | typeof SIZE;

/**
 * `eqsatEnter` reads what `Array.prototype.map` and `filter` read before their first element, in their order and once
 * each (ECMA-262, 23.1.3.21, steps 1 to 4): the method, `length`, `constructor`. It answers the length, or -1 where
 * the receiver is no plain array; `eqsatHeld` then has what was read.
 *
 * `eqsatResume` runs the first stage of the rest of the chain: from the start by the method itself, replaying to it
 * what was read, since a Proxy would see a second read; or from the element at which the loop was left, which is
 * `left[0]`, or a hole.
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
}
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
  // Where `left` is no element alone, it is an item of it, the array of that, its index there, and the length.
  eqsatFlatten: `
function eqsatFlatten(array, length, index, left, each) {
  if (length < 0) return eqsatResume(array, length, 0, undefined, false, "", each);
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
      const items = eqsatItems(each === undefined ? x : each(x, k, array));
      take(items, 0, eqsatSize(items));
    }
  }
  return rest;
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

/** The helpers, and those that they call. */
export function withNeeded(helpers: ReadonlySet<Helper>): ReadonlySet<Helper> {
  return helpers.has(FLATTEN) ? new Set([...helpers, RESUME, ITEMS, SIZE]) : helpers;
}

const helpersInOrder = [ENTER, RESUME, FLATTEN, APPEND, SHIFT, LAST, JOIN, DEFINE, ENTRIES, ITEMS, SIZE] as const;

/** The module that a file imports its helpers from, under `helpers: "import"`: all of them, and no other names. */
export function runtimeSource(typescript: boolean): string {
  const text = helperSource(new Set(helpersInOrder), typescript);
  return text.replaceAll(/^function (\w+)/gm, (found, name: string) => (isHelper(name) ? `export ${found}` : found));
}

function isHelper(name: string): name is Helper {
  return Object.hasOwn(sources, name);
}

/** The declarations of `helpers` as source text; under TypeScript with types that say nothing. */
export function helperSource(helpers: ReadonlySet<Helper>, typescript: boolean): string {
  const held = helpers.has(ENTER) || helpers.has(RESUME) ? "var eqsatHeld;" : "";
  const text = held + helpersInOrder.map((name) => (helpers.has(name) ? sources[name] : "")).join("");
  return typescript ? annotated(text.trim()) : text.trim();
}

/** Types for every parameter and variable of the helpers, which TypeScript wants where nothing infers them. */
function annotated(text: string): string {
  const typed = (parameter: string): string => {
    const [name, init] = parameter.split(" = ");
    if (name === "args") return "args: (((...args: any[]) => any) | {} | null | undefined)[]";
    if (name === "callback") return "callback: (...args: any[]) => any";
    if (name === "each") return "each: ((...args: any[]) => any) | undefined";
    return `${name}: any${init === undefined ? "" : ` = ${init}`}`;
  };
  return (
    text
      .replace(
        /function (\w+)\(([^)]*)\)/g,
        // What a rest gives is called by the methods of arrays, which then know what their callbacks get.
        (_, name: string, parameters: string) =>
          `function ${name}(${parameters.split(", ").map(typed).join(", ")}): ${name === RESUME || name === FLATTEN ? "any[]" : "any"}`,
      )
      .replace("let reads;", "let reads: any;")
      .replace("var eqsatHeld;", "var eqsatHeld: any;")
      .replaceAll("const rest = [];", "const rest: any[] = [];")
      .replace("(items, from, size) =>", "(items: any, from: any, size: any) =>")
      .replace('"", each)', '"", each!)')
      // Libraries before ES2022 do not declare it.
      .replace("Object.hasOwn(", "(Object as any).hasOwn(")
      .replace("(_, key) => key", "(_: any, key: any) => key")
      .replace("(_, key) => {", "(_: any, key: any) => {")
  );
}
