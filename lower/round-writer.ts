import { CONST, type Effect, mayThrow, READ, stateOf } from "../ir/effects.ts";
import { isWithin, PRIMITIVE } from "../ir/kinds.ts";
import { operatorOf } from "../ir/operators.ts";
import { PACKED, PLAIN, PRIVATE } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type BodyWriter, Unwritable } from "./body-writer.ts";
import type { Consumer } from "./consumer.ts";
import { ITEMS, SIZE } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";

/** Can nothing be seen of evaluating it? */
export function isHarmless(effect: Effect): boolean {
  return stateOf(effect) <= READ && !mayThrow(effect);
}

/** The conditions that make up a guard, in the order in which they are evaluated. */
export function conjunctsOf(guard: Term): Term[] {
  if (guard.op === "const" && guard.payload === true) return [];
  return guard.op === "&&" ? guard.args.flatMap(conjunctsOf) : [guard];
}

/** Writes what a loop does for one element: its conditions, one inside the other, and what becomes of it. */
export class RoundWriter<Node> {
  private readonly facts: TermFacts;
  private readonly place: Place;
  private readonly writer: BodyWriter<Node>;
  private readonly root: Term;
  private readonly counters: readonly Term[];
  private readonly items: readonly Term[];
  private opened: string[] = [];
  private closing = "";
  private pending: string[] = [];
  /** Which of them may throw when they are evaluated. */
  private risky: boolean[] = [];
  private readonly passed: Term[] = [];

  constructor(root: Term, facts: TermFacts, place: Place, writer: BodyWriter<Node>) {
    this.facts = facts;
    this.place = place;
    this.writer = writer;
    this.root = root;
    this.counters = termsOf(root, "index");
    this.items = termsOf(root, "item");
  }

  write(conjuncts: readonly Term[], element: Term, consumer: Consumer | undefined): string {
    this.count(consumer);
    for (const [position, conjunct] of conjuncts.entries()) {
      // What has held once holds again, where nothing else can come between.
      if (this.passed.includes(conjunct) && this.stillHolds(conjunct)) continue;
      if (this.unfolds(conjunct)) return this.unfold(conjuncts.slice(position), element, consumer);
      const text = this.take(() => this.writer.expression(conjunct));
      if (text !== "true") {
        this.pending.push(text);
        this.risky.push(this.mayStillThrow(conjunct));
      }
      this.passed.push(conjunct);
      this.count(consumer);
    }
    if (this.items.some((item) => !this.writer.isBound(item))) return this.unfold([], element, consumer);
    if (consumer === undefined) {
      // Nobody asks for the value of a condition any more, but what only its evaluation would throw has to come out.
      const last = this.risky.lastIndexOf(true);
      // What the search itself would throw, it does not ask for any more.
      if (last >= 0 && this.writer.lastThrows) throw new Unwritable("E-RESUME");
      if (last >= 0)
        this.opened.push(
          `${this.pending
            .slice(0, last + 1)
            .map((each) => `(${each})`)
            .join(" && ")};`,
        );
      return this.text();
    }
    // A result that nobody looks at may still be made by code with effects.
    const isMade = this.root.args.slice(1).some((each) => evaluates(each, element));
    if (!consumer.usesElement && !isMade && !isHarmless(this.facts.effect(element)))
      this.take(() => {
        this.writer.observe(element);
        return "";
      });
    const action = this.take(() => consumer.consume(this.writer, element));
    this.open();
    this.opened.push(action);
    return this.text();
  }

  /** Does what has passed pass again? */
  private stillHolds(conjunct: Term): boolean {
    if (this.facts.effect(conjunct) === CONST || this.writer.isBound(conjunct)) return true;
    const since = this.passed.slice(this.passed.lastIndexOf(conjunct));
    return since.every((each) => isHarmless(this.facts.effect(this.stillEvaluated(each))));
  }

  /** What is left of a condition where the parts in front of it have their values. */
  private stillEvaluated(term: Term): Term {
    const [first, second] = term.args;
    return term.op === "," && this.writer.isBound(first!) ? this.stillEvaluated(second!) : term;
  }

  /** May evaluating it throw, beside what has been evaluated already? */
  private mayStillThrow(term: Term): boolean {
    if (this.writer.isBound(term)) return false;
    const own = term.args.length === 0 ? this.facts.effect(term) : this.facts.ownEffect(term);
    return mayThrow(own) || term.args.some((arg) => this.mayStillThrow(arg));
  }

  private text(): string {
    return this.opened.join("\n") + this.closing;
  }

  private open(): void {
    if (this.pending.length === 0) return;
    this.opened.push(`if (${this.pending.map((each) => `(${each})`).join(" && ")}) {`);
    this.closing += "}";
    this.pending = [];
    this.risky = [];
  }

  /** The text that `write` gives, after the statements that it writes have been put in their place. */
  private take(write: () => string): string {
    const from = this.writer.lines.length;
    const text = write();
    const lines = this.writer.lines.splice(from);
    if (lines.length > 0) this.open();
    this.opened.push(...lines);
    return text;
  }

  /** Moves the counters whose conditions have passed. */
  private count(consumer: Consumer | undefined): void {
    for (const counter of this.counters) {
      if (this.writer.isBound(counter)) continue;
      if (!conjunctsOf(counter.args[0]!).every((each) => this.passed.includes(each))) continue;
      this.open();
      const name = this.writer.sharedCounters.get(counter) ?? this.place.fresh("count");
      if (consumer !== undefined) this.writer.prelude.push(`let ${name} = 0;`);
      const isAsked = !this.writer.uncounted.has(counter);
      const position = isAsked ? this.place.inner("position") : name;
      this.opened.push(isAsked ? `const ${position} = ${name}++;` : `${name}++;`);
      this.writer.bind(counter, position);
      this.writer.counters.set(counter, name);
    }
  }

  private unfolds(term: Term): boolean {
    return this.items.some((item) => !this.writer.isBound(item) && termsOf(term, "item").includes(item));
  }

  /** The rest of the round, once for each element of a literal array. All of them are evaluated first. */
  private unfold(conjuncts: readonly Term[], element: Term, consumer: Consumer | undefined): string {
    // What counts items is no counter of ours.
    if (this.counters.some((each) => !this.writer.isBound(each))) throw new Unwritable("E-INDEX");
    const [first, ...more] = this.items;
    if (first!.args[0]!.op !== "parts") {
      if (more.length > 0) throw new Unwritable("E-SHAPE");
      return this.overItems(first!, conjuncts, element, consumer);
    }
    // Items of the same literal, some of them with tests.
    const literals = this.items.map((item) => item.args[0]!);
    const count = literals[0]!.args.length;
    if (literals.some(({ op, args }) => op !== "parts" || args.length !== count)) throw new Unwritable("E-SHAPE");
    const values = literals.map(({ args }) => args.map((each) => this.take(() => this.writer.variable(each))));
    this.open();
    for (let position = 0; position < count; position++) {
      const leaves = this.writer.testCount;
      const written = this.writer.apart(() => {
        for (const [index, item] of this.items.entries()) this.writer.bind(item, values[index]![position]!);
        const inner = new RoundWriter(this.items[0]!, this.facts, this.place, this.writer);
        return inner.write(conjuncts, element, consumer);
      });
      // A part of the literal may have been consumed by then.
      if (this.writer.testCount !== leaves) throw new Unwritable("E-RESUME");
      const text = `${written.lines.join("\n")} ${written.text}`;
      this.opened.push(/\b(?:const|let|class|function)\b/.test(text) ? `{ ${text} }` : text);
    }
    return this.text();
  }

  /** The rest of the round in a loop over the elements of an array, or once with what is none. */
  private overItems(item: Term, conjuncts: readonly Term[], element: Term, consumer: Consumer | undefined): string {
    const given = item.args[0]!;
    const isNone = isWithin(this.facts.kinds(given), PRIMITIVE);
    const known = this.facts.array(given);
    const isFresh = (known & (PLAIN | PRIVATE)) === (PLAIN | PRIVATE);
    if (this.writer.items !== undefined) throw new Unwritable("E-SHAPE");
    const value = this.take(() => this.writer.variable(given, isNone ? "x" : isFresh ? "items" : "given"));
    this.open();
    const name = isNone ? value : this.place.inner("item");
    const array = isFresh || isNone ? value : this.place.inner("items");
    const [at, size] = [this.place.inner("k"), this.place.inner("m")];
    const inner = new RoundWriter(item, this.facts, this.place, this.writer);
    const written = this.writer.apart(() => {
      this.writer.bind(item, name);
      if (!isNone) this.writer.items = { item: name, array, at, size, label: this.writer.label };
      const text = inner.write(conjuncts, element, consumer);
      this.writer.items = undefined;
      return text;
    });
    const body = `${written.lines.join("\n")} ${written.text}`;
    if (isNone) {
      this.opened.push(`{ ${body} }`);
      return this.text();
    }
    if (!isFresh) {
      this.writer.helpers.add(ITEMS).add(SIZE);
      this.opened.push(`const ${array} = ${ITEMS}(${value});`);
    }
    const length = isFresh ? `${array}.length` : `${SIZE}(${array})`;
    const hole = (known & PACKED) === 0 ? `if (!(${at} in ${array})) continue;` : "";
    const read = `const ${name} = ${array}[${at}]${isFresh && this.place.typescript ? "!" : ""};`;
    this.opened.push(`for (let ${at} = 0, ${size} = ${length}; ${at} < ${size}; ${at}++) { ${hole} ${read} ${body} }`);
    return this.text();
  }
}

/** Does evaluating `term` always evaluate `part`? */
function evaluates(term: Term, part: Term): boolean {
  if (term === part) return true;
  return term.args.slice(0, operatorOf(term.op).lazyFrom).some((arg) => evaluates(arg, part));
}

function termsOf(root: Term, op: string): Term[] {
  const found = new Set<Term>();
  const seen = new Set<Term>();
  const visit = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    if (term.op === op) found.add(term);
    term.args.forEach(visit);
  };
  visit(root);
  return [...found];
}
