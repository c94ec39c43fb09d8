import { isDeepStrictEqual } from "node:util";
import { EGraph, type Id, type Pattern, type Rewrite } from "../../egraph/index.ts";
import { CONST, type Effect, OWN, READ, THROWS, TYPE_ERROR, WRITE } from "../../ir/effects.ts";
import { CheckFailed, evaluate } from "../../ir/evaluate.ts";
import type { Term } from "../../ir/term.ts";
import { createFacts } from "../../rules/index.ts";

/*
 * Fusion rules on all arrays of at most three elements, holes included. Callbacks are opaque: of each effect class, a
 * few functions that do what the class allows and no more, and leave a trace of it.
 */

const MAP = 1;
const FILTER = 2;
const FLAT_MAP = 3;
const SLICE = 4;
const HOLE = Symbol("hole");

/** All arrays of at most `length` of these elements. */
export function arraysOf(elements: readonly unknown[], length: number): readonly (readonly unknown[])[] {
  if (length === 0) return [[]];
  const shorter = arraysOf(elements, length - 1);
  const longest = shorter.filter((each) => each.length === length - 1);
  return [...shorter, ...longest.flatMap((head) => elements.map((last) => [...head, last]))];
}

const arrays: readonly unknown[][] = arraysOf([1, undefined, HOLE], 3).map((elements) => {
  const array: unknown[] = new Array(elements.length);
  for (const [index, element] of elements.entries()) if (element !== HOLE) array[index] = element;
  return array;
});

/** What callbacks share: what the writing ones write and the reading ones read, and what was seen. */
interface World {
  written: number;
  readonly trace: unknown[];
  /** What each callback keeps to itself, by its name: lost with an exception. */
  readonly own: Record<string, number>;
}

type Callback = (world: World, name: string, args: readonly unknown[]) => unknown;

const first: Callback = (_, __, [value]) => value;
const logged: Callback = (world, name, args) => {
  world.written++;
  world.trace.push([name, ...args]);
  return args[0];
};
const throwing: Callback = (_, name, [value]) => {
  if (value === undefined) throw name;
  return value;
};
const refusing: Callback = (_, __, [value]) => {
  if (value === undefined) throw new TypeError("not a value");
  return value;
};

/** Counts in a variable that no other callback sees. */
const counting: Callback = (world, name, [value]) => {
  const count = (world.own[name] ?? 0) + 1;
  world.own[name] = count;
  return count % 2 === 0 ? value : !value;
};

/** Functions that do what an effect class allows. */
const behaviours: readonly { readonly effect: Effect; readonly callbacks: readonly Callback[] }[] = [
  { effect: CONST, callbacks: [first, (_, __, args) => args.at(-1), (_, __, args) => args.join() !== "1"] },
  // Three is no divisor of how often any stage writes between two reads.
  { effect: READ, callbacks: [({ written }, _, [value]) => (written % 3 === 0 ? value : !value)] },
  { effect: WRITE, callbacks: [logged, (...given) => !logged(...given)] },
  { effect: THROWS, callbacks: [throwing] },
  { effect: TYPE_ERROR, callbacks: [refusing] },
  { effect: OWN, callbacks: [counting] },
  { effect: OWN | READ, callbacks: [(world, name, args) => counting(world, name, [world.written, args[0]])] },
  { effect: OWN | THROWS, callbacks: [(world, name, args) => counting(world, name, [throwing(world, name, args)])] },
  {
    effect: OWN | TYPE_ERROR,
    callbacks: [(world, name, args) => counting(world, name, [refusing(world, name, args)])],
  },
  { effect: WRITE | THROWS, callbacks: [(world, name, args) => throwing(world, name, [logged(world, name, args)])] },
];

const chosen = behaviours.flatMap(({ effect, callbacks }) => callbacks.map((callback) => ({ effect, callback })));

/** Does this operator need pairs? Then callbacks that make its elements give some. */
const ofPairs: ReadonlySet<string> = new Set(["toMap", "toObject"]);

/** One instance of a fusion rule: the shapes and effects of both stages. */
interface Instance {
  readonly rewrite: Rewrite;
  readonly stage: number;
  /** Of the consumer, if it is a stage itself: which; 0 otherwise. */
  readonly tag: number;
  readonly source: "over" | "dense";
  /** What a flatMap takes its items from: a literal, what a callback gives, or the elements themselves. */
  readonly items: "literal" | "given" | "flat";
  readonly producer: (typeof chosen)[number];
  readonly consumer: (typeof chosen)[number];
}

/** What a check of one rule did. */
export interface Report {
  /** Instances in which the rule fired. */
  readonly fired: number;
  readonly refused: number;
  /** Runs that were compared, of each of three: the interpreter on both sides, and the methods themselves. */
  readonly runs: number;
}

/** Runs all instances of a rule. Gives what it did, or throws with the first difference. */
export function checkFusion(rewrites: readonly Rewrite[]): Report {
  let [fired, refused, runs] = [0, 0, 0];
  for (const rewrite of rewrites) {
    const { op } = nodeOf(rewrite.lhs);
    for (const stage of [MAP, FILTER, FLAT_MAP, SLICE]) {
      for (const tag of op === "toArray" ? [MAP, FILTER, FLAT_MAP] : [0]) {
        // As they are lifted: map keeps holes, so it runs over arrays that have none; flatMap skips them, filter too, but
        // for slice, which is a filter by position and keeps them.
        if ((tag === MAP && !isOverDense(rewrite)) || (tag === FLAT_MAP && isOverDense(rewrite))) continue;
        const takes =
          tag === FLAT_MAP ? itemSources : stage === FLAT_MAP ? itemSources.slice(0, 2) : ["literal" as const];
        for (const source of sourcesOf(stage)) {
          for (const items of takes) {
            for (const producer of chosen) {
              for (const consumer of items === "flat" ? chosen.slice(0, 1) : chosen) {
                const done = checkInstance({ rewrite, stage, tag, source, items, producer, consumer });
                if (done === undefined) refused++;
                else {
                  fired++;
                  runs += done;
                }
              }
            }
          }
        }
      }
    }
  }
  return { fired, refused, runs };
}

/** What a stage runs over: a slice of what map has made, over what map does. */
function sourcesOf(stage: number): readonly ("over" | "dense")[] {
  if (stage === MAP || stage === SLICE) return ["dense"];
  return stage === FILTER ? ["over", "dense"] : ["over"];
}

const itemSources = ["literal", "given", "flat"] as const;

/** Does the consumer run over what must have no holes? */
function isOverDense({ lhs }: Rewrite): boolean {
  return nodeOf(nodeOf(nodeOf(lhs).args[0]!).args[0]!).op === "dense";
}

function nodeOf(pattern: Pattern): Pattern & { readonly kind: "node" } {
  if (pattern.kind !== "node") throw new Error("a rule whose left side is a variable");
  return pattern;
}

const XS: Term = { op: "var", payload: 0, args: [] };
const LEVEL = 0;

/** Runs one instance on all arrays; gives how often, or undefined if the rule does not fire. */
function checkInstance(instance: Instance): number | undefined {
  const sides = leftSide(instance);
  const { left } = sides;
  const right = fusedForm(instance, sides);
  // The loop that is written goes on behind what a search has found, with the producer's effects; the interpreter does not.
  if ((left.op === "last" || left.op === "first") && instance.producer.effect > READ) return undefined;
  if (right === undefined) return undefined;
  const { op } = left;
  const isDense = /\(dense /.test(shown(left));
  let runs = 0;
  for (const array of arrays) {
    const holes = array.length > Object.keys(array).length;
    const leavesAtHoles = holes && /\(dense /.test(shown(right));
    if (leavesAtHoles) continue;
    const native = outcome(instance, op, array, (f, g) => runNatively(instance, left, array, f, g));
    const fused = outcome(instance, op, array, (f, g) => run(right, array, f, g));
    const where = `${shown(left)}\n${shown(right)}\non ${JSON.stringify(array)}${holes ? " with holes" : ""}`;
    mustAgree(native, fused, `the methods against the fused form\n${where}`);
    // The interpreter reads on where the emitted loop would be left.
    if (!(holes && isDense)) {
      const original = outcome(instance, op, array, (f, g) => run(left, array, f, g));
      mustAgree(native, original, `the methods against the interpreter\n${where}`);
    }
    runs++;
  }
  return runs;
}

function mustAgree(a: unknown, b: unknown, where: string): void {
  if (!isDeepStrictEqual(a, b)) throw new Error(`${where}\n${JSON.stringify(a)}\n${JSON.stringify(b)}`);
}

type Function_ = (...args: unknown[]) => unknown;

/** What a run came to, and its trace. */
function outcome(
  { producer, consumer, stage, tag, items }: Instance,
  op: string,
  array: readonly unknown[],
  run: (f: Function_, g: Function_) => unknown,
): unknown {
  const world: World = { written: 0, trace: [], own: {} };
  const pairs = ofPairs.has(op);
  const paired = (value: unknown, index: unknown): unknown => (pairs ? [String(index), value] : value);
  const f: Function_ = (...args) => {
    const value = producer.callback(world, "f", args);
    if (items === "flat" || (items === "given" && stage === FLAT_MAP))
      return arrayOf(value, (each) => paired(each, args[1]));
    return stage === FILTER ? value : paired(value, args[1]);
  };
  const g: Function_ = (...args) => {
    const value = consumer.callback(world, "g", args);
    if (items === "given" && tag === FLAT_MAP) return arrayOf(value, (each) => each);
    return tag === 0 && op === "forEach" ? undefined : value;
  };
  // Elements that a filter lets through have to be pairs already.
  const given = pairs && stage !== MAP ? array.map((each, index) => [String(index), each]) : array;
  arrayGiven = stage === SLICE ? readBy(given, f) : given;
  try {
    return { value: run(f, g), trace: world.trace, own: world.own };
  } catch (error) {
    if (error instanceof CheckFailed) return "left";
    return { thrown: error instanceof Error ? error.constructor.name : error, trace: world.trace };
  }
}

/** An array whose elements are what `f` gives for them, each time that they are read: it is `slice` that reads them. */
function readBy(array: readonly unknown[], f: Function_): readonly unknown[] {
  const read: unknown[] = new Array(array.length);
  for (const index of Object.keys(array))
    Object.defineProperty(read, index, { get: () => f(array[Number(index)], Number(index)), enumerable: true });
  return read;
}

/** What flatMap may get: some items and a hole, none, or no array. */
function arrayOf(value: unknown, item: (value: unknown) => unknown): unknown {
  if (value === false) return [];
  const items: unknown[] = [item(value), item(undefined)];
  items.length = 3;
  items[3] = item(1);
  return typeof value === "number" || typeof item(1) === "object" ? items : value;
}

/** The array of the present run. */
let arrayGiven: readonly unknown[] = [];

function isBackwards(op: string): boolean {
  return op === "foldRight" || op === "last";
}

function run(term: Term, _: readonly unknown[], f: Function_, g: Function_): unknown {
  const values = [arrayGiven, f, g];
  const counts = !isBackwards(term.op);
  // What a term mentions twice is evaluated once in a round: the index, which comes last, tells the round.
  const known = new Map<string, () => unknown>();
  const apply = (callee: unknown, args: readonly unknown[]): unknown => {
    const isConsumer = callee === g;
    const key = `${isConsumer} ${String(args.at(-1))}`;
    const before = isConsumer && !counts ? undefined : known.get(key);
    if (before !== undefined) return before();
    try {
      const value = Reflect.apply(isConsumer ? g : f, undefined, args);
      known.set(key, () => value);
      return value;
    } catch (error) {
      known.set(key, () => {
        throw error;
      });
      throw error;
    }
  };
  return evaluate(term, { leaf: ({ payload }) => values[Number(payload)], apply });
}

/** A call of a callback with the element and its index, and before them the accumulator if there is one. */
function call(callback: number, array: Term, accumulator = false, index = true): Term {
  const acc: Term[] = accumulator ? [{ op: "acc", payload: LEVEL, args: [] }] : [];
  const args: Term[] = [
    { op: "var", payload: callback, args: [] },
    ...acc,
    { op: "el", payload: LEVEL, args: [array] },
    ...(index ? [{ op: "ix", payload: LEVEL, args: [array] }] : []),
  ];
  return { op: "apply", args };
}

const constant = (payload: string | number | boolean): Term => ({ op: "const", payload, args: [] });

/** What the callback of a flatMap gives, as it is lifted: a literal. */
function literal(...parts: readonly Term[]): Term {
  return itemOf({ op: "parts", args: parts });
}

function itemOf(given: Term): Term {
  return { op: "item", payload: LEVEL, args: [given] };
}

interface Left {
  readonly left: Term;
  /** The calls of producer and consumer, of which the effects are told. */
  readonly calls: readonly [Term, Term];
  /** What the variables of the rule stand for. */
  readonly made: Readonly<Record<string, Term>>;
  readonly payloads: Readonly<Record<string, number>>;
}

function madeOf(made: Readonly<Record<string, Term>>, name: string): Term {
  const term = made[name];
  if (term === undefined) throw new Error(`test/fusion/small-scope.ts does not know the variable ${name}`);
  return term;
}

/** The left side of the rule with its variables in place. */
function leftSide({ rewrite, stage, tag, source, items }: Instance): Left {
  const f = call(1, XS);
  const element: Term = { op: "el", payload: LEVEL, args: [XS] };
  const made: Record<string, Term> = {
    source: { op: source, args: [XS] },
    guard: stage === FILTER ? f : constant(true),
    element: stage === FLAT_MAP ? (items === "literal" ? literal(f, element) : itemOf(f)) : stage === MAP ? f : element,
  };
  const stream: Term = {
    op: "stream",
    payload: (LEVEL << 3) | stage,
    args: [made.source!, made.guard!, made.element!],
  };
  const array: Term = { op: "toArray", args: [stream] };
  const pattern = nodeOf(rewrite.lhs);
  // From the end, nothing counts.
  const g = call(2, array, /^fold/.test(pattern.op), !isBackwards(pattern.op));
  const own: Term = { op: "el", payload: LEVEL, args: [array] };
  const tests = tag === FILTER || pattern.op === "first" || pattern.op === "last";
  const makes = tag === MAP || pattern.op === "forEach";
  Object.assign(made, {
    guard2: tests ? g : constant(true),
    element2:
      tag === FLAT_MAP ? (items === "literal" ? literal(g, own) : itemOf(items === "flat" ? own : g)) : makes ? g : own,
    init: constant("start"),
    step: g,
    default: constant("none"),
    separator: constant("-"),
  });
  const payloads: Readonly<Record<string, number>> = { q: (LEVEL << 3) | stage, p: (LEVEL << 3) | tag, v: LEVEL };
  const instantiate = (part: Pattern): Term => {
    if (part.kind === "var") return madeOf(made, part.name);
    const payload =
      part.payload === undefined ? undefined : "var" in part.payload ? payloads[part.payload.var] : part.payload.const;
    const args = part.args.map(instantiate);
    return payload === undefined ? { op: part.op, args } : { op: part.op, payload, args };
  };
  return { left: instantiate(pattern), calls: [f, g], made, payloads };
}

/** What the rule makes of its left side, or undefined if it does not fire. */
function fusedForm(
  { rewrite, stage, producer, consumer, items }: Instance,
  { calls, made, payloads }: Left,
): Term | undefined {
  const { rhs } = rewrite;
  if (!("apply" in rhs)) throw new Error(`${rewrite.name} is no rule that computes its right side`);
  const eg = new EGraph({ analysis: createFacts() });
  // Callbacks and the array are bindings that nobody writes.
  for (const index of [0, 1, 2]) eg.setFact("effect", eg.add("var", [], index), CONST);
  if (stage === SLICE) eg.setFact("effect", eg.addTerm(madeOf(made, "source")), producer.effect);
  else eg.setFact("array", eg.add("var", [], 0), PLAIN_AND_PRIVATE);
  for (const [index, { effect }] of [producer, consumer].entries()) {
    eg.setFact("effect", eg.addTerm(calls[index]!), effect);
    if (items !== "literal") eg.setFact("array", eg.addTerm(calls[index]!), PLAIN_AND_PRIVATE);
  }
  const idOf = (name: string): Id => (name in payloads ? eg.intern(payloads[name]) : eg.addTerm(madeOf(made, name)));
  const ids = (names: readonly string[]): Id[] => names.map(idOf);
  // All parts are there before facts are asked for.
  ids([...rhs.vars, ...(rewrite.when ?? []).flatMap(({ vars }) => vars)]);
  eg.rebuild();
  if (!(rewrite.when ?? []).every(({ vars, test }) => test(eg, ids(vars)))) return undefined;
  const right = rhs.apply(eg, 0, ids(rhs.vars));
  return right === undefined ? undefined : termOf(eg, right);
}

const PLAIN_AND_PRIVATE = 1 | 4;

function termOf(eg: EGraph, id: Id): Term {
  const [node, other] = [...eg.nodes(id)];
  if (node === undefined || other !== undefined) throw new Error("a class that is not one node");
  const args = node.children.map((child) => termOf(eg, child));
  return node.payload === undefined && node.op !== "const"
    ? { op: node.op, args }
    : { op: node.op, payload: node.payload, args };
}

function shown({ op, payload, args }: Term): string {
  const head = payload === undefined && op !== "const" ? op : `${op}#${String(payload)}`;
  return args.length === 0 ? head : `(${[head, ...args.map(shown)].join(" ")})`;
}

/** The same by the methods of arrays. */
function runNatively(
  { stage, tag, items }: Instance,
  left: Term,
  _: readonly unknown[],
  f: Function_,
  g: Function_,
): unknown {
  const xs = arrayGiven as unknown[];
  const made: unknown[] =
    stage === FLAT_MAP
      ? xs.flatMap((x, i) => (items === "literal" ? [f(x, i), x] : f(x, i)))
      : stage === MAP
        ? xs.map((x, i) => f(x, i))
        : stage === SLICE
          ? xs.slice()
          : xs.filter((x, i) => f(x, i));
  const [stream] = left.args;
  const isDense = stream!.args[0]!.op === "dense";
  // What reads holes reads them as undefined.
  const ys = isDense ? Array.from(made) : made;
  switch (left.op) {
    case "toArray":
      if (tag === FLAT_MAP && items === "flat") return ys.flat();
      if (tag === FLAT_MAP) return ys.flatMap((y, i) => (items === "literal" ? [g(y, i), y] : g(y, i)));
      return tag === MAP ? ys.map((y, i) => g(y, i)) : ys.filter((y, i) => g(y, i));
    case "fold":
      return ys.reduce((a: unknown, y, i) => g(a, y, i), "start");
    case "foldRight":
      return ys.reduceRight((a: unknown, y) => g(a, y), "start");
    case "fold1":
      return ys.reduce((a, y, i) => g(a, y, i));
    case "first": {
      let found: unknown = "none";
      ys.some((y, i) => {
        const is = Boolean(g(y, i));
        if (is) found = y;
        return is;
      });
      return found;
    }
    case "last": {
      for (let i = ys.length - 1; i >= 0; i--) if (i in ys && g(ys[i])) return ys[i];
      return "none";
    }
    case "count":
      return isDense ? ys.length : ys.filter(() => true).length;
    case "toSet":
      return new Set(ys.filter(() => true));
    case "toMap":
      return new Map(ys.filter(() => true) as [unknown, unknown][]);
    case "toObject":
      return Object.fromEntries(ys.filter(() => true) as [string, unknown][]);
    case "join":
      return isDense ? ys.join("-") : ys.filter(() => true).join("-");
    case "forEach":
      ys.forEach((y, i) => void g(y, i));
      return undefined;
    default:
      throw new Error(`test/fusion/small-scope.ts does not know what ${left.op} is by the methods of arrays`);
  }
}
