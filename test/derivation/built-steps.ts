// What the rules that are built by hand say, written down once more as equations between terms.
import {
  CONST,
  type Effect,
  joinEffects,
  LEAVES,
  mayBeDropped,
  mayThrow,
  mayThrowAnything,
  OWN,
  READ,
  sees,
  stateOf,
} from "../../ir/effects.ts";
import { isWithin } from "../../ir/kinds.ts";
import { operatorOf } from "../../ir/operators.ts";
import type { Term } from "../../ir/term.ts";
import { constantOf } from "../../rules/index.ts";
import { same } from "./checker.ts";
import type { Congruence } from "./congruence.ts";
import type { TermFacts } from "./term-facts.ts";

/** Why `right` does not follow from `left`, or undefined if it does. */
type BuiltStep = (left: Term, right: Term, facts: TermFacts, known: Congruence) => string | undefined;

const MAP = 1;
const FILTER = 2;
const FLAT_MAP = 3;

/** A plain array that nobody else holds. */
const FRESH = 1 | 4;

const SLICE = 4;

const stages: Readonly<Record<string, number>> = { map: MAP, filter: FILTER, "flat-map": FLAT_MAP, slice: SLICE };

interface Consumer {
  readonly op: string;
  /** The child that runs once per element, beside the stream. */
  readonly step?: number;
  /** The stage that it must be, if it is one. */
  readonly stage?: number;
  /** Does it look at every element? */
  readonly looks: boolean;
  /** Takes the elements from the end: then nothing may be seen of searching, or of making them. */
  readonly backwards?: "search" | "fold";
}

const consumers: Readonly<Record<string, Consumer>> = {
  map: { op: "toArray", stage: MAP, looks: true },
  filter: { op: "toArray", stage: FILTER, looks: true },
  "flat-map": { op: "toArray", stage: FLAT_MAP, looks: true },
  reduce: { op: "fold", step: 2, looks: false },
  "reduce-first": { op: "fold1", step: 1, looks: true },
  "reduce-right": { op: "foldRight", step: 2, looks: false, backwards: "fold" },
  search: { op: "first", looks: false },
  "search-last": { op: "last", looks: true, backwards: "search" },
  count: { op: "count", looks: false },
  set: { op: "toSet", looks: true },
  join: { op: "join", looks: true },
  "to-map": { op: "toMap", looks: true },
  "to-object": { op: "toObject", looks: true },
  "for-each": { op: "forEach", looks: true },
};

export const builtSteps: Readonly<Record<string, BuiltStep>> = {
  "object/load-property": loaded,
  "object/load-element": loaded,
  "object/load-length": loaded,
  "object/check": (left, right, facts) => {
    if (left.op !== "check" || !same(left.args[0]!, right)) return "it is no check";
    const kinds = facts.fact("kinds", facts.id(right));
    return kinds !== 0 && isWithin(kinds, Number(left.payload)) ? undefined : "the kinds are not known";
  },
  "fusion/check-items": (left, right) => {
    const [item] = left.args;
    const [array] = item?.args ?? [];
    if (left.op !== "check" || item?.op !== "item" || array?.op !== "parts") return "it is no check of an item";
    const parts = array.args.map((arg): Term => ({ op: "check", payload: left.payload, args: [arg] }));
    const checked: Term = { ...item, args: [{ ...array, args: parts }] };
    return same(checked, right) ? undefined : "not each part is checked";
  },
  "fusion/lone-flat-map": (left, right) => {
    const [stream] = left.args;
    const [domain] = stream?.args ?? [];
    if (left.op !== "toArray" || stream?.op !== "stream" || domain?.op !== "called") return "it is no call";
    const loop: Term = { ...stream, args: [{ ...domain, op: "over" }, ...stream.args.slice(1)] };
    return same({ ...left, args: [loop] }, right) ? undefined : "it is another loop";
  },
  "fusion/flat-of-literal": (left, right) => {
    const [literal] = left.args;
    if (left.op !== "item" || literal?.op !== "array" || literal.args.some(({ op }) => op === "spread"))
      return "it is no item of a literal";
    const parts: Term = { op: "parts", args: literal.args };
    return same({ ...left, args: [parts] }, right) ? undefined : "it is another literal";
  },
  "fusion/collect-append": (left, right, facts) => flawOfCollecting("append", left, right, facts),
  "fusion/collect-in-place": (left, right) => {
    const [stream, start, step] = left.args;
    // Only a literal that nothing else mentions is what a step may add to.
    if (left.op !== "fold" || stream?.op !== "stream" || step?.op !== "copies") return "it is no step that copies";
    if (start?.op !== "var") return "it starts from no literal";
    return same({ ...left, args: [stream, start, { ...step, op: "collects" }] }, right)
      ? undefined
      : "it is another step";
  },
  "fusion/collect-put": (left, right, facts) => flawOfCollecting("put", left, right, facts),
  ...Object.fromEntries(
    Object.entries(stages).flatMap(([producer, stage]) =>
      Object.keys(consumers).map((consumer) => [
        `fusion/${producer}-${consumer}`,
        (left: Term, right: Term, facts: TermFacts, known: Congruence) =>
          flawOfFusion(stage, consumer, left, right, facts, known),
      ]),
    ),
  ),
};

/** `{ …, k: v, … }[k]` is `v`, and so for arrays, if nothing is lost with the other parts. */
function loaded(left: Term, right: Term, facts: TermFacts): string | undefined {
  const [literal, key] = left.args;
  if (left.op !== "load" || literal === undefined || key === undefined) return "it is no read";
  const known = constantOf(facts.graph, facts.id(key));
  if (known === undefined) return "the key is not known";
  const length: Term = { op: "const", payload: literal.args.length, args: [] };
  if (literal.op === "array" && literal.args.some((part) => part.op === "spread")) return "an array with a spread";
  if (literal.op !== "array" && literal.op !== "object") return "no literal is read";
  const element = known.value === "length" ? length : literal.args[Number(known.value)];
  const found = literal.op === "array" ? element : propertyOf(literal, String(known.value));
  // What there is to be seen of the parts is evaluated in front.
  const tests: Term[] = [];
  let value = right;
  for (; value.op === "," && !same(value, found ?? value); value = value.args[1]!) tests.push(value.args[0]!);
  if (found === undefined || !same(found, value)) return "it is another part, or a spread may hold it";
  const parts = literal.args.flatMap((part) => (part.op === "prop" ? part.args : [part]));
  const seen = parts.filter((part) => !mayBeDropped(facts.fact("effect", facts.id(part))));
  if (tests.some((test, at) => seen[at] === undefined || !same(test, seen[at]))) return "something else is evaluated";
  const rest = seen.slice(tests.length);
  return rest.every((part) => same(part, value)) && rest.length <= 1 ? undefined : "an effect would be lost";
}

/** The value that reading a literal gives, where it is written down. */
export function valueRead(term: Term): Term | undefined {
  const [literal, key] = term.args;
  if (term.op !== "load" || literal === undefined || key?.op !== "const") return undefined;
  if (literal.op === "object") return propertyOf(literal, String(key.payload));
  const isPlain = literal.op === "array" && typeof key.payload === "number";
  return isPlain && !literal.args.some((part) => part.op === "spread") ? literal.args[key.payload] : undefined;
}

/** The value of the last property of that name; undefined if a part that cannot be looked into comes after it. */
function propertyOf(literal: Term, name: string): Term | undefined {
  for (const part of [...literal.args].reverse()) {
    const [first, second] = part.args;
    if (part.op === "prop" && first?.op === "const") {
      if (String(first.payload) === name) return second;
    } else if (part.op === "spread" && first?.op === "object") {
      const inner = propertyOf(first, name);
      if (inner !== undefined) return inner;
      if (!first.args.every((each) => each.op === "prop" && each.args[0]?.op === "const")) return undefined;
    } else if (part.op !== "spread" || first?.op !== "const") return undefined;
  }
  return undefined;
}

/** Two passes in one: the consumer's expressions with the producer's element and index in place of its own. */
function flawOfFusion(
  stage: number,
  name: string,
  left: Term,
  right: Term,
  facts: TermFacts,
  known: Congruence,
): string | undefined {
  const consumer = consumers[name]!;
  const [outer, ...rest] = left.args;
  const [domain, guard2, element2] = outer?.args ?? [];
  const [array] = domain?.args ?? [];
  const [inner] = array?.args ?? [];
  const [source, guard, element] = inner?.args ?? [];
  if (left.op !== consumer.op || outer?.op !== "stream" || array?.op !== "toArray" || inner?.op !== "stream")
    return "it is no consumer of a stage";
  if (domain?.op !== "over" && domain?.op !== "dense" && domain?.op !== "called")
    return "it does not run over the stage";
  if (!source || !guard || !element || !guard2 || !element2) return "a part is missing";
  if ((Number(inner.payload) & 7) !== stage) return "it is another stage";
  if (consumer.stage !== undefined && (Number(outer.payload) & 7) !== consumer.stage) return "it is another consumer";
  const level = Number(outer.payload) >> 3;
  const step = consumer.step === undefined ? undefined : rest[consumer.step - 1];
  const effectOf = (term: Term): Effect => facts.fact("effect", facts.id(term));
  const before = [guard, element].map(effectOf).reduce(joinEffects, effectOf(source) & ~LEAVES);
  // What flat reads is what the producer has made.
  const [flattened] = element2.op === "item" ? element2.args : [];
  const isFresh = (facts.fact("array", facts.id(element)) & FRESH) === FRESH;
  const isFlat = flattened?.op === "el" && known.equal(flattened.args[0]!, array) && isFresh;
  const after = [guard2, isFlat ? flattened : element2, ...(step ? [step] : [])]
    .map(effectOf)
    .reduce(joinEffects, CONST);
  if (mayThrow(before) && mayThrow(after) && mayThrowAnything(before | after)) return "both may throw";
  if (mayThrow(after) && (before & LEAVES) !== 0) return "one may throw where the other leaves the loop";
  if ((before & LEAVES) !== 0 && sees(after)) return "one may read what the other has written by then";
  const backwards = consumer.backwards === "search" ? after : consumer.backwards === "fold" ? before : CONST;
  if (mayThrow(backwards) || stateOf(backwards) > READ) return "it would be seen from the end";
  const [f, g] = [stateOf(before & ~OWN), stateOf(after & ~OWN)];
  if (!((f <= READ && g <= READ) || f === CONST || g === CONST)) return "their effects would interleave";

  // Holes: what map makes has those of its source, what the others make has none.
  const [counted] = source.args;
  if (counted === undefined) return "the source is missing";
  const skips = source.op === "over" || source.op === "called";
  const isOver = source.op === "called" || (source.op === "dense" && domain.op !== "dense");
  const kept: Term = isOver ? { op: "over", args: [counted] } : source;
  // The consumer may call the array by another name than the pass does.
  const isLeaf = (term: Term, op: string): boolean =>
    term.op === op && term.payload === level && known.equal(term.args[0]!, array);
  // Stages behind a flatMap get items, whatever they are themselves.
  const getsItems = (term: Term): boolean => term.op === "item" || term.args.some(getsItems);
  const index: Term =
    stage === FLAT_MAP || getsItems(guard) || getsItems(element)
      ? { op: "index", payload: level, args: [{ op: "index", payload: level, args: [guard] }] }
      : passesAll(guard) && !skips
        ? { op: "ix", payload: level, args: [counted] }
        : { op: "index", payload: level, args: [guard] };
  const open = (term: Term): Term => {
    if (isLeaf(term, "el")) return element;
    if (isLeaf(term, "ix")) return index;
    return { ...term, args: term.args.map(open) };
  };
  // The element is made before the consumer looks at it, and even if it does not: once for each, after a flatMap.
  const looking = isTrue(guard2) ? [...(consumer.looks ? [element2] : []), ...(step ? [step] : [])] : [guard2];
  const isMade =
    stage !== FLAT_MAP &&
    (mayBeDropped(effectOf(element)) || looking.some((each) => alwaysEvaluates(each, (term) => isLeaf(term, "el"))));
  const inside: Term = isMade ? open(guard2) : { op: ",", args: [element, open(guard2)] };
  const both: Term = isTrue(guard) ? inside : { op: "&&", args: [guard, inside] };
  const stream: Term = { ...outer, args: [kept, both, open(element2)] };
  const fused: Term = { ...left, args: [stream, ...rest.map((each) => (each === step ? open(each) : each))] };
  return same(fused, right) ? undefined : "the pass is another one";
}

/** A reduction that copies its accumulator, and adds to the copy, makes what the additions make. */
function flawOfCollecting(op: string, left: Term, right: Term, facts: TermFacts): string | undefined {
  const [stream, start, step] = left.args;
  if (left.op !== "fold" || stream?.op !== "stream" || step === undefined) return "it is no reduction";
  if (start?.op !== (op === "append" ? "array" : "object") || start.args.length > 0) return "it starts from something";
  const isAccumulator = (term: Term | undefined): boolean => term?.op === "acc" && term.payload === left.payload;
  const mentions = (term: Term): boolean => isAccumulator(term) || term.args.some(mentions);
  const [test, yes, no] = step.op === "?:" ? step.args : [];
  const [addition, isBehind] = test === undefined ? [step, false] : isAccumulator(no) ? [yes!, false] : [no!, true];
  if (addition.op !== op || !isAccumulator(addition.args[0])) return "it adds nothing";
  if (addition.args.length !== (op === "append" ? 2 : 3)) return "it adds more than one";
  const [first, second] = addition.args.slice(1) as [Term, Term?];
  if ([first, second, test].some((each) => each !== undefined && mentions(each))) return "it looks at the accumulator";
  const [domain, guard, element] = stream.args as [Term, Term, Term];
  const made = (term: Term): Term =>
    mayBeDropped(facts.fact("effect", facts.id(element))) ? term : { op: ",", args: [element, term] };
  const value: Term = second === undefined ? first : { op: "array", payload: "pair", args: [first, second] };
  const condition: Term | undefined = test && isBehind ? { op: "!", args: [test] } : test;
  const passes: Term = condition === undefined ? guard : { op: "&&", args: [guard, made(condition)] };
  const pass: Term = {
    op: "stream",
    payload: (Number(left.payload) << 3) | MAP,
    args: [domain, passes, condition === undefined ? made(value) : value],
  };
  return same({ op: second === undefined ? "toArray" : "toObject", args: [pass] }, right)
    ? undefined
    : "the pass is another one";
}

function isTrue(term: Term): boolean {
  return term.op === "const" && term.payload === true;
}

function passesAll(guard: Term): boolean {
  if (guard.op === ",") return passesAll(guard.args[1]!);
  return isTrue(guard) || (guard.op === "&&" && guard.args.every(passesAll));
}

function alwaysEvaluates(term: Term, isLeaf: (term: Term) => boolean): boolean {
  if (isLeaf(term)) return true;
  return term.args.slice(0, operatorOf(term.op).lazyFrom).some((arg) => alwaysEvaluates(arg, isLeaf));
}
