import {
  type Applier,
  type Condition,
  type EGraph,
  type Id,
  type Pattern,
  parsePattern,
  type Rewrite,
} from "../egraph/index.ts";
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
} from "../ir/effects.ts";
import { operatorOf } from "../ir/operators.ts";
import { exampleOf, type Producer, wrappers } from "./fusion-examples.ts";
import { itemRules } from "./item-rules.ts";
import type { BuiltRule } from "./rule.ts";

/** The tag of a stream whose last stage is of this kind (`payload & 7` of `stream`). */
const tags: Readonly<Record<Producer, number>> = { map: 1, filter: 2, flatMap: 3, slice: 4 };

/** A consumer of a stream: its operator, and which of its arguments run once per element. */
interface Consumer {
  readonly name: string;
  readonly op: string;
  /** Payload pattern of the operator, if it has a level. */
  readonly payload: string;
  /** Further children after the stream. */
  readonly rest: readonly string[];
  /** Those of `rest` that mention the element. */
  readonly inside: readonly string[];
  /** Does it look at every element of the stream? A search looks only at the one that it finds. */
  readonly takesElement: boolean;
  /** The tag that its stream must have, if the consumer is itself a stage. */
  readonly tag: number | undefined;
  /** Does the built-in take the elements from the last to the first? */
  readonly backwards?: "search" | "fold";
  /** The producers that it is fused with, if not with all: where others measured slower (`leverage.md`). */
  readonly producers?: readonly Producer[];
  readonly example: string;
}

const consumers: readonly Consumer[] = [
  { name: "map", op: "toArray", payload: "", rest: [], inside: [], takesElement: true, tag: 1, example: ".map(g)" },
  {
    name: "filter",
    op: "toArray",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: 2,
    example: ".filter(q)",
  },
  {
    name: "flat-map",
    op: "toArray",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: 3,
    // Items of items: no loop is written for them.
    producers: ["map", "filter"],
    example: ".flatMap((x) => [g(x), h(x)])",
  },
  {
    name: "reduce",
    op: "fold",
    payload: "#?v",
    rest: ["init", "step"],
    inside: ["step"],
    takesElement: false,
    tag: undefined,
    example: ".reduce(h, v)",
  },
  {
    name: "reduce-first",
    op: "fold1",
    payload: "#?v",
    rest: ["step"],
    inside: ["step"],
    takesElement: true,
    tag: undefined,
    example: ".reduce(h)",
  },
  {
    name: "reduce-right",
    // No loop backwards can be written for what is made of one element.
    producers: ["map", "filter"],
    op: "foldRight",
    payload: "#?v",
    rest: ["init", "step"],
    inside: ["step"],
    takesElement: false,
    tag: undefined,
    backwards: "fold",
    example: ".reduceRight(h, v)",
  },
  {
    name: "search",
    op: "first",
    payload: "",
    rest: ["default"],
    inside: [],
    takesElement: false,
    tag: undefined,
    example: ".some(q)",
  },
  {
    name: "search-last",
    op: "last",
    payload: "",
    rest: ["default"],
    inside: [],
    takesElement: true,
    tag: undefined,
    backwards: "search",
    example: ".findLast(q)",
  },
  {
    name: "count",
    op: "count",
    payload: "",
    rest: [],
    inside: [],
    takesElement: false,
    tag: undefined,
    example: ".length",
  },
  {
    name: "set",
    op: "toSet",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: undefined,
    example: "new Set(…)",
  },
  {
    name: "to-map",
    op: "toMap",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: undefined,
    example: "new Map(…)",
  },
  {
    name: "to-object",
    op: "toObject",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: undefined,
    example: "Object.fromEntries(…)",
  },
  {
    name: "join",
    op: "join",
    payload: "",
    rest: ["separator"],
    inside: [],
    takesElement: true,
    tag: undefined,
    // The built-in is as fast as a loop that has every piece to write.
    producers: ["filter"],
    example: '.join(", ")',
  },
  {
    name: "for-each",
    op: "forEach",
    payload: "",
    rest: [],
    inside: [],
    takesElement: true,
    tag: undefined,
    example: ".forEach(g)",
  },
];

const statements: Readonly<Record<Producer, string>> = {
  map: "xs.map(f)",
  filter: "xs.filter(p)",
  flatMap: "xs.flatMap((x) => [f(x), g(x)])",
  slice: "xs.slice(a, b)",
};

/** The consumers for which a part of an array is not copied. */
const overPart: ReadonlySet<string> = new Set([
  ...["map", "filter", "reduce", "reduce-first", "search", "search-last", "for-each"],
]);

function fusionRule(producer: Producer, consumer: Consumer): BuiltRule {
  const id = `fusion/${producer === "flatMap" ? "flat-map" : producer}-${consumer.name}`;
  const example = `${statements[producer]}${consumer.example}`;
  const wrapper = wrappers[consumer.name];
  // A search goes on over the rest of the elements unless the loop proves that nothing could be seen of them.
  const conditions = [
    "neither stage writes, or one writes and the other reads nothing mutable; what is a stage's own aside",
    "not both may throw, nor the later one where the earlier one is tested",
    ...(consumer.backwards === undefined ? [] : [backwardsConditions[consumer.backwards]]),
  ];
  return {
    id,
    statement: `${wrapper === undefined ? example : `${wrapper}(${statements[producer]})`} in one pass`,
    conditions,
    assume: [],
    proof: "exhaustive",
    scope: "arrays of up to 3 elements, callbacks of every effect",
    yes: [exampleOf(producer, consumer.name, true)],
    no: [exampleOf(producer, consumer.name, false)],
    rewrites: domainsBy(consumer).map((domain, index) => fusion(id, producer, consumer, domain, index)),
  };
}

type Domain = "over" | "dense" | "called";

/** How the consumer may run over what the producer makes. `flatMap` of one item or none is a filter. */
function domainsBy({ tag }: Consumer): readonly Domain[] {
  return tag === tags.flatMap ? ["called"] : tag === tags.filter ? ["over", "dense", "called"] : ["over", "dense"];
}

/** What a loop from the first element to the last, or one that makes elements in the wrong order, asks for. */
const backwardsConditions = {
  search: "nothing can be seen of the search's own callback",
  fold: "nothing can be seen of making the elements",
} as const;

/** The variables of a fusion pattern, in the order in which conditions and appliers get them. */
const STREAM_VARS = ["p", "q", "source", "guard", "element", "guard2", "element2"] as const;

function fusion(id: string, producer: Producer, consumer: Consumer, domain: Domain, position: number): Rewrite {
  const rest = consumer.rest.map((name) => ` ?${name}`).join("");
  const inner = "(stream#?q ?source ?guard ?element)";
  const lhs: Pattern = parsePattern(
    `(${consumer.op}${consumer.payload} (stream#?p (${domain} (toArray ${inner})) ?guard2 ?element2)${rest})`,
  );
  const vars = [...STREAM_VARS, ...consumer.rest];
  const isStage: Condition = {
    name: `lastStage(${producer}${consumer.tag === undefined ? "" : `, ${consumer.name}`})`,
    vars: ["p", "q"],
    local: true,
    test: (eg, [p, q]) =>
      tagOf(eg, q!) === tags[producer] && (consumer.tag === undefined || tagOf(eg, p!) === consumer.tag),
  };
  return {
    name: position === 0 ? id : `${id}~${position + 1}`,
    lhs,
    rhs: fuseStreams(vars, consumer, domain),
    when: [isStage, interleaves(consumer)],
  };
}

function tagOf(eg: EGraph, interned: Id): number {
  return Number(eg.payload(interned)) & 7;
}

/** May the producer's elements be made one by one, each consumed before the next (`semantics.md`, Effects)? */
function interleaves(consumer: Consumer): Condition {
  const vars = ["source", "guard", "element", "guard2", "element2", ...consumer.inside];
  return {
    name: "interleaves",
    vars,
    test: (eg, [source, guard, element, ...inside]) => {
      const effectOf = (id: Id): Effect =>
        isFlattened(eg, id) && isFresh(eg, element!) ? LEAVES : eg.fact("effect", id);
      // What is tested of the source is tested before the loop starts.
      const before = [guard!, element!]
        .map((id) => eg.fact("effect", id))
        .reduce(joinEffects, eg.fact("effect", source!) & ~LEAVES);
      const after = inside.map(effectOf).reduce(joinEffects, CONST);
      // `guard2` and `element2`, which a search from the end would look at in the other order, and not at all of them.
      if (consumer.backwards === "search" && !isInvisible(after)) return false;
      if (consumer.backwards === "fold" && !isInvisible(before)) return false;
      return commutes(before, after);
    },
  };
}

/** Is it the items of the elements that come in, as `flat` takes them? */
function isFlattened(eg: EGraph, id: Id): boolean {
  const isElement = (given: Id): boolean => [...eg.nodes(given)].some(({ op }) => op === "el");
  return [...eg.nodes(id)].some(({ op, children }) => op === "item" && isElement(children[0]!));
}

/** Is it an array that nobody else holds, so that reading its elements cannot be seen? */
function isFresh(eg: EGraph, id: Id): boolean {
  return (eg.fact("array", id) & FRESH) === FRESH;
}

/** `PLAIN` and `PRIVATE` of the column `array` (`rules/facts.ts`). */
const FRESH = 1 | 4;

function isInvisible(effect: Effect): boolean {
  return stateOf(effect) <= READ && !mayThrow(effect);
}

/**
 * `f f f g g g` is `f g f g f g`: at most one of them writes, then the other reads nothing mutable and does not throw,
 * which would come before or after other writes; not both throw, but for TypeErrors, nor `g` where `f` is left
 * to code that might do anything. Writes that are a stage's own count for nothing: no other stage can tell, nor can who catches an exception.
 */
export function commutes(before: Effect, after: Effect): boolean {
  const [f, g] = [before & ~OWN, after & ~OWN];
  if (mayThrow(f) && stateOf(g) > READ) return false;
  if (mayThrow(f) && mayThrow(g) && mayThrowAnything(f | g)) return false;
  if (mayThrow(g) && (stateOf(f) > READ || (f & LEAVES) !== 0)) return false;
  // Where the loop is left, the rest of `f` may write what `g` has read before its time.
  if ((f & LEAVES) !== 0 && sees(g)) return false;
  const [a, b] = [stateOf(f), stateOf(g)];
  return (a <= READ && b <= READ) || a === CONST || b === CONST;
}

/**
 * The consumer over the producer's own source: its expressions opened at the producer's element. Levels stay as they
 * are, since the producer's loop takes the place of the consumer's.
 */
function fuseStreams(vars: readonly string[], consumer: Consumer, domain: Domain): Applier {
  const carried = consumer.payload === "" ? [] : ["v"];
  return {
    vars: [...vars, ...carried],
    apply(eg, _root, ids) {
      const [p, q, source, guard, element, guard2, element2, ...others] = ids as readonly [
        Id,
        Id,
        Id,
        Id,
        Id,
        Id,
        Id,
        ...Id[],
      ];
      const tag = eg.payload(p);
      const level = Number(tag) >> 3;
      const stage = tagOf(eg, q);
      const array = eg.add("toArray", [eg.add("stream", [source, guard, element], eg.payload(q))]);
      const domains = domainsOf(eg, source, domain);
      if (domains === undefined) return undefined;
      const opened = new Map<Id, Id>([
        [eg.add("el", [array], level), element],
        [eg.add("ix", [array], level), indexAfter(eg, domains, { stage, guard, element }, level)],
      ]);
      const open = (id: Id): Id =>
        eg.substitute(id, opened, (graph, each) => ((graph.fact("levels", each) >> level) & 1) === 1);
      // The producer's element is made before the consumer looks at it, and even if it does not.
      const leaf = eg.add("el", [array], level);
      const looking = isTrue(eg, guard2)
        ? [
            ...(consumer.takesElement ? [element2] : []),
            ...consumer.inside.map((name) => others[consumer.rest.indexOf(name)]!),
          ]
        : [guard2];
      // What follows a flatMap is done once for each item, whether it looks at the item or not.
      const isMade =
        stage !== tags.flatMap &&
        (mayBeDropped(eg.fact("effect", element)) || looking.some((each) => evaluates(eg, each, leaf)));
      const inner = isMade ? open(guard2) : eg.add(",", [element, open(guard2)]);
      const both = isTrue(eg, guard) ? inner : eg.add("&&", [guard, inner]);
      const stream = eg.add("stream", [domains.domain, both, open(element2)], tag);
      const rest = consumer.rest.map((name, index) =>
        consumer.inside.includes(name) ? open(others[index]!) : others[index]!,
      );
      const payload = carried.length === 0 ? undefined : eg.payload(others[consumer.rest.length]!);
      return eg.add(consumer.op, [stream, ...rest], payload);
    },
  };
}

/** Does evaluating `id` always evaluate `leaf`? Equal terms come to the same tests and effects, so one tells for all. */
function evaluates(eg: EGraph, id: Id, leaf: Id, seen: Set<Id> = new Set()): boolean {
  const root = eg.find(id);
  if (root === eg.find(leaf)) return true;
  if (seen.has(root)) return false;
  seen.add(root);
  for (const node of eg.nodes(root)) {
    const eager = node.children.slice(0, operatorOf(node.op).lazyFrom);
    if (eager.some((child) => evaluates(eg, child, leaf, seen))) return true;
  }
  return false;
}

function isTrue(eg: EGraph, id: Id): boolean {
  for (const node of eg.nodes(id)) if (node.op === "const" && node.payload === true) return true;
  return false;
}

/** The domain of the fused loop, and the array or length that its indices count. */
interface Domains {
  readonly domain: Id;
  readonly array: Id;
  /** Does the producer skip holes, so that what it makes counts anew? */
  readonly skips: boolean;
}

/**
 * A hole of the source is a hole of what `map` makes of it, and nothing in what `filter` makes: only a consumer that
 * reads holes (`dense`) over a map-only producer (`dense`) has to leave at one.
 */
function domainsOf(eg: EGraph, source: Id, consumer: Domain): Domains | undefined {
  for (const node of eg.nodes(source)) {
    const [array] = node.children;
    if (array === undefined || isMade(eg, array)) continue;
    if (node.op === "range" || node.op === "over") return { domain: source, array, skips: node.op === "over" };
    if (node.op === "called") return { domain: eg.add("over", [array]), array, skips: true };
    if (node.op === "dense")
      return { domain: consumer === "dense" ? source : eg.add("over", [array]), array, skips: false };
  }
  return undefined;
}

/**
 * Is it itself the result of a loop? Chains are fused from their source outwards, one stage after the other: any other
 * order would end in the same loops, by as many ways as there are ways to put parentheses.
 */
function isMade(eg: EGraph, array: Id): boolean {
  for (const node of eg.nodes(array)) if (node.op === "toArray") return true;
  return false;
}

/** The consumer's index: the producer's own where every element passes, else the count of those that did. */
function indexAfter(
  eg: EGraph,
  { array, skips }: Domains,
  { stage, guard, element }: { readonly stage: number; readonly guard: Id; readonly element: Id },
  level: number,
): Id {
  // Nothing counts items, however many stages they have come through: no loop can be written that needs it.
  if (stage === tags.flatMap || mentionsItem(eg, guard) || mentionsItem(eg, element))
    return eg.add("index", [eg.add("index", [guard], level)], level);
  return passesAll(eg, guard) && !skips ? eg.add("ix", [array], level) : eg.add("index", [guard], level);
}

/** Is one of the items of an element what `id` is made of? Stages behind a `flatMap` get these one by one. */
function mentionsItem(eg: EGraph, id: Id, seen: Set<Id> = new Set()): boolean {
  const root = eg.find(id);
  if (seen.has(root)) return false;
  seen.add(root);
  for (const { op, children } of eg.nodes(root)) {
    if (op === "item" || children.some((child) => mentionsItem(eg, child, seen))) return true;
  }
  return false;
}

/** Does every element pass, whatever is evaluated on the way? */
function passesAll(eg: EGraph, guard: Id, seen: Set<Id> = new Set()): boolean {
  if (isTrue(eg, guard)) return true;
  const root = eg.find(guard);
  if (seen.has(root)) return false;
  seen.add(root);
  for (const { op, children } of eg.nodes(guard)) {
    if (op === "," && passesAll(eg, children[1]!, seen)) return true;
    if (op === "&&" && children.every((child) => passesAll(eg, child, seen))) return true;
  }
  return false;
}

/** One rule per pair of a producer and what consumes its array. */
export const fusionRules: readonly BuiltRule[] = (["map", "filter", "flatMap", "slice"] as const)
  .flatMap((producer) =>
    consumers
      .filter(({ name, producers }) =>
        producer === "slice" ? overPart.has(name) : (producers?.includes(producer) ?? true),
      )
      .map((consumer) => fusionRule(producer, consumer)),
  )
  .concat(itemRules);
