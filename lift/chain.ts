import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, type Effect, joinEffects, LEAVES, mayThrow, mayThrowAnything } from "../ir/effects.ts";
import { ANY, isWithin, type Kinds, NULLISH, NUMBER, OBJECT, PRIMITIVE, STRING, SYMBOL } from "../ir/kinds.ts";
import type { Chain, Ending, Source, Stage } from "../ir/region.ts";
import { constant, type Term, term } from "../ir/term.ts";
import { emptyLiteral, isCopying, widen } from "./accumulator.ts";
import { allocates, isArrayLength } from "./argument-term.ts";
import { arraySource, isReadUnseen, withHolesWhereWritten } from "./array-source.ts";
import { type LiftAssumptions, RegionBuilder, undefinedTerm } from "./builder.ts";
import { type CallShape, givesArrayLiterals, type OpenedCallback, openCallback } from "./callback.ts";
import { type ChainHead, type ChainLink, endOf, type ParsedChain, typeArgumentOf } from "./chain-syntax.ts";
import { allOf, itemOrNone, truth } from "./condition.ts";
import { inPlaceStep } from "./copying-step.ts";
import { castBy, isCast } from "./copying-syntax.ts";
import { isGiven, reads } from "./element-use.ts";
import { liftExpression } from "./expression.ts";
import { openLoopBody } from "./loop-body.ts";
import { freshConstant } from "./own-location.ts";
import { type ChainRefusal, Refused } from "./refused.ts";
import { sameValueZero } from "./same-value-zero.ts";
import { partBound, sliceGuard } from "./slice-guard.ts";
import { FILTER_STAGE, FLAT_MAP_STAGE, MAP_STAGE, SLICE_STAGE, SOURCE_STAGE } from "./stage-tags.ts";

/** Lifts one chain as it was parsed: one stream per call, over the array of the call before. */
export class ChainLifter {
  private readonly path: NodePath;
  private readonly builder: RegionBuilder;
  private readonly stages: Stage<t.Node>[] = [];
  private readonly stageOfLeaf: (number | undefined)[] = [];
  private array!: Term;
  private elements: Kinds = ANY;
  private entries = false;
  /** Are the elements array literals, whatever is in them? */
  private pairs = false;
  /** Has code that we do not look into had the pairs, so that it may write them later? */
  private escaped = false;
  private accumulator: Kinds = ANY;
  private source!: Source<t.Node>;
  private ending: Ending = "method";
  private names = { element: "", index: "", accumulator: "" };
  private retyped = false;
  /** Did the last callback say what they are? Then what comes behind it relies on that. */
  private tellsTypes = false;

  /** May the first stage that reads properties of its elements throw where it meets `null`? */
  private readonly mayThrow: boolean;
  private readonly throwing = new Set<number>();
  /** Is what one of them throws more than a TypeError? */
  private throwsAnything = false;
  /** What all callbacks may do. */
  private done: Effect = CONST;
  private readonly leaving = new Set<number>();

  constructor(path: NodePath, assume: LiftAssumptions, mayThrow: boolean) {
    this.path = path;
    this.builder = new RegionBuilder(path, assume, true);
    this.mayThrow = mayThrow;
  }

  /** Does a stage throw, as they are lifted, where another might do so first? */
  get severalThrow(): boolean {
    if (this.throwing.size > 1 && this.throwsAnything) return true;
    return [...this.leaving].some((stage) => stage < Math.max(...this.throwing));
  }

  /** Can no callback tell whether all elements are read before the first of them is looked at? */
  get readsUnseen(): boolean {
    return isReadUnseen(this.builder.leaves[Number(this.source.term.payload)], this.done, this.builder.assume);
  }

  lift({ head, links, declarations, retyped }: ParsedChain): Chain<t.Node> | ChainRefusal {
    this.retyped = retyped;
    try {
      this.openHead(head);
      let root: Term = this.array;
      for (const link of links) root = this.openLink(link);
      const { start, end } = this.path.node;
      return {
        kind: "chain",
        root,
        leaves: withHolesWhereWritten(this.source, root, this.builder.leaves),
        source: this.source,
        stages: this.stages,
        stageOfLeaf: this.stageOfLeaf,
        ending: this.ending,
        lastThrows: this.ending === "method" && this.throwing.has(this.stages.length),
        range: { start: start!, end: end! },
        absorbed: declarations.map((each) => each.node),
        accumulator: this.accumulator,
        names: this.names,
        literals: this.builder.literals,
        retyped: this.retyped,
      };
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  // Heads.

  private openHead(head: ChainHead): void {
    switch (head.kind) {
      case "array":
        this.openArray(head.path, head.part);
        break;
      case "from-length":
        this.openRange(head.length, head.path, (index) =>
          head.callback === undefined ? undefinedTerm : this.open(head.callback, [undefinedTerm, index]).body,
        );
        break;
      case "filled":
        this.openRange(head.length, head.path, () => this.constantArgument(head.value));
        break;
      case "range-keys":
        this.openRange(head.length, head.path, (index) => index);
        break;
    }
  }

  private openArray(path: NodePath, part: Extract<ChainLink, { kind: "method" }> | undefined): void {
    const { source, elements, entries } = arraySource(path, this.builder, part !== undefined);
    this.source = source;
    this.array = source.term;
    this.elements = elements;
    this.entries = entries;
    if (part === undefined) return;
    this.source = { ...source, part: { from: this.bound(part.args[0]), to: this.bound(part.args[1]) } };
    this.push(part);
    this.array = term("toArray", this.stream(term("dense", this.array), constant(true), this.element(), SLICE_STAGE));
  }

  private openRange(lengthPath: NodePath, path: NodePath, element: (index: Term) => Term): void {
    const lifted = liftExpression(lengthPath, this.builder, new Map());
    const length = lifted && this.builder.numeric(lifted);
    if (
      length === undefined ||
      !isArrayLength(length, this.builder.kinds(length)) ||
      (this.builder.effect(length) & ~LEAVES) !== CONST
    )
      throw new Refused("E-RANGE-LENGTH", lengthPath.node);
    const index: Term = { op: "ix", payload: 0, args: [length] };
    this.builder.declare(index, NUMBER);
    this.source = { kind: "range", term: length, guarded: true, annotated: true, node: path.node };
    this.collect(term("range", length), MAP_STAGE, constant(true), element(index));
  }

  // Links.

  private openLink(link: ChainLink): Term {
    if (link.kind !== "method") return this.openEnding(link);
    const { method, args } = link;
    const [callback] = args;
    this.push(link);
    switch (method) {
      case "map": {
        const { body } = this.stage(callback, link, 1);
        return this.collect(term("dense", this.array), MAP_STAGE, constant(true), body, givesArrayLiterals(callback));
      }
      case "filter": {
        const {
          body,
          args: [element],
        } = this.stage(callback, link, 1);
        const array = this.collect(term("over", this.array), FILTER_STAGE, truth(body), element!, this.pairs);
        if (this.mayThrow && reads(body, element!)) this.elements &= ~NULLISH;
        return array;
      }
      case "flatMap": {
        const { body } = this.stage(callback, link, 1);
        const choice = itemOrNone(body);
        if (choice !== undefined)
          return this.collect(term("called", this.array), FILTER_STAGE, choice.guard, choice.item);
        const isLiteral = body.op === "array" && body.args.length > 0;
        if (!isLiteral) return this.flatten(body);
        const arePairs = body.args.every((each) => each.op === "array");
        const item = this.builder.item(term("parts", ...body.args));
        return this.collect(term("called", this.array), FLAT_MAP_STAGE, constant(true), item, arePairs);
      }
      case "flat":
        return this.flatten(this.element());
      case "slice":
        return this.slice(args, link);
      case "forEach": {
        const { body, guards } = this.stage(callback, link, 1, {});
        return term("forEach", this.stream(term("over", this.array), allOf(guards), body));
      }
      case "some":
      case "every": {
        const { body } = this.stage(callback, link, 1);
        const guard = method === "some" ? truth(body) : term("!", body);
        return this.first(term("over", this.array), guard, constant(method === "some"), constant(method !== "some"));
      }
      case "find":
      case "findLast": {
        const {
          body,
          args: [element],
        } = this.stage(callback, link, 1);
        const stream = this.stream(term("dense", this.array), body, element!);
        return term(method === "find" ? "first" : "last", stream, undefinedTerm);
      }
      case "findIndex": {
        const { body } = this.stage(callback, link, 1);
        return this.first(term("dense", this.array), body, this.index(), constant(-1));
      }
      case "indexOf":
        return this.first(
          term("over", this.array),
          term("===", this.element(), this.constantArgument(callback)),
          this.index(),
          constant(-1),
        );
      case "includes":
        return this.first(
          term("dense", this.array),
          sameValueZero(this.element(), this.constantArgument(callback)),
          constant(true),
          constant(false),
        );
      case "findLastIndex": {
        const { body } = this.stage(callback, link, 1);
        return term("last", this.stream(term("dense", this.array), body, this.index()), constant(-1));
      }
      case "lastIndexOf": {
        const same = term("===", this.element(), this.constantArgument(callback));
        return term("last", this.stream(term("over", this.array), same, this.index()), constant(-1));
      }
      case "join":
        return this.join(callback, link);
      case "shift":
      case "pop":
      case "at": {
        const isLast = method === "pop" || (method === "at" && endOf(callback) === "last");
        const stream = this.stream(term("dense", this.array), constant(true), this.element());
        return term(isLast ? "last" : "first", stream, undefinedTerm);
      }
      case "reduceRight":
      case "reduce":
        return this.reduce(callback, args[1], link);
      default:
        throw new Refused("E-METHOD", link.path.node);
    }
  }

  private bound(path: NodePath | undefined): Term | undefined {
    return path && partBound(path, this.constantArgument(path), this.builder);
  }

  private push({ method, args, path }: Extract<ChainLink, { kind: "method" }>): void {
    this.stages.push({
      method,
      args: args.map((each) => each.node),
      index: undefined,
      range: { start: path.node.start!, end: path.node.end! },
    });
  }

  private openEnding(link: Exclude<ChainLink, { kind: "method" }>): Term {
    this.ending = link.kind;
    switch (link.kind) {
      case "for-of": {
        const opened = openLoopBody(link.path, this.element(), this.builder);
        if (opened === undefined) throw new Refused("E-LOOP-BODY", link.path.node);
        return term("forEach", this.stream(term("dense", this.array), allOf(opened.guards), opened.body));
      }
      case "length":
        return term("count", this.stream(term("dense", this.array), constant(true), this.element()));
      case "first":
        return this.first(term("dense", this.array), constant(true), this.element(), undefinedTerm);
      case "set":
        return term("toSet", this.stream(term("dense", this.array), constant(true), this.element()));
      case "map":
      case "object":
        return term(link.kind === "map" ? "toMap" : "toObject", this.pairStream(link.path));
      case "spread":
        return this.collect(term("dense", this.array), MAP_STAGE, constant(true), this.element());
      case "max":
      case "min": {
        const accumulator = this.builder.declare({ op: "acc", payload: 0, args: [] }, NUMBER);
        this.accumulator = NUMBER;
        const element = this.builder.numeric(this.element());
        if (element === undefined) throw new Refused("E-NOT-UNDERSTOOD", link.path.node);
        const start = constant(link.kind === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
        this.names.accumulator = link.kind;
        const stream = this.stream(term("dense", this.array), constant(true), this.element());
        return { op: "fold", payload: 0, args: [stream, start, term(`Math.${link.kind}`, accumulator, element)] };
      }
    }
  }

  /** Text of elements that convert to it without code of the user's. Nothing is written for `null` and `undefined`. */
  private join(separator: NodePath | undefined, link: ChainLink): Term {
    const between = separator === undefined ? undefinedTerm : this.constantArgument(separator);
    const text = between === undefinedTerm ? constant(",") : this.builder.within(between, STRING);
    const element = this.element();
    const known = isWithin(this.builder.kinds(element), PRIMITIVE & ~SYMBOL);
    const piece = known ? element : this.builder.within(element, STRING | NUMBER);
    if (text === undefined || piece === undefined) throw new Refused("E-NOT-UNDERSTOOD", link.path.node);
    this.names.accumulator = "text";
    return term("join", this.stream(term("dense", this.array), constant(true), piece), text);
  }

  /** The stream of the pairs that a map or an object is made of: fresh arrays, so that reading them does nothing. */
  private pairStream(path: NodePath): Term {
    const element = this.element();
    if (!this.entries && !this.pairs) throw new Refused("E-PAIRS", path.node);
    const parts = [term("entryKey", element), term("entryValue", element)];
    const pair: Term = this.entries ? { op: "array", payload: this.builder.allocationKey(), args: parts } : element;
    return this.stream(term("dense", this.array), constant(true), pair);
  }

  private reduce(callback: NodePath | undefined, initial: NodePath | undefined, link: ChainLink): Term {
    const [start, ...before] = this.stages;
    const isLone = before.length === 0 && start !== undefined && this.source.kind === "array";
    const copying = this.copyingStep(callback, link, initial) ?? this.copyingReduction(callback, link, initial);
    if (copying !== undefined) return copying;
    if (isLone) throw new Refused("E-CALLBACK-FORM", link.path.node);
    const init = initial === undefined ? undefined : this.initialValue(initial, link);
    const first = init === undefined ? this.elements : this.builder.kinds(init);
    const accumulator = initial && freshConstant(initial);
    const step = this.step(callback, link, widen(first), accumulator && { accumulator });
    const stream = this.stream(term("over", this.array), constant(true), this.element());
    this.names.accumulator = step.names[0] ?? "";
    this.names.element ||= step.names[1] ?? "";
    if (link.kind === "method" && link.method === "reduceRight" && init !== undefined)
      return { op: "foldRight", payload: 0, args: [stream, init, step.body] };
    if (init === undefined) return { op: "fold1", payload: 0, args: [stream, step.body] };
    return { op: "fold", payload: 0, args: [stream, init, step.body] };
  }

  /** A reduction that copies what it starts from, an empty literal, and adds to the copy. */
  private copyingStep(callback: NodePath | undefined, link: ChainLink, start: NodePath | undefined): Term | undefined {
    const op = start && emptyLiteral(start.node);
    if (this.stages.length < 2 || op === undefined || (link.kind === "method" && link.method !== "reduce"))
      return undefined;
    if (callback?.isArrowFunctionExpression() !== true || !this.builder.assume.builtinsIntact) return undefined;
    const accumulator = this.builder.declare({ op: "acc", payload: 0, args: [] }, OBJECT);
    const args = [accumulator, this.element(), this.index()];
    this.builder.copied = accumulator;
    try {
      const tried = openCallback(callback, { args, index: 2 }, this.builder);
      if ("refused" in tried || !isCopying(tried.body, accumulator)) return undefined;
      const { body, names } = this.open(callback, args, 2, link);
      this.accumulator = OBJECT;
      this.names.accumulator = names[0] ?? "";
      this.names.element ||= names[1] ?? "";
      const stream = this.stream(term("over", this.array), constant(true), this.element());
      return { op: "fold", payload: 0, args: [stream, { op, payload: this.builder.allocationKey(), args: [] }, body] };
    } finally {
      this.builder.copied = undefined;
    }
  }

  /** The same, whatever it adds: a step that does so in place. */
  private copyingReduction(
    callback: NodePath | undefined,
    link: ChainLink,
    start: NodePath | undefined,
  ): Term | undefined {
    if (link.kind !== "method" || link.method !== "reduce" || !this.builder.assume.builtinsIntact) return undefined;
    const inPlace = callback && start && inPlaceStep(callback, start);
    if (inPlace === undefined) return undefined;
    const accumulator = this.builder.declare({ op: "acc", payload: 0, args: [] }, OBJECT);
    const { body, names } = this.open(callback, [accumulator, this.element(), this.index()], 2, link, { inPlace });
    this.accumulator = OBJECT;
    this.names.accumulator = names[0] ?? "";
    this.names.element ||= names[1] ?? "";
    this.names.index ||= names[2] ?? "";
    const stream = this.stream(term("over", this.array), constant(true), this.element());
    return { op: "fold", payload: 0, args: [stream, this.freshStart(start!, link), body] };
  }

  /** The step of a reduction, opened for an accumulator of the kinds of its start if the step keeps within them. */
  private step(callback: NodePath | undefined, link: ChainLink, kinds: Kinds, own: CallShape["own"]): OpenedCallback {
    for (const guess of [kinds, ANY]) {
      const accumulator = this.builder.declare({ op: "acc", payload: 0, args: [] }, guess);
      const step = this.open(callback, [accumulator, this.element(), this.index()], 2, link, own && { own });
      const result = this.builder.kinds(step.body);
      this.accumulator = guess;
      if (guess === ANY || isWithin(result, guess)) return step;
    }
    throw new Refused("E-CALLBACK-FORM", link.path.node);
  }

  private initialValue(path: NodePath, link: ChainLink): Term {
    const isFresh = freshConstant(path) !== undefined && this.builder.assume.builtinsIntact;
    return isFresh ? this.freshStart(path, link) : this.constantArgument(path);
  }

  private freshStart(path: NodePath, link: ChainLink): Term {
    const node = castBy(typeArgumentOf(link.path.node), path.node);
    const leaf = { name: "result", kinds: OBJECT, effect: CONST, elem: ANY, array: 0, fresh: true };
    return this.builder.leaf({ ...leaf, form: "expression", node, typed: isCast(node) });
  }

  private slice([from, to]: readonly NodePath[], link: ChainLink): Term {
    // What is left of a bound in the rest is a number.
    const isGivenAsNone = (path?: NodePath): boolean =>
      path !== undefined && this.constantArgument(path) === undefinedTerm;
    if (isGivenAsNone(from) || isGivenAsNone(to)) throw new Refused("E-ARGUMENT", link.path.node);
    const guard = sliceGuard(this.index(), this.constantArgument(from), this.constantArgument(to), this.builder);
    if (typeof guard === "string") throw new Refused(guard, link.path.node);
    return this.collect(term("dense", this.array), FILTER_STAGE, guard, this.element(), this.pairs);
  }

  private flatten(given: Term): Term {
    this.stages[this.stages.length - 1] = { ...this.stages.at(-1)!, flattens: true };
    return this.collect(term("called", this.array), FLAT_MAP_STAGE, constant(true), this.builder.item(given));
  }

  // Parts.

  private element(): Term {
    const element: Term = { op: "el", payload: 0, args: [this.array] };
    this.builder.declare(element, this.elements);
    if (this.entries) this.builder.entries.add(element);
    if (this.pairs) this.builder.arrays.add(element);
    return element;
  }

  private index(): Term {
    const index: Term = { op: "ix", payload: 0, args: [this.array] };
    return this.builder.declare(index, NUMBER);
  }

  private stream(domain: Term, guard: Term, element: Term, stage: number = SOURCE_STAGE): Term {
    return { op: "stream", payload: stage, args: [domain, guard, element] };
  }

  private first(domain: Term, guard: Term, found: Term, otherwise: Term): Term {
    return term("first", this.stream(domain, guard, found), otherwise);
  }

  /** The array that a stage makes, which is what the next link reads. */
  private collect(domain: Term, stage: number, guard: Term, element: Term, pairs = false): Term {
    this.array = term("toArray", this.stream(domain, guard, element, stage));
    this.elements = this.builder.kinds(element);
    this.entries = !this.escaped && this.builder.entries.has(element);
    this.pairs = !this.escaped && pairs;
    return this.array;
  }

  private stage(
    callback: NodePath | undefined,
    link: ChainLink,
    indexAt: number,
    own?: NonNullable<CallShape["own"]>,
  ): OpenedCallback {
    const element = this.element();
    const opened = this.open(callback, [element, this.index()], indexAt, link, own && { own });
    if ((this.entries || this.pairs) && isGiven(opened.body, element)) this.escaped = true;
    this.names.element ||= opened.names[0] ?? "";
    this.names.index ||= opened.names[1] ?? "";
    return opened;
  }

  private open(
    callback: NodePath | undefined,
    args: readonly Term[],
    index = 1,
    link?: ChainLink,
    more: Pick<CallShape, "own" | "inPlace"> = {},
  ): OpenedCallback {
    const place = callback?.node ?? link?.path.node ?? this.path.node;
    if (callback === undefined) throw new Refused("E-CALLBACK-FORM", place);
    const from = this.builder.leaves.length;
    const current = this.stages.length;
    this.builder.mayThrow = this.mayThrow && [...this.throwing].every((each) => each === current);
    const opened = openCallback(callback, { args, index, ...more }, this.builder);
    this.builder.mayThrow = false;
    if ("body" in opened) {
      const effect = this.builder.effect(opened.body);
      this.done = joinEffects(this.done, effect);
      if (mayThrow(effect)) this.throwing.add(current);
      if (mayThrowAnything(effect)) this.throwsAnything = true;
      if ((effect & LEAVES) !== 0) this.leaving.add(current);
    }
    for (let leaf = from; leaf < this.builder.leaves.length; leaf++) this.stageOfLeaf[leaf] = this.stages.length - 1;
    if ("refused" in opened) throw new Refused(opened.refused, opened.node);
    this.retyped ||= this.tellsTypes;
    this.tellsTypes = opened.tellsTypes === true;
    const stage = this.stages.at(-1);
    if (stage !== undefined && link !== undefined)
      this.stages[this.stages.length - 1] = { ...stage, index: opened.index };
    return opened;
  }

  /** An argument that is evaluated after the stages before it: its value must not depend on when. */
  private constantArgument(path: NodePath | undefined): Term {
    if (path === undefined) return undefinedTerm;
    const value = liftExpression(path, this.builder, new Map());
    // A literal would be a new object wherever it is written.
    if (value === undefined || this.builder.effect(value) !== CONST || allocates(value))
      throw new Refused("E-ARGUMENT", path.node);
    return value;
  }
}
