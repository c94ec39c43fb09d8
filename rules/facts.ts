import type { Analysis, EGraph, Id, Node } from "../egraph/index.ts";
import {
  CONST,
  type Effect,
  joinEffects,
  LEAVES,
  meetEffects,
  READ,
  SEES,
  THROWS,
  UNKNOWN_EFFECT,
} from "../ir/effects.ts";
import { fold, UNFOLDED } from "../ir/fold.ts";
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FALSE,
  isWithin,
  type Kinds,
  NAN,
  NEGATIVE_INFINITY,
  NEGATIVE_INT32,
  NEGATIVE_OTHER,
  NEGATIVE_ZERO,
  NULL,
  NULLISH,
  NUMBER,
  POSITIVE_INT32,
  POSITIVE_OTHER,
  POSITIVE_ZERO,
  PRIMITIVE,
  STRING,
  SYMBOL,
  TRUE,
  UNDEFINED,
  UPPER_UINT32,
} from "../ir/kinds.ts";
import { kindsWithinRange, rangeOfKinds } from "../ir/number-kinds.ts";
import { type EffectAssumptions, operatorOf, ownEffect, resultKinds } from "../ir/operators.ts";
import { compareRanges, numericRange, type Range, resultRange, UNBOUNDED } from "../ir/range.ts";
import { isLeaf, type Payload } from "../ir/term.ts";
import { addConstant, constantOf, onlyValue, rangeOf } from "./constants.ts";

/** Bits of the column `array`: a true Array whose methods are the built-in ones, reached by the built-in prototype. */
export const PLAIN = 1;
/** No holes. */
export const PACKED = 2;
/** Nobody else can change it or give it accessors: reading an element has no effect. */
export const PRIVATE = 4;

/** What no square is. */
const NEGATIVE: Kinds = NEGATIVE_ZERO | NEGATIVE_INT32 | NEGATIVE_OTHER | NEGATIVE_INFINITY;
const NON_NEGATIVE_INTEGER: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | UPPER_UINT32 | POSITIVE_OTHER;
/** The longest array: its last index is below. */
const ARRAY_INDEX: Range = { low: 0, high: 2 ** 32 - 2 };

/** What facts may assume beside the standard (`semantics.md`). */
export interface FactAssumptions extends EffectAssumptions {
  /** Functions of Math and `**` may be computed at build time. */
  readonly approxMath?: boolean;
  /** Are there rules that are true but for rounding? Their sides may have facts that contradict each other. */
  readonly rounds?: boolean;
}

/**
 * The facts of eqsat's e-graphs. Columns, with what an e-class without a fact has:
 *
 * - `kinds`: the kinds that its value can be (`ANY`);
 * - `lo`, `hi`: bounds of its value, if that is a number other than `NaN` (`-Infinity`, `Infinity`);
 * - `effect`: what evaluating it may do, its operands included (`UNKNOWN_EFFECT`);
 * - `levels`: bit `n` if its value may mention loop level `n` (none);
 * - `elem`: kinds of what reading an index below the length gives, holes included, if it is an array (`ANY`);
 *   of a stream, kinds of its elements;
 * - `array`: bits {@link PLAIN}, {@link PACKED}, {@link PRIVATE} (none); of a domain or stream only PACKED, if the array
 *   that it would make is packed;
 * - `constant`: interned payload of its value plus 1 (0: not known). A class with a constant and without effect gets
 *   the `const` node.
 *
 * Leaves `var`, `opaque` and `acc` get their facts from outside, by `setFact`.
 */
export function createFacts(assume: FactAssumptions = {}): Analysis {
  return {
    columns: {
      kinds: { type: "i32", unknown: ANY, merge: assume.rounds === true ? commonKinds : mergeKinds },
      lo: { type: "f64", unknown: Number.NEGATIVE_INFINITY, merge: Math.max },
      hi: { type: "f64", unknown: Number.POSITIVE_INFINITY, merge: Math.min },
      effect: { type: "i32", unknown: UNKNOWN_EFFECT, merge: meetEffects },
      levels: { type: "i32", unknown: 0, merge: (a, b) => a | b },
      elem: { type: "i32", unknown: ANY, merge: (a, b) => a & b },
      array: { type: "i32", unknown: 0, merge: (a, b) => a | b },
      constant: { type: "i32", unknown: 0, merge: mergeConstants },
    },
    make(eg, node, set): void {
      setValueFacts(eg, node, assume, set);
      setStructureFacts(eg, node, set);
      set("effect", effectOf(eg, node, assume));
      set("levels", levelsOf(eg, node));
    },
    modify: addConstant,
  };
}

function mergeKinds(a: Kinds, b: Kinds): Kinds {
  return a & b;
}

/** Values of no kind at all are those of code that is never reached, or of which two roundings tell different things. */
function commonKinds(a: Kinds, b: Kinds): Kinds {
  if ((a & b) === 0) throw new Error(`no kinds in common, of ${a} and ${b}`);
  return a & b;
}

function mergeConstants(a: number, b: number): number {
  if (a !== 0 && b !== 0 && a !== b) throw new Error(`two constants, interned as ${a - 1} and ${b - 1}`);
  return a === 0 ? b : a;
}

type SetFact = (column: string, value: number) => void;

function setValueFacts(eg: EGraph, node: Node, assume: FactAssumptions, set: SetFact): void {
  if (isLeaf(node.op) || node.op === "acc") return;
  const kinds = node.children.map((child) => eg.fact("kinds", child));
  // An operand without any kinds never has a value, so this has none either.
  if (kinds.slice(0, operatorOf(node.op).lazyFrom).includes(0)) {
    set("kinds", 0);
    return;
  }
  let result = kindsOfNode(eg, node, kinds);
  let range = rangeOfNode(eg, node, kinds);
  const compared = comparison(eg, node, kinds);
  if (compared !== undefined) result &= compared ? TRUE : FALSE;
  if ((result & NUMBER) !== 0) {
    result &= kindsWithinRange(range.low, range.high) | ~NUMBER;
    const [low, high] = rangeOfKinds(result);
    range = { low: Math.max(low, range.low), high: Math.min(high, range.high) };
    if (range.low <= range.high) {
      set("lo", range.low);
      set("hi", range.high);
    }
  }
  set("kinds", result);
  if (result === 0) return;
  const value = constantOfNode(eg, node, assume, result, range);
  if (value !== UNFOLDED) set("constant", eg.intern(value) + 1);
}

function constantOfNode(
  eg: EGraph,
  node: Node,
  assume: FactAssumptions,
  kinds: Kinds,
  range: Range,
): Payload | typeof UNFOLDED {
  if (node.op === "const") return node.payload;
  if (node.op === "typeof") return typeNameOf(eg.fact("kinds", node.children[0]!));
  const only = onlyValue(kinds, range);
  if (only !== UNFOLDED || node.children.length === 0) return only;
  const args: Payload[] = [];
  for (const child of node.children) {
    const known = constantOf(eg, child);
    if (known === undefined) return UNFOLDED;
    args.push(known.value);
  }
  return fold(node.op, args, assume.approxMath === true);
}

/** What `typeof` says of all values of `kinds`. An object may be a function, or `document.all`. */
function typeNameOf(kinds: Kinds): string | typeof UNFOLDED {
  if (kinds === 0) return UNFOLDED;
  for (const [mask, name] of TYPE_NAMES) if (isWithin(kinds, mask)) return name;
  return UNFOLDED;
}

const TYPE_NAMES: readonly (readonly [Kinds, string])[] = [
  [NUMBER, "number"],
  [STRING, "string"],
  [BOOLEAN, "boolean"],
  [BIGINT, "bigint"],
  [SYMBOL, "symbol"],
  [UNDEFINED, "undefined"],
  [NULL, "object"],
];

function kindsOfNode(eg: EGraph, node: Node, kinds: readonly Kinds[]): Kinds {
  const [first = 0, second = 0, third = 0] = node.children;
  switch (node.op) {
    case "el":
      return eg.fact("elem", first);
    case "item":
      return isWithin(kinds[0]!, PRIMITIVE) ? kinds[0]! : eg.fact("elem", first);
    case "first":
    case "last":
      return eg.fact("elem", first) | eg.fact("kinds", second);
    case "fold":
    case "foldRight":
      return eg.fact("kinds", second) | eg.fact("kinds", third);
    case "fold1":
      return eg.fact("elem", first) | eg.fact("kinds", second);
    case "load":
      return kindsOfLoad(eg, first, second);
    case "ix":
      return integersUpTo(indexRange(eg, first).high);
    case "*":
      // An object may convert to something else the second time.
      if (first === second && isWithin(kinds[0]!, PRIMITIVE))
        return resultKinds(node.op, node.payload, kinds) & ~NEGATIVE;
      return resultKinds(node.op, node.payload, kinds);
    default:
      return resultKinds(node.op, node.payload, kinds);
  }
}

/** The kinds of the integers from 0 to `high`. */
function integersUpTo(high: number): Kinds {
  const small = POSITIVE_ZERO | POSITIVE_INT32;
  if (high < 2 ** 31) return small;
  return high < 2 ** 32 ? small | UPPER_UINT32 : NON_NEGATIVE_INTEGER;
}

function kindsOfLoad(eg: EGraph, array: Id, key: Id): Kinds {
  if ((eg.fact("array", array) & PLAIN) === 0) return ANY;
  if (constantOf(eg, key)?.value === "length") return NON_NEGATIVE_INTEGER & ~POSITIVE_OTHER;
  return isWithin(eg.fact("kinds", key), NUMBER) ? eg.fact("elem", array) | UNDEFINED : ANY;
}

function rangeOfNode(eg: EGraph, node: Node, kinds: readonly Kinds[]): Range {
  const child = (index: number): Range => rangeOf(eg, node.children[index]!);
  switch (node.op) {
    case "const":
      return typeof node.payload === "number" ? { low: node.payload + 0, high: node.payload + 0 } : UNBOUNDED;
    case "ix":
      return indexRange(eg, node.children[0]!);
    case "check":
      return child(0);
    case "&&":
    case "||":
    case "??":
      return hull(eg, node.children);
    case "?:":
    case "fold":
    case "foldRight":
      return hull(eg, node.children.slice(1));
    default:
      return resultRange(
        node.op,
        kinds.map((each, index) => numericRange(each, child(index))),
      );
  }
}

/** The index of an array is below its length; that of a range source, whose length this is, below that. */
function indexRange(eg: EGraph, source: Id): Range {
  if ((eg.fact("array", source) & PLAIN) !== 0) return ARRAY_INDEX;
  const length = eg.fact("kinds", source);
  const longest = isWithin(length, NUMBER) ? Math.max(eg.fact("hi", source) - 1, 0) : 2 ** 53 - 2;
  return { low: 0, high: Math.min(longest, 2 ** 53 - 2) };
}

function hull(eg: EGraph, ids: readonly Id[]): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const id of ids) {
    if ((eg.fact("kinds", id) & NUMBER) === 0) continue;
    low = Math.min(low, eg.fact("lo", id));
    high = Math.max(high, eg.fact("hi", id));
  }
  return low <= high ? { low, high } : UNBOUNDED;
}

/** What the ranges of two numbers, `NaN` excluded, decide of a comparison. */
function comparison(eg: EGraph, node: Node, kinds: readonly Kinds[]): boolean | undefined {
  const [a = ANY, b = ANY] = kinds;
  if (node.children.length !== 2 || !isWithin(a | b, NUMBER & ~NAN) || a === 0 || b === 0) return undefined;
  const negated = node.op === "!==" || node.op === "!=";
  const decided = compareRanges(
    negated ? "===" : node.op,
    rangeOf(eg, node.children[0]!),
    rangeOf(eg, node.children[1]!),
  );
  return negated && decided !== undefined ? !decided : decided;
}

/** Last stage of a stream: filter and flatMap push, which makes the result packed. */
const FILTER = 2;
const FLAT_MAP = 3;

/** `elem` and `array` of arrays, domains and streams. */
function setStructureFacts(eg: EGraph, node: Node, set: SetFact): void {
  const [first = 0, second = 0, third = 0] = node.children;
  switch (node.op) {
    case "array":
    case "parts":
      set("array", PLAIN | PACKED | PRIVATE);
      set(
        "elem",
        node.children.reduce((kinds, child) => kinds | eg.fact("kinds", child), 0),
      );
      return;
    case "str.split":
      set("array", PLAIN | PACKED | PRIVATE);
      set("elem", STRING);
      return;
    case "?:":
      set("array", eg.fact("array", second) & eg.fact("array", third));
      set("elem", eg.fact("elem", second) | eg.fact("elem", third));
      return;
    case "over":
    case "called":
      set("array", eg.fact("array", first) & PACKED);
      return;
    case "each":
    case "dense":
    case "range":
      set("array", PACKED);
      return;
    case "stream": {
      const stage = stageOf(node.payload);
      set("array", stage === FILTER || stage === FLAT_MAP ? PACKED : eg.fact("array", first) & PACKED);
      set("elem", stage === FLAT_MAP ? flattenedKinds(eg, third) : passingKinds(eg, second, third));
      return;
    }
    case "toArray": {
      const packed = eg.fact("array", first) & PACKED;
      set("array", PLAIN | PRIVATE | packed);
      set("elem", eg.fact("elem", first) | (packed === 0 ? UNDEFINED : 0));
      return;
    }
  }
}

/** The kinds of the elements that pass: a guard that reads a property of them would have thrown for the others. */
function passingKinds(eg: EGraph, guard: Id, element: Id): Kinds {
  const kinds = eg.fact("kinds", element);
  return (kinds & NULLISH) !== 0 && readsProperty(eg, guard, element, new Set()) ? kinds & ~NULLISH : kinds;
}

/** Does evaluating `id` surely read a property of `object`? What is equal evaluates the same, so one node tells. */
function readsProperty(eg: EGraph, id: Id, object: Id, seen: Set<Id>): boolean {
  const root = eg.find(id);
  if (seen.has(root)) return false;
  seen.add(root);
  for (const node of eg.nodes(root)) {
    const eager = node.children.slice(0, operatorOf(node.op).lazyFrom);
    if (node.op === "load" && eg.find(eager[0]!) === eg.find(object)) return true;
    if (eager.some((child) => readsProperty(eg, child, object, seen))) return true;
  }
  return false;
}

/** What flatMap pushes for one result: the elements of an array, or the value itself. */
function flattenedKinds(eg: EGraph, id: Id): Kinds {
  const kinds = eg.fact("kinds", id);
  if (isWithin(kinds, PRIMITIVE)) return kinds;
  return (eg.fact("array", id) & PLAIN) !== 0 ? eg.fact("elem", id) : ANY;
}

function effectOf(eg: EGraph, node: Node, assume: FactAssumptions): Effect {
  if (node.op === "var" || node.op === "opaque" || node.op === "copies") return UNKNOWN_EFFECT;
  // The domain has evaluated the array, and a counter's guard has been evaluated where it counts.
  if (node.op === "ix" || node.op === "index") return CONST;
  // An element of a result stands for what makes it, which a loop that is fused with it may not lose.
  if (node.op === "el") return isMade(eg, node.children[0]!) ? LEAVES : CONST;
  let effect = effectOfNode(eg, node, assume);
  for (const child of node.children) effect = joinEffects(effect, eg.fact("effect", child));
  return effect;
}

/** What `node` itself may do, the evaluation of its operands aside. */
export function effectOfNode(eg: EGraph, node: Node, assume: FactAssumptions): Effect {
  const [first = 0, second = 0] = node.children;
  switch (node.op) {
    case "over":
    case "dense":
    case "each":
    case "called":
      if (isKnownArray(eg, first)) return CONST;
      // A plain array that others hold may be written between two reads, but reading it does nothing.
      return assume.pureGetters === true || (eg.fact("array", first) & PLAIN) !== 0 ? READ : UNKNOWN_EFFECT;
    case "item":
      // It reads the elements, if that is an array.
      if (isWithin(eg.fact("kinds", first), PRIMITIVE) || isKnownArray(eg, first)) return LEAVES;
      return assume.pureGetters === true ? READ | LEAVES : UNKNOWN_EFFECT;
    case "load":
      if (isKnownArray(eg, first) && isElementOrLength(eg, second)) return CONST;
      if ((eg.fact("array", first) & PLAIN) !== 0 && isElementOrLength(eg, second)) return SEES;
      break;
    case "Array.isArray":
      if ((eg.fact("array", first) & PLAIN) !== 0) return CONST;
      break;
    case "fold1":
      return THROWS;
  }
  const kinds = node.children.map((child) => eg.fact("kinds", child));
  return ownEffect(node.op, kinds, assume);
}

/** Is it the result of a loop? */
function isMade(eg: EGraph, id: Id): boolean {
  for (const node of eg.nodes(id)) if (node.op === "toArray") return true;
  return false;
}

function isKnownArray(eg: EGraph, id: Id): boolean {
  const both = PLAIN | PRIVATE;
  return (eg.fact("array", id) & both) === both;
}

function isElementOrLength(eg: EGraph, key: Id): boolean {
  return isWithin(eg.fact("kinds", key), NUMBER) || constantOf(eg, key)?.value === "length";
}

function levelBit(payload: Payload): number {
  return typeof payload === "number" ? 1 << payload : 0;
}

function stageOf(payload: Payload): number {
  return typeof payload === "number" ? payload & 7 : 0;
}

function levelsOf(eg: EGraph, node: Node): number {
  const levels = node.children.map((child) => eg.fact("levels", child));
  const joined = levels.reduce((mask, each) => mask | each, 0);
  switch (node.op) {
    case "el":
    case "ix":
    case "item":
    case "acc":
    case "index":
      return joined | levelBit(node.payload);
    case "stream": {
      const [domain = 0, guard = 0, element = 0] = levels;
      const own = typeof node.payload === "number" ? levelBit(node.payload >> 3) : 0;
      return domain | ((guard | element) & ~own);
    }
    case "fold":
    case "foldRight": {
      const [stream = 0, init = 0, step = 0] = levels;
      return stream | init | (step & ~levelBit(node.payload));
    }
    case "fold1": {
      const [stream = 0, step = 0] = levels;
      return stream | (step & ~levelBit(node.payload));
    }
    default:
      return joined;
  }
}
