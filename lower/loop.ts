import { CONST, joinEffects, LEAVES, mayThrow } from "../ir/effects.ts";
import { isWithin, type Kinds, NUMBER, UINT32 } from "../ir/kinds.ts";
import { type Chain, PACKED, PLAIN, type Stage } from "../ir/region.ts";
import { isLeaf, type Term } from "../ir/term.ts";
import { BodyWriter, Unwritable } from "./body-writer.ts";
import { chooseConsumer } from "./choose-consumer.ts";
import type { Call, Consumer } from "./consumer.ts";
import { BEGIN, ENTER, FLATTEN, FOLD, type Helper, PART, RESUME } from "./guard.ts";
import type { LoopNames } from "./loop-names.ts";
import { restLosesTypes } from "./lost-types.ts";
import type { Hole, Lowered, LoweringRefusal, RegionPlace, TermFacts } from "./output.ts";
import { PartWriter } from "./part.ts";
import { restText } from "./rest.ts";
import { conjunctsOf, isHarmless, RoundWriter } from "./round-writer.ts";
import { shiftedBounds, shiftedCallback } from "./shifted.ts";
import { literalText, nodeText } from "./text.ts";

/** Writes the extracted `root` of a chain as one loop; refuses where it is not one. */
export function lowerChain<Node>(
  chain: Chain<Node>,
  root: Term,
  facts: TermFacts,
  place: RegionPlace<Node>,
): Lowered<Node> | LoweringRefusal {
  try {
    return new LoopWriter(chain, root, facts, place).write();
  } catch (error) {
    if (error instanceof Unwritable) return { refused: error.message };
    throw error;
  }
}

class LoopWriter<Node> {
  private readonly chain: Chain<Node>;
  private readonly root: Term;
  private readonly facts: TermFacts;
  private readonly place: RegionPlace<Node>;
  private readonly helpers = new Set<Helper>();
  private readonly holes: Hole<Node>[] = [];
  private readonly functions: string[] = [];
  /** Statements that evaluate the region's operands, in order. */
  private readonly operands: string[] = [];
  private lengthText = "";
  /** The part of the array that the chain is over, where that is not the whole. */
  private readonly part: PartWriter | undefined;

  constructor(chain: Chain<Node>, root: Term, facts: TermFacts, place: RegionPlace<Node>) {
    this.part = chain.source.part && new PartWriter(chain.source.part, chain.leaves, place);
    this.chain = chain;
    this.root = root;
    this.facts = facts;
    this.place = place;
  }

  write(): Lowered<Node> {
    const [stream] = this.root.args;
    if (stream?.op !== "stream") throw new Unwritable("E-SHAPE");
    const [domain, guard, element] = stream.args as [Term, Term, Term];
    const [over] = domain.args as [Term];
    const isRange = domain.op === "range";
    if (domain.op !== "over" && domain.op !== "dense" && !isRange) throw new Unwritable("E-SHAPE");

    // A `break` in the body means the loop as it was written.
    if (this.chain.ending === "for-of" && holdsItems(this.root)) throw new Unwritable("E-LOOP-BODY");
    const { names } = this.chain;
    const leafText = this.writeOperands();
    const source = isRange ? "" : leafText.get(Number(over.payload));
    if (source === undefined || (!isRange && over.op !== "var" && over.op !== "opaque"))
      throw new Unwritable("E-SHAPE");
    const array = this.indexable(source);
    const index = this.place.fresh(names.index || "i");
    const length = this.place.fresh("n");
    const left = this.place.fresh("left");
    const item = this.place.inner(names.element || "x");
    const before = joinEffects(
      this.facts.effect(domain),
      joinEffects(this.facts.effect(guard), this.facts.effect(element)),
    );
    // A search whose own callback has effects has to stop, and then nothing may be left to do for the others.
    const hasEffects = this.root.op === "first" && this.searchHasEffects(guard, element);
    const stops = hasEffects || (!this.mayLeave(guard, element) && isHarmless(before));
    if (hasEffects && (this.mayLeave(guard, element) || !isHarmless(this.facts.effect(domain))))
      throw new Unwritable("E-RESUME");
    const known = this.arrayBits(over);
    const mayHaveHoles = !isRange && (known & PACKED) === 0;
    const isInOrder =
      mentions(this.root, "index") || mentions(this.root, "item") || (mayHaveHoles && domain.op === "dense");
    const isBackwards = this.root.op === "foldRight" || (this.root.op === "last" && stops && !isInOrder);
    if (this.root.op === "foldRight" && (isInOrder || !isHarmless(before))) throw new Unwritable("E-INDEX");
    const consumer = chooseConsumer(
      this.root,
      this.chain,
      this.place,
      this.facts,
      stops && (this.root.op !== "last" || isBackwards),
      this.helpers,
      (rest) => this.sameLoop(element, rest),
    );
    const loop: LoopNames = {
      index,
      element: item,
      accumulator: consumer.variable,
      length,
      left,
      label: holdsItems(this.root) ? this.place.fresh("each") : "",
    };
    const roots = [guard, ...(consumer.usesElement ? [element] : []), ...this.root.args.slice(1)];
    const newWriter = (): BodyWriter<Node> => new BodyWriter(this.chain, roots, this.facts, this.place, loop, leafText);
    const writer = newWriter();
    if (isRange) this.bindLength(writer, over, length);
    const limit = isBackwards ? undefined : this.limitOf(conjunctsOf(guard), domain);
    // The loop ends where it no longer holds.
    if (limit !== undefined) {
      writer.bind(limit, "true");
      for (const each of limit.args)
        if (each.op === "index" && usesOf(each, this.root) === 1) writer.uncounted.add(each);
    }
    const mayEnd = limit !== undefined || consumer.searches === true;
    const body = this.writeBody(writer, guard, element, consumer);
    const goesOn = [`${index} < ${length}`, ...this.ending(limit, writer)].join(" && ");

    // Measured: leaving the loop at a hole costs nothing where there is none, going on to the next element does.
    const leavesAtHole =
      mayHaveHoles && !isBackwards && (domain.op === "dense" || (!hasEffects && this.canResume(writer, consumer)));
    const guarded = this.chain.source.guarded;
    const leaves = writer.leaves || leavesAtHole;
    const resumes = guarded || leaves || writer.entryTests.length > 0 || this.hasTests;
    const absent = !leavesAtHole ? "continue;" : mayEnd ? `{ ${left} = []; break; }` : "break;";
    const whole = this.lengthOf(isRange, over, array, writer, guarded);
    const lengths = this.part?.declare(length, whole, guarded || writer.entryTests.length > 0 || this.hasTests) ?? [
      `const ${length} = ${whole};`,
    ];
    const at = this.part?.at(index) ?? index;
    const holeTest = mayHaveHoles ? `if (!(${at} in ${array})) ${absent}` : "";
    if (leaves && isRange && !hasEffects) throw new Unwritable("E-RANGE-TEST");
    if (leaves && (hasEffects || isBackwards || !this.canResume(writer, consumer))) throw new Unwritable("E-RESUME");
    // Reading an element of an array that is not known to be plain can be seen.
    const reads = !isRange && (writer.readsElement || (known & PLAIN) === 0);
    const read = (by: BodyWriter<Node>): string => {
      if (!reads) return "";
      return by.readsElement
        ? `const ${item}${by.anyType} = ${array}[${at}]${this.place.typescript ? "!" : ""};`
        : `${array}[${at}];`;
    };
    if (resumes && this.place.typescript && restLosesTypes(this.chain)) throw new Unwritable("E-UNTYPED");
    const { searching } = consumer;
    // What is left to do when something is found among the items of an element, nobody keeps.
    if (searching !== undefined && holdsItems(this.root)) throw new Unwritable("E-RESUME");
    const drain = searching === undefined ? undefined : newWriter().adopt(writer);
    const drained = drain === undefined ? "" : this.writeBody(drain, guard, element, undefined);
    const keepsIndex = leaves || drain !== undefined;
    const setup = [
      ...this.operands,
      ...writer.operands,
      ...lengths,
      ...writer.prelude,
      ...consumer.declare(length, this.valueKinds(), resumes),
      ...(keepsIndex ? [`let ${index} = 0;`] : []),
      ...(writer.leaves || (leaves && mayEnd) ? [`let ${left}${this.place.typescript ? ": any" : ""};`] : []),
      `${body.includes(`break ${loop.label};`) ? `${loop.label}: ` : ""}${isBackwards ? backwards(index, length) : `for (${keepsIndex ? "" : `let ${index} = 0`}; ${goesOn}; ${index}++)`} { ${holeTest} ${read(writer)} ${body} }`,
      // Found: what the stages before the search do to the other elements is still to be done.
      ...(drain === undefined
        ? []
        : [
            `if (!${searching}) { for (${index}++; ${index} < ${length}; ${index}++) { ${holeTest} ${read(drain)} ${drained} } }`,
          ]),
      ...(resumes ? [] : [consumer.finish?.() ?? ""]),
      ...(resumes ? [this.resume({ array, index, length, left, leaves, isRange, mayEnd }, writer, consumer)] : []),
    ];
    this.holes.push(...writer.holes, ...(drain?.holes ?? []));
    for (const helper of [...writer.helpers, ...(this.part?.helpers ?? [])]) this.helpers.add(helper);
    return {
      setup: setup.join("\n"),
      value: consumer.value,
      holes: this.holes,
      helpers: this.helpers,
      functions: this.functions,
    };
  }

  /**
   * The first condition that never holds again once it has failed, where nothing could be seen of what the loop would
   * still do before asking it.
   */
  private limitOf(conjuncts: readonly Term[], domain: Term): Term | undefined {
    if (!isHarmless(this.facts.effect(domain))) return undefined;
    for (const each of conjuncts) {
      if (this.isLimit(each)) return each;
      if (!isHarmless(this.facts.effect(each)) || this.mayLeave(each)) return undefined;
    }
    return undefined;
  }

  /** Is it true up to some position? */
  private isLimit({ op, args: [a, b] }: Term): boolean {
    const [at, bound] = op === "<" || op === "<=" ? [a, b] : op === ">" || op === ">=" ? [b, a] : [];
    if (at === undefined || bound === undefined || (at.op !== "ix" && at.op !== "index")) return false;
    if (this.facts.varies(bound) || (this.facts.effect(bound) & ~LEAVES) !== CONST) return false;
    return isWithin(this.facts.kinds(bound), NUMBER);
  }

  /** What has to hold beside the length for the loop to go on. */
  private ending(limit: Term | undefined, writer: BodyWriter<Node>): readonly string[] {
    if (limit === undefined) return [];
    const texts = limit.args.map((each) => {
      if (each.op === "ix") return writer.indexName;
      if (each.op !== "index") return writer.inPlace(each);
      const counter = writer.counters.get(each);
      if (counter === undefined) throw new Unwritable("E-INDEX");
      return counter;
    });
    return [nodeText(limit, texts)];
  }

  /** Could something that the loop does for one element be seen, or make it leave? */
  private mayLeave(...terms: readonly Term[]): boolean {
    return terms.some((term) => (term.op === "check" && this.facts.varies(term)) || this.mayLeave(...term.args));
  }

  /** The length of a range is tested before the loop; inside, the variable that holds it stands for it. */
  private bindLength(writer: BodyWriter<Node>, over: Term, length: string): void {
    this.lengthText = writer.inPlace(over);
    if (over.op !== "const") writer.bind(over, length);
  }

  /** Expressions are evaluated once and in order; variables keep their names. */
  private writeOperands(): Map<number, string> {
    const texts = new Map<number, string>();
    const used = new Set<number>();
    const visit = (term: Term): void => {
      if (isLeaf(term.op)) used.add(Number(term.payload));
      term.args.forEach(visit);
    };
    visit(this.root);
    for (const [index, leaf] of this.chain.leaves.entries()) {
      if (!used.has(index) || leaf.form === "callback" || leaf.form === "pure") continue;
      if (leaf.form === "variable") {
        texts.set(index, leaf.name);
        continue;
      }
      // What the accumulator starts from is used nowhere else.
      if (leaf.fresh === true && this.root.op === "fold" && this.root.args[1]!.payload === index) {
        texts.set(index, this.hole(leaf.node));
        continue;
      }
      const name = this.place.fresh(leaf.name || "value");
      this.operands.push(`const ${name} = ${this.hole(leaf.node)};`);
      texts.set(index, name);
    }
    return texts;
  }

  /** TypeScript lets only that be indexed of which it knows that it can. */
  private indexable(source: string): string {
    const { guarded, annotated, kind } = this.chain.source;
    if (!this.place.typescript || !guarded || annotated || kind === "range") return source;
    const own = this.operands.findIndex((each) => each.startsWith(`const ${source} = `));
    if (own >= 0) {
      this.operands[own] = this.operands[own]!.replace(" =", ": any =");
      return source;
    }
    const name = this.place.fresh("array");
    this.operands.push(`const ${name}: any = ${source};`);
    return name;
  }

  private hole(node: Node): string {
    const placeholder = `__eqsat_hole_${this.holes.length}__`;
    this.holes.push({ placeholder, node, form: "expression" });
    return placeholder;
  }

  private writeBody(writer: BodyWriter<Node>, guard: Term, element: Term, consumer: Consumer | undefined): string {
    return new RoundWriter(this.root, this.facts, this.place, writer).write(conjunctsOf(guard), element, consumer);
  }

  private valueKinds(): Kinds {
    return this.facts.kinds(this.root.args[0]!.args[2]!);
  }

  private arrayBits(over: Term): number {
    return this.chain.leaves[Number(over.payload)]?.array ?? 0;
  }

  private lengthOf(isRange: boolean, over: Term, array: string, writer: BodyWriter<Node>, guarded: boolean): string {
    const ready = [...new Set([...(this.part?.tests ?? []), ...writer.entryTests])].map((t) => `(${t})`).join(" && ");
    if (isRange) {
      const text = this.lengthText;
      if (over.op === "const" || isWithin(this.facts.kinds(over), UINT32))
        return ready === "" ? text : `${ready} ? ${text} : -1`;
      if (!/^[\w$]+$/.test(text)) return this.computedLength(text, ready, writer);
      const tests = [...(ready === "" ? [] : [ready]), `${text} >>> 0 === ${text}`];
      return `${tests.join(" && ")} ? ${text} : -1`;
    }
    if (!guarded && ready === "") return `${array}.length`;
    const { method } = this.chain.stages[0]!;
    const enter = makesNoArray.has(method) ? BEGIN : ENTER;
    this.helpers.add(enter);
    const tests = ready === "" ? [] : [ready];
    return `${enter}(${[array, `${array}.${method}`, `Array.prototype.${method}`, ...tests].join(", ")})`;
  }

  /** The length of a range that is not a variable: computed once, where the tests before it hold. */
  private computedLength(text: string, ready: string, writer: BodyWriter<Node>): string {
    const size = this.place.fresh("size");
    // Behind what the tests are about.
    writer.operands.push(`const ${size} = ${ready === "" ? text : `${ready} ? ${text} : -1`};`);
    return `${size} >>> 0 === ${size} ? ${size} : -1`;
  }

  /** Is anything but the array tested before the loop, whatever becomes of the chain? */
  private get hasTests(): boolean {
    return (this.part?.tests.length ?? 0) > 0;
  }

  // The rest of the chain, where the loop could not do it.

  private canResume(writer: BodyWriter<Node>, consumer: Consumer): boolean {
    // What has been done by then must be the first stage of the elements so far, and else what nobody can see.
    if (writer.leftBefore && writer.leftAfter) return false;
    // A test of an element that fails late runs code of the user's that came before all effects of later stages.
    const tests = writer.leftBefore || writer.leftAfter || writer.leftInside;
    if (tests && writer.ran !== undefined && !this.isFirstStage(writer.ran)) return false;
    if (writer.leftInside && !this.isFlattening()) return false;
    if (!consumer.resumesInside) return false;
    if (tests && this.chain.stages.length > 1 && this.mayThrowInside()) return false;
    // After a filter the index of a later stage counts what passed: the loop must have kept count.
    return this.chain.stages.every(
      (stage, position) => !takesPosition(stage) || this.base(position, writer, "") !== undefined,
    );
  }

  /** May evaluating a variable of the chain throw? */
  private mayThrowInside(): boolean {
    const visit = (term: Term): boolean => {
      const leaf = term.op === "var" ? this.chain.leaves[Number(term.payload)] : undefined;
      return (leaf?.form === "variable" && mayThrow(leaf.effect)) || term.args.some(visit);
    };
    return visit(this.root);
  }

  /** What to add to an index that the stage at `position` sees in the rest: how far its source had come. */
  private base(position: number, writer: BodyWriter<Node>, index: string): string | undefined {
    // The index counts the elements of a part.
    const before = this.chain.stages.slice(this.part === undefined ? 0 : 1, position);
    const filters = before.filter((stage) => stage.method === "filter").length;
    // What a flatMap gives for an element is not counted, nor what a slice leaves of the elements.
    if (before.some(({ method }) => method === "flatMap" || method === "flat" || method === "slice")) return undefined;
    if (filters === 0) return index;
    const [only, ...more] = writer.counters.values();
    // One filter before it and one counter: the counter is that filter's.
    return filters === 1 && more.length === 0 ? only : undefined;
  }

  /** Are the items of this loop those of what its first stage gets? */
  private isFlattening(): boolean {
    return this.chain.source.kind === "array" && this.chain.stages[0]?.flattens === true;
  }

  private isFirstStage(call: Term): boolean {
    return this.chain.stageOfLeaf[Number(call.payload)] === 0 && this.chain.source.kind === "array";
  }

  /** Does the callback of the search that ends the chain, inlined in one of `terms`, have effects? */
  private searchHasEffects(...terms: readonly Term[]): boolean {
    const last = this.chain.ending === "method" ? this.chain.stages.length - 1 : -1;
    return terms.some((term) => {
      const leaf = term.op === "opaque" ? this.chain.leaves[Number(term.payload)] : undefined;
      const isSearch = leaf?.form === "callback" && this.chain.stageOfLeaf[Number(term.payload)] === last;
      return isSearch || this.searchHasEffects(...term.args);
    });
  }

  private resume(loop: LoopState, writer: BodyWriter<Node>, consumer: Consumer): string {
    const { array, index, length, left, leaves, isRange, mayEnd } = loop;
    const firstHole = this.holes.length;
    const isSure = !this.chain.source.guarded && writer.entryTests.length === 0 && !this.hasTests;
    const failed = isSure || isRange ? undefined : `${length} < 0`;
    const stages = this.chain.stages.map((stage, position) => {
      const args = stage.args.map((each) => this.hole(each));
      const done = this.base(position, writer, index) ?? index;
      if (position > 0 && leaves && stage.index !== undefined)
        args[0] = shiftedCallback(args[0]!, stage.index, done, failed, this.place);
      const isLaterSlice = stage.method === "slice" && (position > 0 || this.part === undefined);
      return {
        method: stage.method,
        args: isLaterSlice && leaves ? shiftedBounds(args, done, failed, this.place) : args,
      };
    });
    const isFold = makesNoArray.has(this.chain.stages[0]?.method ?? "");
    const helper = this.isFlattening() ? FLATTEN : isFold ? FOLD : this.part === undefined ? RESUME : PART;
    if (!isRange) this.helpers.add(helper);
    const applied = writer.leftAfter;
    const kept = writer.leaves || mayEnd ? left : "undefined";
    const rest = (calls: readonly Call[]): string => {
      const state = [array, length, leaves ? index : "0", leaves ? kept : "undefined"];
      const [first, ...more] = calls;
      if (isRange || first === undefined) return [this.hole(this.chain.source.node), ...calls.map(callText)].join("");
      const how =
        helper === FLATTEN
          ? [first.args[0] ?? "undefined"]
          : helper === FOLD
            ? first.args
            : helper === PART
              ? [this.part!.start, `[${first.args.join(", ")}]`]
              : [String(applied), literalText(first.method), ...first.args];
      return [`${helper}(${[...state, ...how].join(", ")})`, ...more.map(callText)].join("");
    };
    const finish = consumer.resume({
      stages,
      rest,
      length,
      index: this.base(stages.length - 1, writer, index) ?? index,
      leaves,
      started: isSure,
    });
    for (const helper of finish.helpers) this.helpers.add(helper);
    const locals = [
      ...(isRange ? [] : [array]),
      length,
      index,
      left,
      ...(this.part?.variables ?? []),
      ...consumer.variables,
      ...writer.counters.values(),
    ];
    const nodes = this.holes.slice(firstHole).map(({ node }) => node);
    const then = restText(finish, locals, nodes, this.place, this.assigned());
    if (then.declaration !== undefined) this.functions.push(then.declaration);
    // A search is left where it has found something, too.
    const test =
      leaves && !mayEnd
        ? `${index} !== ${length}`
        : [...(isSure ? [] : [`${length} < 0`]), ...(leaves ? [left] : [])].join(" || ");
    if (finish.uses !== undefined) return `if (${test}) { ${then.before} ${finish.uses(then.value)} }`;
    const assigned = finish.discarded === true ? "" : `${consumer.variable} = `;
    const otherwise = consumer.finish?.();
    return `if (${test}) { ${then.before} ${assigned}${then.value}; }${otherwise === undefined ? "" : ` else ${otherwise}`}`;
  }

  /** The variables around the region that its code assigns and nothing else does meanwhile. */
  private assigned(): ReadonlySet<string> {
    return new Set(this.chain.leaves.flatMap(({ assigns = [] }) => assigns));
  }

  /** The `for…of` loop whose body `element` is, over the array `rest`. */
  private sameLoop(element: Term, rest: string): string {
    const body = element.op === "," ? element.args[1]! : element;
    const leaf = this.chain.leaves[Number(body.payload)];
    if (leaf === undefined) throw new Unwritable("E-LEAF");
    const placeholder = `__eqsat_hole_${this.holes.length}__`;
    this.holes.push({ placeholder, node: leaf.loop ?? leaf.node, form: "loop" });
    return `for (const ${placeholder} of ${rest}) ${placeholder};`;
  }
}

/** Methods that ask no array for its constructor. */
const makesNoArray: ReadonlySet<string> = new Set(["reduce"]);

/** The variables of a loop, and how it ends. */
interface LoopState {
  readonly array: string;
  readonly index: string;
  readonly length: string;
  readonly left: string;
  /** Can it be left in the middle? */
  readonly leaves: boolean;
  readonly isRange: boolean;
  /** May it end before its last element? */
  readonly mayEnd: boolean;
}

function callText({ method, args }: Call): string {
  return `.${method}(${args.join(", ")})`;
}

/** Are there items of anything but literals? */
function holdsItems(term: Term): boolean {
  return (term.op === "item" && term.args[0]!.op !== "parts") || term.args.some(holdsItems);
}

/** How often it stands in `term`. */
function usesOf(part: Term, term: Term): number {
  return term === part ? 1 : term.args.reduce((sum, arg) => sum + usesOf(part, arg), 0);
}

function mentions(term: Term, op: string): boolean {
  return term.op === op || term.args.some((arg) => mentions(arg, op));
}

const backwards = (index: string, length: string): string =>
  `for (let ${index} = ${length} - 1; ${index} >= 0; ${index}--)`;

const positions: ReadonlySet<string> = new Set(["findIndex", "findLastIndex", "indexOf", "lastIndexOf"]);

/** Does the stage tell an index, to its callback or as its result? */
function takesPosition(stage: Stage<unknown>): boolean {
  return stage.index !== undefined || stage.method === "slice" || positions.has(stage.method);
}
