/** One risk that a user may accept by name. */
export interface AssumptionRow {
  /** What the user promises. */
  readonly promise: string;
  /** What becomes possible. */
  readonly unlocks: string;
  /** A program that behaves differently under the promise, because it does not keep it. */
  readonly breaks: string;
  /** Babel's top-level `assumptions` has the same key; there it is honoured too. */
  readonly babel: boolean;
  /** Does anything read it today? If not, accepting it is an error rather than a silent nothing. */
  readonly inUse: boolean;
}

/**
 * Every assumption, with what it costs and gives. All are off by default and none implies another,
 * except `builtinsIntact`, the standing one. `docs/options.md` is made from it.
 */
const rows = {
  builtinsIntact: {
    promise:
      "Nobody patches the built-ins: `Array.prototype` and its iterator, species, `Math`; no indices on `Array.prototype`.",
    unlocks: "Chains, and every rule about functions and methods. With `false` only operators are rewritten.",
    breaks: "Array.prototype.map = function () { return 'patched'; };\nxs.filter(Boolean).map(f);",
    babel: false,
    inUse: true,
  },
  pureGetters: {
    promise: "Reading a property has no effect, and converting an object to a number or text writes no property.",
    unlocks: "Reordering and dropping reads: most chains of several stages over objects.",
    breaks: "const x = { get a() { log('a'); return 1; } };\n[x].filter((o) => o.a).map((o) => o.a);",
    babel: true,
    inUse: true,
  },
  pureCoercions: {
    promise: "`valueOf`, `toString` and `Symbol.toPrimitive` have no effect and do not throw.",
    unlocks: "Arithmetic on values of unknown type.",
    breaks: "const x = { valueOf() { log('x'); return 1; } };\n[x].map((v) => v * 2).filter((v) => v > 1);",
    babel: false,
    inUse: false,
  },
  plainArrays: {
    promise: "A receiver of `map`, `filter`, … with an inline callback is a plain array.",
    unlocks: "No guards, so smaller code.",
    breaks: "class List extends Array { map() { return 'mine'; } }\nList.from([1]).filter(Boolean).map((x) => x);",
    babel: false,
    inUse: true,
  },
  noHoles: {
    promise: "Arrays are packed.",
    unlocks: "No test for holes.",
    breaks: "const xs = [1, , 3];\nxs.map((x) => x === undefined).filter((x) => x); // [], and [true] under it",
    babel: false,
    inUse: true,
  },
  trustTypes: {
    promise: "TypeScript's types are true at run time.",
    unlocks: "Rules about numbers without a test of the value.",
    breaks: "const xs: number[] = JSON.parse('[\"1\"]');\nxs.map((x) => x + 0);",
    babel: false,
    inUse: true,
  },
  ignoreErrorOrder: {
    promise: "Which of several exceptions comes first does not matter.",
    unlocks: "Fusing two stages that may both throw.",
    breaks: "[1, 2].map((x) => { if (x === 2) throw 'map'; return x; }).filter((x) => { throw 'filter'; });",
    babel: false,
    inUse: false,
  },
  exactPow: {
    promise: "`x ** 2` is `x * x`: true of V8, not promised by the standard.",
    unlocks: "`**` and `Math.pow` with small constant exponents.",
    breaks: "0.1 ** 2; // on an engine that rounds powers differently",
    babel: false,
    inUse: true,
  },
  approxMath: {
    promise: "`Math.sin` and its like may be computed at build time, by another engine.",
    unlocks: "Folding `Math.*` of constants.",
    breaks: "Math.sin(1) === Number(process.argv[2]);",
    babel: false,
    inUse: true,
  },
  reassociate: {
    promise: "Rounding does not depend on how sums and products are grouped.",
    unlocks: "`(x + y) + z` as `x + (y + z)`.",
    breaks: "0.1 + 0.2 + 0.3;",
    babel: false,
    inUse: true,
  },
  reciprocal: {
    promise: "`x / c` may be `x * (1 / c)`.",
    unlocks: "Multiplication in place of division.",
    breaks: "5 / 3; // 1.6666666666666667, and 5 * (1 / 3) is 1.6666666666666665",
    babel: false,
    inUse: true,
  },
  finiteMath: {
    promise: "No arithmetic meets `NaN` or an infinity.",
    unlocks: "`x - x` as `0`.",
    breaks: "Infinity - Infinity;",
    babel: false,
    inUse: true,
  },
  ignoreNegativeZero: {
    promise: "Nobody looks at the sign of zero.",
    unlocks: "`x + 0` as `x`.",
    breaks: "1 / (-0 + 0); // Infinity, and 1 / -0 is -Infinity",
    babel: false,
    inUse: false,
  },
  noDocumentAll: {
    promise: "`document.all` does not reach this code.",
    unlocks: "`x === null || x === undefined` as `x == null`.",
    breaks: "((x) => x === null || x === undefined)(document.all);",
    babel: true,
    inUse: true,
  },
  iterableIsArray: {
    promise: "What is spread or iterated is an array.",
    unlocks: "`[...xs]`, `Array.from(xs)` and `for…of` over `xs` without a guard of their own.",
    breaks: "[...new Set([1, 1])].length;",
    babel: true,
    inUse: false,
  },
  arrayLikeIsIterable: {
    promise: "What is array-like is iterable.",
    unlocks: "Spreads of array-likes.",
    breaks: "[...{ length: 1, 0: 'a' }];",
    babel: true,
    inUse: false,
  },
  ignoreToPrimitiveHint: {
    promise: "Objects convert to strings the same way whatever hint they are given.",
    unlocks: "Template literals as concatenation.",
    breaks: "const x = { [Symbol.toPrimitive]: (hint) => hint };\n'' + x === String(x);",
    babel: true,
    inUse: false,
  },
} as const;

/** A key of {@link assumptionRows}. */
export type AssumptionName = keyof typeof rows;

export const assumptionRows: Readonly<Record<AssumptionName, AssumptionRow>> = rows;

/** Does anything read `assume.pure`? As {@link AssumptionRow.inUse}, for the one assumption that is a list. */
export const isPureInUse: boolean = true;

/** Every assumption that is a yes or no, and the list of functions promised to be pure. */
export interface Assumptions extends Readonly<Record<AssumptionName, boolean>> {
  /** `"module#export"`, as written in the file's own import: `"./log#log"`, `"lodash#get"`; or a global: `"gtag"`. */
  readonly pure: readonly string[];
}

/** `Object.keys` of the table, in its order. */
export const assumptionNames: readonly AssumptionName[] = Object.keys(rows).filter(isAssumptionName);

export function isAssumptionName(name: string): name is AssumptionName {
  return Object.hasOwn(rows, name);
}
