import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import {
  CONST,
  type Effect,
  joinEffects,
  LEAVES,
  mayThrow,
  mayThrowAnything,
  READ,
  SEES,
  UNKNOWN_EFFECT,
} from "../ir/effects.ts";
import {
  ANY,
  isWithin,
  type Kinds,
  kindsOf,
  NULLISH,
  NUMBER,
  PRIMITIVE,
  STRING,
  UINT32,
  UNDEFINED,
} from "../ir/kinds.ts";
import { type EffectAssumptions, operators } from "../ir/operators.ts";
import { type Leaf, PLAIN } from "../ir/region.ts";
import { constant, type Term } from "../ir/term.ts";

/** Why a region cannot be lifted: a stable code, the place, and the words for this case. */
export interface Refusal {
  readonly code: string;
  readonly node: t.Node;
  readonly detail: string;
}

/** The promises of the user that lifting depends on. */
export interface LiftAssumptions extends EffectAssumptions {
  readonly plainArrays?: boolean;
  readonly noHoles?: boolean;
  readonly trustTypes?: boolean;
  readonly builtinsIntact: boolean;
  /** Functions that the user declared pure, by name. */
  readonly pure: readonly string[];
}

/**
 * Collects what one region is made of while it is lifted: its leaves, and what is known of each term. One builder
 * per region.
 */
export class RegionBuilder {
  readonly leaves: Leaf<t.Node>[] = [];
  readonly literals: Map<unknown, string> = new Map();
  readonly assume: LiftAssumptions;
  /** The expression that the region replaces: facts about variables hold while it is evaluated. */
  readonly site: NodePath;
  /** May a term be tested at run time, leaving the fast loop when it is not of the kinds that a rule needs? */
  readonly speculates: boolean;
  /** Terms of elements that are fresh `[key, value]` pairs, as `Object.entries` gives. */
  readonly entries: Set<Term> = new Set();
  /** Terms of elements that the chain has written as array literals, and that no other code has had. */
  readonly arrays: Set<Term> = new Set();
  /**
   * May reading a property throw, as the source has it? Where several stages of a chain could throw, their order would
   * matter, and all of them test what they read from instead.
   */
  mayThrow = false;
  /** The accumulator that the step of a reduction may copy: an array or an object that it has made itself. */
  copied: Term | undefined;
  private readonly variables = new Map<unknown, Term[]>();
  private allocations = 0;
  private readonly known = new WeakMap<Term, { kinds: Kinds; effect: Effect }>();

  constructor(site: NodePath, assume: LiftAssumptions, speculates: boolean) {
    this.site = site;
    this.assume = assume;
    this.speculates = speculates;
  }

  /** A new leaf `op#index(args)`, with the facts of `leaf`. */
  leaf(leaf: Leaf<t.Node>, ...args: readonly Term[]): Term {
    const index = this.leaves.push(leaf) - 1;
    const made: Term = {
      op: opOf(leaf, args.length),
      payload: index,
      args,
    };
    const effect = args.reduce((joined, arg) => joinEffects(joined, this.effect(arg)), leaf.effect);
    this.known.set(made, { kinds: leaf.kinds, effect });
    return made;
  }

  /** A new leaf of code that writes what is its own. */
  own(leaf: Leaf<t.Node>, ...args: readonly Term[]): Term {
    const index = this.leaves.push(leaf) - 1;
    const op = mayThrowAnything(leaf.effect) ? "ownThrows" : mayThrow(leaf.effect) ? "ownTypeErrors" : "own";
    return { op, payload: index, args };
  }

  /** The step `made` of a reduction, a leaf, as one that copies its accumulator. */
  copying({ payload, args }: Term, inPlace: NonNullable<Leaf<t.Node>["inPlace"]>): Term {
    const index = Number(payload);
    const leaf: Leaf<t.Node> = { ...this.leaves[index]!, inPlace };
    this.leaves[index] = leaf;
    return { op: "copies", payload: index, args };
  }

  /** The leaf that stands for a variable, made by `make` when first met with this effect. `key` is its binding. */
  variable(key: unknown, effect: Effect, make: () => Leaf<t.Node>): Term {
    const known = this.variables.get(key) ?? [];
    let term = known.find((each) => this.effect(each) === effect);
    if (term === undefined) {
      term = this.leaf(make());
      this.variables.set(key, [...known, term]);
    }
    return term;
  }

  /** The constant that `node` writes. Written anew, it is written so again; octal numbers of old are not. */
  literal(node: t.NumericLiteral): Term {
    const raw = node.extra?.raw;
    if (typeof raw === "string" && !/^0\d/.test(raw) && !this.literals.has(node.value))
      this.literals.set(node.value, raw);
    return constant(node.value);
  }

  /** A key for one more allocation site: two literals are never the same object. */
  allocationKey(): number {
    return this.allocations++;
  }

  /** Declares what a loop leaf (`el`, `ix`, `acc`) is known to be. */
  declare(term: Term, kinds: Kinds): Term {
    this.known.set(term, { kinds, effect: CONST });
    return term;
  }

  /** The length or an element of an array of the code's own: reading it runs nobody's code. */
  partOfArray(array: Term, key: Term): Term | undefined {
    const leaf = array.op === "var" ? this.leaves[Number(array.payload)] : undefined;
    if (leaf === undefined || (leaf.array & PLAIN) === 0) return undefined;
    const isLength = key.op === "const" && key.payload === "length";
    if (!isLength && !isWithin(this.kinds(key), NUMBER)) return undefined;
    const made: Term = { op: "load", payload: 0, args: [array, key] };
    const effect = [array, key].map((each) => this.effect(each)).reduce(joinEffects, SEES);
    this.known.set(made, { kinds: isLength ? UINT32 : leaf.elem | UNDEFINED, effect });
    return made;
  }

  /** The items of what `given` is: the elements of an array, or `given` itself. */
  item(given: Term): Term {
    const made: Term = { op: "item", payload: 0, args: [given] };
    const known = this.itemKinds(given);
    const reading = known !== undefined ? LEAVES : this.assume.pureGetters === true ? READ | LEAVES : UNKNOWN_EFFECT;
    this.known.set(made, { kinds: known ?? ANY, effect: joinEffects(this.effect(given), reading) });
    return made;
  }

  /** The kinds of the items, where `given` is a fresh array or none. */
  private itemKinds(given: Term): Kinds | undefined {
    if (isWithin(this.kinds(given), PRIMITIVE)) return this.kinds(given);
    if (given.op === "str.split") return STRING;
    const isChoice = given.op === "?:";
    if (!isChoice && given.op !== "array" && given.op !== "parts") return undefined;
    return given.args
      .slice(isChoice ? 1 : 0)
      .map((each) => (isChoice ? this.itemKinds(each) : this.kinds(each)))
      .reduce((a, b) => (a === undefined || b === undefined ? undefined : a | b), 0);
  }

  kinds(term: Term): Kinds {
    return this.facts(term).kinds;
  }

  /** What evaluating `term` may do, its children included. */
  effect(term: Term): Effect {
    return this.facts(term).effect;
  }

  private facts(term: Term): { kinds: Kinds; effect: Effect } {
    let facts = this.known.get(term);
    if (facts === undefined) {
      facts = this.derive(term);
      this.known.set(term, facts);
    }
    return facts;
  }

  private derive(term: Term): { kinds: Kinds; effect: Effect } {
    if (term.op === "const") return { kinds: kindsOf(term.payload), effect: CONST };
    const args = term.args.map((arg) => this.kinds(arg));
    const inner = term.args.reduce((joined, arg) => joinEffects(joined, this.effect(arg)), CONST);
    const row = operators.get(term.op);
    if (row === undefined) return { kinds: ANY, effect: UNKNOWN_EFFECT };
    return { kinds: row.result(args, term.payload), effect: joinEffects(inner, row.effect(args, this.assume)) };
  }

  /**
   * `term`, known to be within `kinds`: as it is, or tested at run time where the region may leave its loop.
   * Undefined where neither can be had.
   */
  within(term: Term, kinds: Kinds): Term | undefined {
    const known = this.kinds(term);
    if ((known & ~kinds) === 0) return term;
    if (!this.speculates || (known & kinds) === 0) return undefined;
    // What reads mutable state could change between the test and the use, unless it is used from one temporary.
    if (term.op !== "check") return { op: "check", payload: kinds, args: [term] };
    return { op: "check", payload: kinds & Number(term.payload), args: term.args };
  }

  /** `term`, such that its properties can be read. */
  readable(term: Term): Term | undefined {
    return this.mayThrow ? term : this.within(term, ANY & ~NULLISH);
  }

  numeric(term: Term): Term | undefined {
    return this.within(term, NUMBER);
  }
}

function opOf({ form, effect }: Leaf<t.Node>, count: number): string {
  if (form === "pure") return effect === CONST ? "pure" : "asks";
  return form === "callback" || count > 0 ? "opaque" : "var";
}

export const undefinedTerm: Term = constant(undefined);

/** Facts of a variable of which nothing is known but its effect. */
export function unknownVariable(node: t.Node, name: string, effect: Effect): Leaf<t.Node> {
  return { form: "variable", node, name, kinds: ANY, effect, elem: ANY, array: 0 };
}
