import type { Contract } from "./contract.ts";
import { Random } from "./random.ts";
import { receivers } from "./receivers.ts";
import type { Shape } from "./shape.ts";
import {
  type AccessorSpec,
  type ArraySpec,
  type Case,
  type FunctionSpec,
  HOLE,
  type HoleSpec,
  isDescription,
  object,
  type PropSpec,
  proxy,
  type Spec,
} from "./spec.ts";
import type { Trial } from "./trial.ts";

/** So many elements have lists in turn. */
const sizes: readonly number[] = [3, 0, 1, 2, 5, 3, 8, 2];

/**
 * Calls to try both versions on, the same every time. Every third keeps to what the text expects; in the others some
 * values are of other types, objects are proxies, getters throw, arrays change under way: whatever `contract` admits.
 */
export function hostileCases({ params, given, self }: Trial, contract: Contract, count: number): Case[] {
  return Array.from({ length: count }, (_, index) => {
    const isTame = contract.typed || index % 3 === 0;
    const maker = new Maker(new Random(index), contract, {
      strangeness: isTame ? 0 : 0.06 + (index % 5) * 0.03,
      size: sizes[index % sizes.length]!,
    });
    const args = params.flatMap(({ shape, isRest }): Spec[] => {
      const made = maker.value(shape);
      return isRest && isArray(made) ? made.items.filter(isValue) : [made];
    });
    const outside = given.map(({ name, shape }) => maker.provided(name, shape));
    // The entry takes what is given first, see `run-both.ts`.
    return { args: [...outside, ...args], self: self.kind === "unknown" ? undefined : maker.value(self) };
  });
}

function isArray(spec: Spec): spec is ArraySpec {
  return isDescription(spec) && spec.k === "array";
}

function isValue(item: Spec | HoleSpec | AccessorSpec): item is Spec {
  return !(isDescription(item) && (item.k === "hole" || item.k === "accessor"));
}

interface Mood {
  /** How often a value is none that the text expects. */
  readonly strangeness: number;
  readonly size: number;
}

class Maker {
  readonly #random: Random;
  readonly #contract: Contract;
  readonly #mood: Mood;
  #functions = 0;

  constructor(random: Random, contract: Contract, mood: Mood) {
    this.#random = random;
    this.#contract = contract;
    this.#mood = mood;
  }

  value(shape: Shape, depth = 0): Spec {
    if (this.#isStrange()) return this.#stranger(shape, depth);
    switch (shape.kind) {
      case "number":
        return this.#number(shape);
      case "string":
        return this.#random.pick([...shape.samples, "a", "", "b, c", "7", " x "]);
      case "boolean":
        return this.#random.chance(0.5);
      case "nothing":
        return undefined;
      case "array":
        return this.#array(this.#list(shape.element, depth));
      case "tuple":
        return { k: "array", items: shape.items.map((item) => this.value(item, depth + 1)) };
      case "set":
      case "map":
        return { k: shape.kind, items: this.#list(shape.element, depth) };
      case "record":
        return object(Object.fromEntries(this.#list(shape.element, depth).map((item, index) => [`k${index}`, item])));
      case "object":
        return this.#object(shape.props, depth);
      case "function":
        return this.#function(`f${this.#functions++}`, shape.returns, depth);
      case "unknown":
        return this.#random.pick<Spec>([1, 2, 3.5, 40, 0]);
    }
  }

  /** A name from outside: a function keeps its name in the trace. */
  provided(name: string, shape: Shape): Spec {
    return shape.kind === "function" ? this.#function(name, shape.returns, 0) : this.value(shape);
  }

  #isStrange(): boolean {
    return this.#mood.strangeness > 0 && this.#random.chance(this.#mood.strangeness);
  }

  #number({ role, samples }: Shape & { readonly kind: "number" }): Spec {
    if (role !== "value") return this.#random.int(this.#mood.size + 1);
    const near = samples.flatMap((sample) => [sample, sample + 1, sample - 1]);
    return this.#random.pick([...near, 0, 1, 2, 3.5, -4, 10, 100, 0.1]);
  }

  #list(element: Shape, depth: number): Spec[] {
    const length = depth === 0 ? this.#mood.size : Math.min(this.#mood.size, 2);
    return Array.from({ length }, () => this.value(element, depth + 1));
  }

  #array(items: readonly Spec[]): Spec {
    if (!this.#isStrange()) return { k: "array", items };
    const { noGetters, plainArrays, noHoles } = this.#contract;
    const holed: ArraySpec = { k: "array", items: [...items.slice(0, 1), HOLE, ...items.slice(1)] };
    if (plainArrays || noGetters) return noHoles ? { k: "array", items, state: "frozen" } : holed;
    const all = receivers(...items);
    return this.#random.pick(noHoles ? all.filter((spec) => !isArray(spec) || !spec.items.some(isHole)) : all);
  }

  #object(props: readonly (readonly [string, Shape])[], depth: number): Spec {
    const made = object(Object.fromEntries(props.map(([name, shape]) => [name, this.#property(shape, depth)])));
    if (!this.#isStrange()) return made;
    if (this.#contract.noGetters || this.#random.chance(0.5))
      return this.#random.pick<Spec>([
        { ...made, props: made.props.slice(1) },
        null,
        undefined,
        { ...made, state: "frozen" },
      ]);
    return this.#random.chance(0.5) ? proxy(made) : { ...made, proto: made.props };
  }

  #property(shape: Shape, depth: number): PropSpec["value"] {
    const value = this.value(shape, depth + 1);
    if (this.#contract.noGetters || !this.#isStrange()) return value;
    return {
      k: "accessor",
      value,
      ...(this.#random.chance(0.3) && { does: [{ on: this.#random.int(3), do: "throw", value: "user getter" }] }),
    };
  }

  #function(name: string, returns: Shape, depth: number): FunctionSpec {
    const does: FunctionSpec["does"] = this.#isStrange()
      ? [
          {
            on: this.#random.int(4),
            do: this.#random.pick(["throw", "push", "shrink", "set"] as const),
            value: this.#random.pick<Spec>([7, "user thrown", undefined]),
          },
        ]
      : [];
    return { k: "fn", name, gives: this.#answer(returns, depth), does };
  }

  #answer(returns: Shape, depth: number): FunctionSpec["gives"] {
    if (returns.kind === "boolean") return this.#random.pick(["arg0", "not", "count"] as const);
    if (returns.kind === "number") return this.#random.pick(["plus", "count"] as const);
    if (returns.kind === "unknown") return this.#random.pick(["arg0", "plus", "count", "wrap", "not"] as const);
    return { value: this.value(returns, depth + 1) };
  }

  #stranger(shape: Shape, depth: number): Spec {
    const { noCoercions, noGetters, finite } = this.#contract;
    const convertible: Spec = { k: "convertible", numeric: { gives: 3 }, textual: { gives: "4" } };
    const throwing: Spec = {
      k: "convertible",
      numeric: { gives: 3 },
      does: [{ do: "throw", value: "user conversion" }],
    };
    const plain: readonly Spec[] = [undefined, null, true, "5", "", "word", -0, 1e308, 2 ** 31, 0.5, -1];
    const pool: readonly Spec[] = [
      ...plain,
      ...(finite ? [] : [Number.NaN, Number.POSITIVE_INFINITY]),
      ...(noCoercions ? [] : [5n, { k: "symbol", name: "s" } as const]),
      ...(noCoercions || noGetters ? [] : [convertible, throwing]),
      { k: "array", items: [1, "x"] },
      object({ a: 1 }),
    ];
    // A list or object that is none tells little but that the first read throws: rather what is in it is strange.
    if (shape.kind === "array" || shape.kind === "tuple")
      return this.#random.chance(this.#contract.plainArrays ? 0 : 0.2)
        ? this.#random.pick(pool)
        : this.#array(shape.kind === "array" ? this.#list(shape.element, depth) : []);
    return this.#random.pick(pool);
  }
}

function isHole(item: Spec | HoleSpec | AccessorSpec): boolean {
  return isDescription(item) && item.k === "hole";
}
