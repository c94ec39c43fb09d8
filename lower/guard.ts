/** The functions that guarded loops call, written once into a file that needs them. */
export const ENTER = "eqsatEnter";
export const RESUME = "eqsatResume";
export const FINISH = "eqsatFinish";
export const APPEND = "eqsatAppend";
export const LAST = "eqsatLast";
export const DEFINE = "eqsatDefine";
export const ENTRIES = "eqsatEntries";

/** Every name that the helpers declare. */
export const helperNames: readonly string[] = [
  ENTER,
  RESUME,
  FINISH,
  APPEND,
  LAST,
  DEFINE,
  ENTRIES,
  "eqsatHeld",
  "eqsatReplay",
];

/** The helpers that a piece of output calls. */
export type Helper =
  | typeof ENTER
  | typeof RESUME
  | typeof FINISH
  | typeof APPEND
  | typeof LAST
  | typeof DEFINE
  | typeof ENTRIES;

/**
 * `eqsatEnter` reads what `Array.prototype.map` and `filter` read before their first element, in their order and once
 * each (ECMA-262, 23.1.3.21, steps 1 to 4): the method, `length`, `constructor`. It answers the length, or -1 where
 * the receiver is no plain array; `eqsatHeld` then has what was read.
 *
 * `eqsatResume` goes on by the ordinary methods: from the start, replaying to the method what was read, since a Proxy
 * would see a second read; or from the element at which the loop was left, which is `left[0]`, a hole if there is none.
 */
const sources: Readonly<Record<Helper, string>> = {
  eqsatEnter: `
    function eqsatEnter(array, method, builtin, ready) {
      if (!ready || method !== builtin || !Array.isArray(array)) {
        eqsatHeld = { method, reads: undefined };
        return -1;
      }
      const length = array.length;
      if (typeof length !== "number" || length !== length >>> 0) {
        eqsatHeld = { method, reads: { length } };
        return -1;
      }
      const constructor = array.constructor;
      if (constructor !== Array) {
        eqsatHeld = { method, reads: { length, constructor } };
        return -1;
      }
      return length;
    }`,
  eqsatResume: `
    function eqsatResume(array, length, index, left, applied, stages) {
      const [name, callback] = stages[0];
      let rest = [];
      if (length < 0) {
        const { method, reads } = eqsatHeld;
        eqsatHeld = undefined;
        rest = Reflect.apply(method, reads === undefined ? array : eqsatReplay(array, reads), [callback]);
      } else {
        for (let k = index; k < length; k++) {
          if (k === index ? left.length === 0 : !(k in array)) continue;
          const x = k === index ? left[0] : array[k];
          if (name === "map") rest[k - index] = k === index && applied ? x : callback(x, k, array);
          else if (name === "flatMap") rest.push(...callback(x, k, array));
          else if ((k === index && applied) || callback(x, k, array)) rest.push(x);
        }
        if (name === "map") rest.length = length - index;
      }
      return eqsatFinish(rest, stages.slice(1));
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
  eqsatFinish: `
    function eqsatFinish(rest, stages) {
      for (const [method, ...args] of stages) rest = rest[method](...args);
      return rest;
    }`,
  eqsatAppend: `
    function eqsatAppend(array, rest) {
      const start = array.length;
      array.length += rest.length;
      for (let k = 0; k < rest.length; k++) if (k in rest) array[start + k] = rest[k];
      return array;
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
};

/** The declarations of `helpers` as source text; under TypeScript with types that say nothing. */
export function helperSource(helpers: ReadonlySet<Helper>, typescript: boolean): string {
  const held = helpers.has(ENTER) || helpers.has(RESUME) ? "var eqsatHeld;\n" : "";
  const text =
    held +
    (Object.keys(sources) as Helper[])
      .filter((name) => helpers.has(name))
      .map((name) => sources[name])
      .join("\n");
  return typescript ? annotated(text) : text;
}

/** What a stage may hold: its name, a callback, whose parameters this types, and whatever else. */
const STAGES = "stages: (((...args: any[]) => any) | {} | null | undefined)[][]";

/** Types for every parameter and variable of the helpers, which TypeScript wants where nothing infers them. */
function annotated(text: string): string {
  const typed = (parameter: string): string => (parameter === "stages" ? STAGES : `${parameter}: any`);
  return text
    .replace(
      /function (\w+)\(([^)]*)\)/g,
      (_, name: string, parameters: string) => `function ${name}(${parameters.split(", ").map(typed).join(", ")}): any`,
    )
    .replace("var eqsatHeld;", "var eqsatHeld: any;")
    .replace("let rest = [];", "let rest: any = [];")
    .replace("] = stages[0];", "]: any[] = stages[0]!;")
    .replace("of stages)", "of stages as any[])")
    .replaceAll("(_, key) =>", "(_: any, key: any) =>");
}
