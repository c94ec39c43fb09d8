import { CONST, type Effect, LEAVES, mayThrow, READ, stateOf, writes } from "../ir/effects.ts";
import { ANY, isWithin, type Kinds } from "../ir/kinds.ts";
import { operatorOf } from "../ir/operators.ts";
import type { Chain, Leaf } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type Helper, isHelper } from "./guard.ts";
import { kindFails, kindTest } from "./kind-test.ts";
import type { ItemNames, LoopNames, Written } from "./loop-names.ts";
import { takesTypesFromContext } from "./lost-types.ts";
import type { Hole, Place, TermFacts } from "./output.ts";
import {
  allocates,
  countUses,
  holdsOpaque,
  holdsTest,
  isName,
  isOpaque,
  isSimple,
  isValue,
  isWorthHoisting,
  mentionsFunction,
  wishFor,
} from "./term-shape.ts";
import { nodeText } from "./text.ts";

/** An extracted term that cannot be written out; the code says which limit it met. */
export class Unwritable extends Error {}

/**
 * Writes the body of one loop: text, line by line, in the order in which things are evaluated. Expressions that are
 * used twice become constants where they are first needed.
 */
export class BodyWriter<Node> {
  /** Statements before the loop, and tests that have to hold for it to start. */
  readonly prelude: string[] = [];
  readonly entryTests: string[] = [];
  /** Statements before those tests. */
  readonly operands: string[] = [];
  readonly holes: Hole<Node>[] = [];
  readonly helpers: Set<Helper> = new Set();
  lines: string[] = [];
  private readonly chain: Chain<Node>;
  private readonly facts: TermFacts;
  private readonly place: Place;
  private readonly names: LoopNames;
  private readonly uses: Map<Term, number>;
  /** Terms whose variables stand behind the tests at the entry. */
  private late: Set<Term> = new Set();
  /** Is the code at work evaluated before these tests? */
  private entering = false;
  private bound: Map<Term, string> = new Map();
  /** The kinds that values have been found to be within, where the code at work is reached. */
  private tested: Map<Term, Kinds> = new Map();
  private readonly leafText: Map<number, string>;
  /** Names of what has been computed before the loop. */
  private outside: Map<Term, string> = new Map();
  private offset = 0;
  /** Does anything mention the element? */
  readsElement = false;
  /** How many tests have been written inside the loop. */
  testCount = 0;
  /** Was an element tested inside the loop? */
  leaves = false;
  /** The inlined callback with effects that has run, when the loop is left from here on. */
  ran: Term | undefined;
  /** Has another run since? Then what the first stage has made of the element is in no variable. */
  private ranOthers = false;
  /** Did a test come before such a callback, or after it? */
  leftBefore = false;
  leftAfter = false;
  /** What there is to go on with among the items of an element, and how to leave the loop from there. */
  items: ItemNames | undefined;
  /** Was an item tested? */
  leftInside = false;
  /** The counters of the writer that was adopted. */
  sharedCounters: ReadonlyMap<Term, string> = new Map();
  /** Positions that nobody asks for. */
  readonly uncounted: Set<Term> = new Set();
  /** Counters that this iteration has moved: they count again what the rest of the chain does. */
  readonly counters: Map<Term, string> = new Map();

  constructor(
    chain: Chain<Node>,
    roots: readonly Term[],
    facts: TermFacts,
    place: Place,
    names: LoopNames,
    leafText: Map<number, string>,
  ) {
    this.chain = chain;
    this.facts = facts;
    this.place = place;
    this.names = names;
    this.leafText = leafText;
    this.uses = countUses(roots);
  }

  /** The variable that counts the elements of the source. */
  get indexName(): string {
    return this.names.index;
  }

  /** May the last stage throw, as it is written? */
  get lastThrows(): boolean {
    return this.chain.lastThrows;
  }

  /** The label of the loop. */
  get label(): string {
    return this.names.label;
  }

  bind(term: Term, text: string): void {
    this.bound.set(term, text);
  }

  /** Takes over what another writer has put before the loop. */
  adopt(other: BodyWriter<Node>): this {
    this.outside = other.outside;
    this.late = other.late;
    this.sharedCounters = other.counters;
    for (const [term, text] of other.outside) this.bound.set(term, text);
    this.offset = other.holes.length;
    return this;
  }

  isBound(term: Term): boolean {
    return this.bound.has(term);
  }

  /** The text of `term`, after the statements that it needs have been written. */
  expression(term: Term, wish?: string): string {
    const known = this.bound.get(term);
    if (known !== undefined) return known;
    if (this.isInvariant(term)) return this.hoist(term);
    const text = this.unbound(term);
    if (isSimple(text) || term.args.length === 0 || !isValue(term)) return text;
    return (this.uses.get(term) ?? 1) > 1 ? this.keep(term, text, wish) : text;
  }

  /**
   * Loop-invariant code that is worth a variable before the loop. V8 moves single instructions by itself; an
   * allocation gives every element its own object.
   */
  private isInvariant(term: Term): boolean {
    // A call keeps its place in the loop, and may give an object of its own every time.
    if (holdsOpaque(term)) return false;
    if (this.facts.varies(term) || (this.facts.effect(term) & ~LEAVES) !== CONST) return false;
    return isValue(term) && term.op !== "," && isWorthHoisting(term) && !allocates(term);
  }

  /** The text of a term outside of the loop, with its tests among those before it. */
  inPlace(term: Term): string {
    const known = this.outside.get(term);
    if (known !== undefined && !(this.entering && this.late.has(term))) return known;
    switch (term.op) {
      case "var":
      case "opaque":
        return this.variableLeaf(term);
      case "pure":
      case "asks":
        throw new Unwritable("E-LEAF");
      case "check":
        return this.checkAtEntry(term);
      case ",":
        // Only for the tests that it comes to.
        this.inPlace(term.args[0]!);
        return this.inPlace(term.args[1]!);
      case "el":
      case "ix":
      case "acc":
      case "index":
      case "item":
        throw new Unwritable("E-SHAPE");
      default:
        return nodeText(
          term,
          term.args.map((arg) => this.inPlace(arg)),
          this.chain.literals,
        );
    }
  }

  /** The name of a variable that holds `term`. */
  variable(term: Term, wish?: string): string {
    const text = this.expression(term, wish);
    return isName(text) ? text : this.keep(term, text, wish);
  }

  private keep(term: Term, text: string, wish: string | undefined = wishFor(term)): string {
    const name = this.place.inner(wish);
    this.lines.push(`const ${name}${this.anyType} = ${text};`);
    this.bound.set(term, name);
    return name;
  }

  private hoist(term: Term): string {
    const text = this.inPlace(term);
    const name = this.place.fresh(wishFor(term));
    // Where a test before the loop fails, nothing may be evaluated that relies on it.
    const relies = (this.facts.effect(term) & LEAVES) !== 0;
    const never = this.place.typescript ? "(undefined as any)" : "undefined";
    this.prelude.push(
      `const ${name}${this.anyType} = ${relies ? `${this.names.length} < 0 ? ${never} : ` : ""}${text};`,
    );
    this.bound.set(term, name);
    this.outside.set(term, name);
    this.late.add(term);
    return name;
  }

  private unbound(term: Term): string {
    switch (term.op) {
      case "el":
        this.readsElement = true;
        return this.names.element;
      case "ix":
        return this.names.index;
      case "acc":
        return this.names.accumulator;
      case "var":
        return this.variableLeaf(term);
      case "check":
        return this.check(term);
      case "opaque":
      case "own":
      case "ownThrows":
      case "ownTypeErrors":
      case "copies":
      case "pure":
      case "asks":
        return this.opaque(term);
      case ",":
        return this.sequence(term);
      case "&&":
      case "||":
      case "??":
      case "?:":
        return this.lazy(term);
      case "index":
      case "item":
        throw new Unwritable("E-INDEX");
      default: {
        // What is read of a literal that TypeScript was told another type of.
        const isRetold = this.anyType !== "" && term.op === "load" && allocates(term.args[0]!);
        const args = term.args.map((arg, at) => (isRetold && at === 0 ? this.variable(arg) : this.expression(arg)));
        return nodeText(term, args, this.chain.literals);
      }
    }
  }

  private variableLeaf(term: Term): string {
    const text = this.leafText.get(Number(term.payload));
    if (text === undefined) throw new Unwritable("E-LEAF");
    return text;
  }

  /** Evaluates the first for its tests and effects, whoever uses it later. */
  private sequence(term: Term): string {
    const [first, second] = term.args as [Term, Term];
    this.observe(first);
    return this.expression(second);
  }

  /** Writes what can be seen of evaluating `term`, and the tests that it would come to, and nothing else. */
  observe(term: Term): void {
    if (this.bound.has(term)) return;
    const whole = this.facts.effect(term);
    // A variable in its dead zone throws by itself.
    const own = term.op === "var" ? whole : this.facts.ownEffect(term);
    const isLazy = operatorOf(term.op).lazyFrom < term.args.length;
    const isSeen = (effect: Effect): boolean => mayThrow(effect) || stateOf(effect) > READ;
    if (isSeen(own) || (isLazy && (isSeen(whole) || term.args.some(holdsTest)))) {
      const text = this.expression(term);
      // Of what only a test makes harmless, the test is all that can be seen.
      if (this.bound.has(term) || this.tested.has(term) || !isSeen(whole)) return;
      if (this.uses.has(term) && isValue(term)) this.keep(term, text);
      else this.lines.push(`${text};`);
      this.tested.set(term, ANY);
      return;
    }
    for (const arg of term.args) this.observe(arg);
    if (term.op === "check") this.check(term);
  }

  // Tests.

  private check(term: Term): string {
    const [value] = term.args;
    const kinds = Number(term.payload);
    if (value === undefined) throw new Unwritable("E-LEAF");
    const bound = this.bound.get(value);
    if (!this.facts.varies(value) && this.facts.effect(value) === CONST) return this.checkAtEntry(term);
    const name = bound ?? this.variable(value);
    // What has passed a narrower test passes this one.
    const passed = this.tested.get(value);
    if (passed !== undefined && isWithin(passed, kinds)) {
      this.bound.set(term, name);
      return name;
    }
    // A test that always fails would leave every loop at once.
    if ((this.facts.kinds(value) & kinds) === 0) throw new Unwritable("E-TEST");
    const fails = kindFails(name, kinds, this.facts.kinds(value), this.place.typescript);
    if (fails === undefined) throw new Unwritable("E-TEST");
    if (this.ranOthers) throw new Unwritable("E-RESUME");
    this.leaves = true;
    this.testCount++;
    if (this.items !== undefined) this.leftInside = true;
    else if (this.ran !== undefined) this.leftAfter = true;
    else this.leftBefore = true;
    const uncount = [...this.counters.values()].map((counter) => `${counter}--; `).join("");
    this.lines.push(`if (${fails}) { ${uncount}${this.leave()} }`);
    this.bound.set(term, name);
    this.tested.set(value, kinds & (passed ?? kinds));
    return name;
  }

  /** The statement that leaves the loop. */
  get exit(): string {
    return this.items === undefined ? "break;" : `break ${this.items.label};`;
  }

  private leave(): string {
    const { ran, items } = this;
    if (items !== undefined)
      return `${this.names.left} = [${[items.item, items.array, items.at, items.size].join(", ")}]; ${this.exit}`;
    const first = this.chain.stages[0]?.method;
    // What a part of a literal has come to is not what the callback gives.
    if (ran !== undefined && first === "flatMap") throw new Unwritable("E-RESUME");
    const isFirstMap = ran !== undefined && first !== "filter";
    if (!isFirstMap) this.readsElement = true;
    return `${this.names.left} = [${isFirstMap ? this.expression(ran) : this.names.element}]; break;`;
  }

  private checkAtEntry(term: Term): string {
    const [value] = term.args;
    if (value === undefined || this.facts.effect(value) !== CONST) throw new Unwritable("E-TEST");
    const text = this.atEntry(value);
    const name = /^[\w$.]+$/.test(text) ? text : this.place.fresh("value");
    if (name !== text) this.operands.push(`const ${name} = ${text};`);
    const test = kindTest(name, Number(term.payload), this.place.typescript);
    if (test === undefined) throw new Unwritable("E-TEST");
    if (!this.entryTests.includes(test)) this.entryTests.push(test);
    this.bound.set(term, name);
    this.outside.set(term, name);
    return name;
  }

  /** The text of what is evaluated before the tests at the entry, and so before variables that come behind them. */
  private atEntry(term: Term): string {
    const { entering } = this;
    this.entering = true;
    try {
      return this.inPlace(term);
    } finally {
      this.entering = entering;
    }
  }

  // Lazy operators: as expressions, or as statements where a branch needs statements.

  private lazy(term: Term): string {
    const [test, ...branches] = term.args as [Term, ...Term[]];
    const condition = this.expression(test);
    const written = branches.map((branch) => this.apart(() => this.expression(branch)));
    if (written.every(({ lines }) => lines.length === 0))
      return nodeText(term, [condition, ...written.map(({ text }) => text)]);
    const name = this.place.inner(wishFor(term));
    const subject = term.op === "?:" || isName(condition) ? condition : this.keepText(condition);
    const declared = this.place.typescript ? `let ${name}: any;` : `let ${name};`;
    const assign = ({ lines, text }: Written): string => `${lines.join("\n")}\n${name} = ${text};`;
    const [yes, no] = written as [Written, Written?];
    this.lines.push(declared);
    if (term.op === "?:") this.lines.push(`if (${subject}) { ${assign(yes)} } else { ${assign(no!)} }`);
    else {
      const goesOn = term.op === "&&" ? subject : term.op === "||" ? `!${subject}` : `${subject} == null`;
      this.lines.push(`if (${goesOn}) { ${assign(yes)} } else { ${name} = ${subject}; }`);
    }
    this.bound.set(term, name);
    return name;
  }

  private keepText(text: string): string {
    const name = this.place.inner("value");
    this.lines.push(`const ${name}${this.anyType} = ${text};`);
    return name;
  }

  /** What `write` writes, without writing it: names that it binds are known in its branch only. */
  apart(write: () => string): Written {
    const [lines, bound, tested] = [this.lines, this.bound, this.tested];
    this.lines = [];
    this.bound = new Map(bound);
    this.tested = new Map(tested);
    const text = write();
    const written = { lines: this.lines, text };
    this.lines = lines;
    this.bound = bound;
    this.tested = tested;
    return written;
  }

  // Code that we do not look into.

  private opaque(term: Term): string {
    const leaf = this.chain.leaves[Number(term.payload)];
    if (leaf?.form === "pure") return this.pureCall(term, leaf);
    const text = this.call(term);
    return text === undefined ? this.variableLeaf(term) : this.keep(term, text);
  }

  /** A call that keeps its place among the others: nobody knows what its value depends on. */
  private pureCall(term: Term, leaf: Leaf<Node>): string {
    const args = term.args.map((arg) => this.expression(arg));
    const placeholder = `__eqsat_pure_${this.offset + this.holes.length}__`;
    this.holes.push({ placeholder, node: leaf.node, form: "expression" });
    return this.keep(term, `${placeholder}(${args.join(", ")})`);
  }

  /** The call of an inlined callback, to stand alone on the right of an assignment or as a statement. */
  call(term: Term): string | undefined {
    const leaf = isOpaque(term) ? this.chain.leaves[Number(term.payload)] : undefined;
    if (leaf?.form !== "callback" || this.bound.has(term)) return undefined;
    const text = term.op === "collects" ? this.added(term, this.adding(leaf)) : this.inlined(term, leaf);
    if (writes(leaf.effect)) {
      this.ranOthers ||= this.ran !== undefined;
      this.ran = term;
    }
    return text;
  }

  /**
   * A step that holds functions stays one: V8 makes a context for each round of a loop whose variables they mention.
   * TypeScript would not know the types of its parameters.
   */
  private added(term: Term, leaf: Leaf<Node>): string {
    if (this.place.typescript || !mentionsFunction(leaf.node)) return this.inlined(term, leaf);
    const args = term.args.map((arg, index) => this.expression(arg, leaf.parameters?.[index]));
    const placeholder = `__eqsat_step_${this.offset + this.holes.length}__`;
    this.holes.push({ placeholder, node: leaf.node, form: "expression" });
    const name = this.place.fresh("step");
    this.prelude.push(`const ${name} = ${placeholder};`);
    return `${name}(${args.join(", ")})`;
  }

  /** A step that copies its accumulator, adding to it instead. */
  private adding(leaf: Leaf<Node>): Leaf<Node> {
    if (leaf.inPlace === undefined) throw new Unwritable("E-LEAF");
    const { body, calls } = leaf.inPlace;
    for (const each of calls) {
      if (!isHelper(each)) throw new Unwritable("E-LEAF");
      this.helpers.add(each);
    }
    return { ...leaf, node: { ...leaf.node, body } };
  }

  /** The body of a `for…of` loop, after the declaration of its variables. */
  loopBody(term: Term): string {
    const leaf = this.chain.leaves[Number(term.payload)];
    if (leaf === undefined) throw new Unwritable("E-LEAF");
    this.requireTypes(leaf);
    const values = term.args.map((arg, index) => this.variable(arg, leaf.parameters?.[index]));
    const placeholder = `__eqsat_loop_${this.offset + this.holes.length}__`;
    this.holes.push({ placeholder, node: leaf.node, form: "loop" });
    this.ranOthers ||= this.ran !== undefined;
    this.ran = term;
    const value = leaf.parameters === undefined ? values.join() : `[${values.join(", ")}]`;
    return `const ${placeholder} = ${value}; ${placeholder};`;
  }

  /** The type of a variable of which TypeScript would find another one. */
  get anyType(): string {
    return this.place.typescript && this.chain.retyped ? ": any" : "";
  }

  /** Functions inside of a body would have parameters of no type, where TypeScript has to take the elements for `any`. */
  private requireTypes(leaf: Leaf<Node>): void {
    const { guarded, annotated } = this.chain.source;
    const isUntyped = (guarded && !annotated) || this.chain.retyped;
    if (this.place.typescript && isUntyped && takesTypesFromContext(leaf.node)) throw new Unwritable("E-UNTYPED");
  }

  /** The call of a callback, of which `inline-body.ts` makes the statements of its body. */
  private inlined(term: Term, leaf: Leaf<Node>): string {
    this.requireTypes(leaf);
    const captures = mentionsFunction(leaf.node);
    const args = term.args.map((arg, index) => {
      const wish = leaf.parameters?.[index];
      const text = this.expression(arg, wish);
      // A closure must see this iteration's value, not the variable that goes on changing.
      if (captures && (arg.op === "ix" || arg.op === "acc")) return this.keepText(text);
      return isSimple(text) ? text : this.variable(arg, wish);
    });
    const placeholder = `__eqsat_call_${this.offset + this.holes.length}__`;
    this.holes.push({ placeholder, node: leaf.node, form: "body" });
    return `${placeholder}(${args.join(", ")})`;
  }
}
