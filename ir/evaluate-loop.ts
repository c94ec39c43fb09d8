import { getProperty, isObject, toLength } from "./abstract-operations.ts";
import { CheckFailed } from "./check-failed.ts";
import { printTerm } from "./sexpr.ts";
import type { Term } from "./term.ts";

/** One pass of one level's loop: a visit of an element, or of one item of the array that is made of it. */
export interface Frame {
  readonly element: unknown;
  readonly index: number;
  /** Which item of the arrays of this visit. */
  readonly item: number;
  /** The arrays that this visit has made, by their text. */
  readonly literals: Map<string, unknown>;
  readonly accumulator: unknown;
  /** How often the guard of an `index` term, by its text, held in earlier passes. */
  readonly passes: ReadonlyMap<string, number>;
}

type Frames = ReadonlyMap<number, Frame>;
type Evaluate = (term: Term, frames: Frames) => unknown;

const loopOperators: ReadonlySet<string> = new Set([
  "el",
  "ix",
  "acc",
  "index",
  "item",
  "toArray",
  "toSet",
  "toMap",
  "toObject",
  "join",
  "first",
  "last",
  "count",
  "fold",
  "fold1",
  "foldRight",
  "forEach",
  "append",
  "put",
]);

export function isLoopOperator(op: string): boolean {
  return loopOperators.has(op);
}

const FLAT_MAP_STAGE = 3;

/** A consumer of a stream, or a leaf of the loop around it. Loops follow the standard's steps on array-likes. */
export function evaluateLoop(term: Term, frames: Frames, evaluate: Evaluate): unknown {
  switch (term.op) {
    case "el":
      return frameOf(term, frames).element;
    case "ix":
      return frameOf(term, frames).index;
    case "acc":
      return frameOf(term, frames).accumulator;
    case "index":
      return frameOf(term, frames).passes.get(printTerm(term.args[0]!)) ?? 0;
    case "item":
      return itemOf(term, frames, evaluate);
    case "append": {
      const [copied, ...added] = term.args.map((arg) => evaluate(arg, frames));
      return Reflect.apply(Array.prototype.concat, copied, [added]);
    }
    case "put": {
      const [copied, key, added] = term.args.map((arg) => evaluate(arg, frames));
      return { ...Object(copied), [String(key)]: added };
    }
  }
  const loop = new Loop(term, frames, evaluate);
  switch (term.op) {
    case "toArray":
      return loop.elements();
    case "toSet":
      return new Set(loop.elements());
    case "toMap":
      return new Map(loop.pairs());
    case "toObject":
      return Reflect.apply(Object.fromEntries, Object, [loop.elements()]);
    case "join":
      return loop.elements().join(String(evaluate(term.args[1]!, frames)));
    case "first": {
      const found = loop.passing().next();
      return found.done === true ? evaluate(term.args[1]!, frames) : loop.element(found.value);
    }
    case "last": {
      const found = loop.passing(true).next();
      return found.done === true ? evaluate(term.args[1]!, frames) : loop.element(found.value);
    }
    case "count":
      return loop.elements().length;
    case "forEach":
      loop.elements();
      return undefined;
    case "fold":
      return loop.fold(evaluate(term.args[1]!, frames), term.args[2]!, loop.passing());
    case "foldRight":
      return loop.fold(evaluate(term.args[1]!, frames), term.args[2]!, loop.passing(true));
    case "fold1": {
      const passes = loop.passing();
      const head = passes.next();
      if (head.done === true) throw new TypeError("Reduce of empty array with no initial value");
      return loop.fold(loop.element(head.value), term.args[1]!, passes);
    }
    default:
      throw new Error(`the interpreter does not know ${term.op}`);
  }
}

function frameOf(term: Term, frames: Frames): Frame {
  const frame = frames.get(Number(term.payload));
  if (frame === undefined) throw new Error(`${term.op} stands outside of the loop of level ${term.payload}`);
  return frame;
}

/** An item of an array, which is made whole when its first item is asked for; or what is no array. */
function itemOf(term: Term, frames: Frames, evaluate: Evaluate): unknown {
  const { item, literals } = frameOf(term, frames);
  const [literal] = term.args;
  const key = printTerm(literal!);
  if (!literals.has(key)) literals.set(key, evaluate(literal!, frames));
  const given = literals.get(key);
  return literal!.op !== "parts" && !Array.isArray(given) ? given : getProperty(given, String(item));
}

/** The passes of one consumer over its stream. */
class Loop {
  readonly #frames: Frames;
  readonly #evaluate: Evaluate;
  readonly #stream: Term;
  readonly #level: number;
  readonly #stage: number;
  readonly #domain: Term;
  readonly #source: unknown;
  readonly #length: number;
  readonly #counted: readonly Term[];
  /** How many items a literal makes of each element, or undefined where none does. */
  readonly #items: number | undefined;
  /** What each element's items are taken from, where that is no literal. */
  readonly #given: Term | undefined;
  /** The texts of guards that tell the items of a visit apart. */
  readonly #perItem = new Set<string>();

  constructor(consumer: Term, frames: Frames, evaluate: Evaluate) {
    const stream = consumer.args[0];
    if (stream?.op !== "stream") throw new Error(`${consumer.op} needs a stream`);
    this.#frames = frames;
    this.#evaluate = evaluate;
    this.#stream = stream;
    this.#level = Number(stream.payload) >> 3;
    this.#stage = Number(stream.payload) & 7;
    this.#domain = stream.args[0]!;
    this.#source = evaluate(this.#domain.args[0]!, frames);
    this.#length = toLength(this.#domain.op === "range" ? this.#source : getProperty(this.#source, "length"));
    this.#counted = guardsCounted(consumer, this.#level);
    const from = itemOfLevel(this.#level, ...stream.args.slice(1), ...consumer.args.slice(1))?.args[0];
    this.#items = from?.op === "parts" ? from.args.length : undefined;
    this.#given = from?.op === "parts" ? undefined : from;
  }

  /** The visits whose guard holds, in order; `el` and `ix` are those of the visit. */
  *passing(backwards = false): Generator<Frame, undefined> {
    const passes = new Map<string, number>();
    for (let step = 0; step < this.#length; step++) {
      const index = backwards ? this.#length - 1 - step : step;
      if (isObject(this.#source) && !Reflect.has(this.#source, index)) {
        if (this.#domain.op === "over" || this.#domain.op === "called") continue;
        if (this.#domain.op === "dense") throw new CheckFailed("dense");
      }
      const element = this.#domain.op === "range" ? undefined : getProperty(this.#source, String(index));
      const literals = new Map<string, unknown>();
      const known = new Map<string, boolean>();
      const visit: Frame = { element, index, item: 0, literals, accumulator: undefined, passes: new Map(passes) };
      const items =
        this.#given === undefined
          ? Array.from({ length: this.#items ?? 1 }, (_, item) => item)
          : this.#itemsOf(visit, known);
      if (items.length === 0) this.#countElement(visit, known, passes);
      if (backwards) items.reverse();
      for (const [count, item] of items.entries()) {
        const frame: Frame = { ...visit, item, passes: new Map(passes) };
        const inside = this.#enter(frame);
        const held = new Map(known);
        const holds = this.#guard(this.#stream.args[1]!, inside, held);
        for (const guard of this.#counted) {
          const isPerItem = guard.op === "index" || itemOfLevel(this.#level, guard) !== undefined;
          if (count > 0 && !isPerItem) continue;
          const key = printTerm(guard);
          if (guard.op === "index" || (held.get(key) ?? this.#evaluate(guard, inside)))
            passes.set(key, (passes.get(key) ?? 0) + 1);
        }
        // What mentions no item is evaluated once for all of them.
        for (const [key, value] of held) if (!this.#perItem.has(key)) known.set(key, value);
        if (holds) yield frame;
      }
    }
    return undefined;
  }

  /** The positions of an element's items, if it passes what comes before them. */
  #itemsOf(frame: Frame, known: Map<string, boolean>): number[] {
    const inside = this.#enter(frame);
    for (const guard of conjunctsOf(this.#stream.args[1]!)) {
      if (itemOfLevel(this.#level, guard) !== undefined) break;
      if (!this.#guard(guard, inside, known)) return [];
    }
    const given = this.#evaluate(this.#given!, inside);
    frame.literals.set(printTerm(this.#given!), given);
    return Array.isArray(given) ? [...given.keys()].filter((item) => item in given) : [0];
  }

  /** Counts an element that has no items: nobody else does. */
  #countElement(frame: Frame, known: Map<string, boolean>, passes: Map<string, number>): void {
    for (const guard of this.#counted) {
      if (guard.op === "index" || itemOfLevel(this.#level, guard) !== undefined) continue;
      const key = printTerm(guard);
      if (this.#guard(guard, this.#enter(frame), known)) passes.set(key, (passes.get(key) ?? 0) + 1);
    }
  }

  /** Does a guard hold? What of it is counted is evaluated here, once. */
  #guard(guard: Term, inside: Frames, held: Map<string, boolean>): boolean {
    const key = printTerm(guard);
    const known = held.get(key);
    if (known !== undefined) return known;
    const [first, second] = guard.args;
    let holds: boolean;
    if (guard.op === "&&") holds = this.#guard(first!, inside, held) && this.#guard(second!, inside, held);
    else if (guard.op === ",") {
      this.#guard(first!, inside, held);
      holds = this.#guard(second!, inside, held);
    } else holds = Boolean(this.#evaluate(guard, inside));
    if (itemOfLevel(this.#level, guard) !== undefined) this.#perItem.add(key);
    held.set(key, holds);
    return holds;
  }

  #enter(frame: Frame): Frames {
    return new Map([...this.#frames, [this.#level, frame]]);
  }

  element(frame: Frame): unknown {
    return this.#evaluate(this.#stream.args[2]!, this.#enter(frame));
  }

  /** The elements, each evaluated in its visit. What has none leaves no hole: `dense` is what map runs over. */
  elements(): unknown[] {
    const result: unknown[] = [];
    for (const frame of this.passing()) this.#push(result, this.element(frame));
    return result;
  }

  /** The elements, which are pairs. */
  pairs(): [unknown, unknown][] {
    return this.elements().map((each) => [getProperty(each, "0"), getProperty(each, "1")]);
  }

  #push(result: unknown[], element: unknown): void {
    if (
      this.#stage !== FLAT_MAP_STAGE ||
      this.#items !== undefined ||
      this.#given !== undefined ||
      !Array.isArray(element)
    ) {
      result.push(element);
      return;
    }
    for (let i = 0; i < element.length; i++) if (i in element) result.push(element[i]);
  }

  /** The step mentions what it needs of the element: the stream's element is not evaluated beside it. */
  fold(start: unknown, step: Term, passes: Iterable<Frame>): unknown {
    let accumulator = start;
    for (const frame of passes) accumulator = this.#evaluate(step, this.#enter({ ...frame, accumulator }));
    return accumulator;
  }
}

/** An item that the loop of this level goes over, not one of the arrays that it reads from. */
function itemOfLevel(level: number, ...terms: readonly Term[]): Term | undefined {
  for (const term of terms) {
    if (term.op === "item" && term.payload === level) return term;
    if (term.op === "el" || term.op === "ix") continue;
    const found = itemOfLevel(level, ...term.args);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The guards that `index` terms of this level count, each once. */
function guardsCounted(term: Term, level: number): readonly Term[] {
  const found = new Map<string, Term>();
  const visit = (each: Term): void => {
    const [guard] = each.args;
    if (each.op === "index" && each.payload === level && guard !== undefined) found.set(printTerm(guard), guard);
    each.args.forEach(visit);
  };
  visit(term);
  return [...found.values()];
}

/** The conditions that make up a guard, in order. */
function conjunctsOf(guard: Term): readonly Term[] {
  return guard.op === "&&" ? guard.args.flatMap(conjunctsOf) : [guard];
}
