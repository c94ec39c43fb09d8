import { BOOLEAN, isWithin, type Kinds, NUMBER, STRING } from "../ir/kinds.ts";
import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type BodyWriter, Unwritable } from "./body-writer.ts";
import { APPEND, type Helper, SHIFT } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";

/** What the rest of a chain is made from, where a loop was not started or was left. */
export interface Rest {
  readonly stages: readonly Call[];
  /** The expression that runs the given stages on what the loop did not take. */
  rest(stages: readonly Call[]): string;
  /** The variable that is negative where the loop was not started at all. */
  readonly length: string;
  /** Is the loop certainly started? */
  readonly started: boolean;
  readonly index: string;
  /** Can the loop be left in the middle? */
  readonly leaves: boolean;
}

/** The call of a method, its arguments as text. */
export interface Call {
  readonly method: string;
  readonly args: readonly string[];
}

/** What the loop's result is after the rest of the chain has run. */
export interface Finish {
  /** Statements before the value. */
  readonly before?: string;
  readonly value: string;
  /** Is the value nobody's? */
  readonly discarded?: boolean;
  /** The statement that does something with the value other than to store it. */
  uses?(value: string): string;
  readonly helpers: readonly Helper[];
}

/** What becomes of the elements of a loop. */
export interface Consumer {
  /** The variable of the result, or of the accumulator. */
  readonly variable: string;
  /** The text of the result after the loop. */
  readonly value: string;
  /** Can what was done so far be combined with what the rest of the chain gives? */
  readonly resumesInside: boolean;
  /** Does {@link consume} look at the element? */
  readonly usesElement: boolean;
  /** The declaration of the result; `reassigned` if the rest of the chain may give another. */
  declare(length: string, element: Kinds, reassigned: boolean): string[];
  /** Of a search that has to go on once it has found something: the variable that tells whether it has not. */
  readonly searching?: string | undefined;
  /** Does it look for one element, and leave the loop there? */
  readonly searches?: boolean;
  /** Every variable that it declares. */
  readonly variables: readonly string[];
  /** The statement that takes one element. */
  consume<Node>(writer: BodyWriter<Node>, element: Term): string;
  /** The result with the rest taken in; whatever has no result gives what does the rest. */
  resume(rest: Rest): Finish;
  /** A statement behind a loop that ran to its end. */
  finish?(): string | undefined;
}

/** The consumer that `root` is. */
export function consumerOf<Node>(
  root: Term,
  chain: Chain<Node>,
  place: Place,
  facts: TermFacts,
  stops: boolean,
): Consumer {
  switch (root.op) {
    case "toArray":
      return arrayConsumer(root, chain, place);
    case "fold":
      return foldConsumer(root, chain, place, facts);
    case "fold1":
      return foldFirstConsumer(root, chain, place, facts);
    case "first":
      return searchConsumer(root, chain, place, stops);
    case "count":
      return countConsumer(chain, place);
    case "toSet":
      return setConsumer(chain, place);
    case "forEach":
      return forEachConsumer(place);
    default:
      throw new Unwritable("E-CONSUMER");
  }
}

/** The variable of the result: the one that the place declares, or one of our own. */
export function resultName(place: Place, wish: string): string {
  return place.target?.name ?? place.fresh(wish);
}

/** Its declaration. Under TypeScript it gets a type if one is given, unless the place has given it another. */
export function declaration(place: Place, name: string, type: string, init: string, reassigned = true): string {
  const annotation = place.typescript && type !== "" && place.target?.annotation !== true ? `: ${type}` : "";
  const keyword = place.target?.keyword ?? "const";
  return `${keyword === "const" && reassigned ? "let" : keyword} ${name}${annotation} = ${init};`;
}

/** The result where the loop was not started, and where it was left. */
function eitherWay(rest: Rest, whole: string, part: string): string {
  if (!rest.leaves) return whole;
  return rest.started ? part : `${rest.length} < 0 ? ${whole} : ${part}`;
}

function arrayConsumer<Node>(root: Term, chain: Chain<Node>, place: Place): Consumer {
  const [stream] = root.args as [Term];
  const [domain, guard] = stream.args as [Term, Term];
  // Of a flatMap there is no element for each index.
  const everyElement = isAlwaysTrue(guard) && domain.op !== "over" && !holdsItem(stream);
  const name = resultName(place, "result");
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(length, element, reassigned) {
      const type = typeOf(element, chain);
      const made = place.typescript ? `new Array${type === "any" ? "<any>" : `<${type}>`}` : "new Array";
      // Of the length of a range something is known: written so, no rule finds it better otherwise.
      const size = chain.source.kind === "range" ? `Math.max(${length}, 0)` : `${length} < 0 ? 0 : ${length}`;
      const init = everyElement ? `${made}(${size})` : "[]";
      return [declaration(place, name, `${type}[]`, init, reassigned)];
    },
    consume(writer, element) {
      const text = writer.expression(element);
      return everyElement ? `${name}[${writer.indexName}] = ${text};` : `${name}.push(${text});`;
    },
    resume(rest) {
      const text = rest.rest(rest.stages);
      // A preallocated result ends where the loop was left.
      const done = everyElement ? `${name}.slice(0, ${rest.index})` : name;
      if (chain.ending === "spread")
        return { value: rest.leaves ? `[...${done}, ...${text}]` : `[...${text}]`, helpers: [] };
      if (!rest.leaves) return { value: text, helpers: [] };
      if (rest.started) return { value: `${APPEND}(${done}, ${text})`, helpers: [APPEND] };
      const all = place.fresh("rest");
      return {
        before: `const ${all} = ${text};`,
        value: `${rest.length} < 0 ? ${all} : ${APPEND}(${done}, ${all})`,
        helpers: [APPEND],
      };
    },
  };
}

function foldConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  const [, init, step] = root.args as [Term, Term, Term];
  const name = resultName(place, chain.names.accumulator || "result");
  let initText = "";
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: false,
    declare() {
      const isTyped = init.op === "var" && chain.leaves[Number(init.payload)]?.typed === true;
      return [declaration(place, name, isTyped ? "" : typeOf(facts.kinds(root), chain), initText)];
    },
    consume(writer) {
      initText = writer.inPlace(init);
      const own = ownCall(writer, step);
      if (own !== undefined) return own;
      const call = writer.call(step);
      return call === undefined ? assignment(name, step, writer) : `${name} = ${call};`;
    },
    resume(rest) {
      if (chain.ending === "max" || chain.ending === "min") {
        return { value: `Math.${chain.ending}(${name}, ...${rest.rest(rest.stages)})`, helpers: [] };
      }
      const last: Call = { method: "reduce", args: [rest.stages.at(-1)!.args[0]!, name] };
      return { value: rest.rest([...rest.stages.slice(0, -1), last]), helpers: [] };
    },
  };
}

/** A reduction that starts with the first element: a flag tells whether there was one. */
function foldFirstConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  const [, step] = root.args as [Term, Term];
  const name = resultName(place, chain.names.accumulator || "result");
  const none = place.fresh("empty");
  return {
    variable: name,
    variables: [name, none],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare() {
      const type = typeOf(facts.kinds(root), chain);
      const start: Readonly<Record<string, string>> = { number: "0", string: '""', boolean: "false" };
      const init = start[type] ?? (place.typescript ? "undefined as any" : "undefined");
      return [declaration(place, name, type, init), `let ${none} = true;`];
    },
    consume(writer, element) {
      const first = writer.variable(element);
      const next = writer.apart(() => {
        const call = writer.call(step);
        return call === undefined ? assignment(name, step, writer) : `${name} = ${call};`;
      });
      return `if (${none}) { ${name} = ${first}; ${none} = false; } else { ${next.lines.join("\n")} ${next.text} }`;
    },
    resume(rest) {
      const callback = rest.stages.at(-1)!.args[0]!;
      const before = rest.rest(rest.stages.slice(0, -1));
      if (!rest.leaves) return { value: `${before}.reduce(${callback})`, helpers: [] };
      const all = place.fresh("rest");
      return {
        before: `const ${all} = ${before};`,
        value: `${none} ? ${all}.reduce(${callback}) : ${all}.reduce(${callback}, ${name})`,
        helpers: [],
      };
    },
    // With nothing to start from, the built-in throws its TypeError.
    finish: () => `if (${none}) throw new TypeError("Reduce of empty array with no initial value");`,
  };
}

/** The call of a body that writes what is its own, which is all that it is for: an accumulator stays what it is. */
export function ownCall<Node>(writer: BodyWriter<Node>, body: Term): string | undefined {
  if (!endsInOwn(body)) return undefined;
  let last = body;
  for (; last.op === ","; last = last.args[1]!) writer.observe(last.args[0]!);
  return `${writer.call(last) ?? writer.expression(last)};`;
}

function endsInOwn({ op, args }: Term): boolean {
  return op.startsWith("own") || op === "collects" || (op === "," && endsInOwn(args[1]!));
}

function holdsItem(term: Term): boolean {
  return term.op === "item" || term.args.some(holdsItem);
}

/** Is it true whatever comes, tests and effects aside? */
function isAlwaysTrue(guard: Term): boolean {
  if (guard.op === "," || guard.op === "&&")
    return guard.args.every((arg, index) => (guard.op === "," && index === 0) || isAlwaysTrue(arg));
  return guard.op === "const" && guard.payload === true;
}

/** `a = a + b` as `a += b`. */
export function assignment<Node>(name: string, step: Term, writer: BodyWriter<Node>): string {
  const [first, second] = step.args;
  if (compound.has(step.op) && first?.op === "acc" && second !== undefined)
    return `${name} ${step.op}= ${writer.expression(second)};`;
  return `${name} = ${writer.expression(step)};`;
}

const compound = new Set(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"]);

/**
 * The first element that passes. It stops there only if nothing of the rest could be seen; else the loop goes on for
 * what the stages before it do to the remaining elements.
 */
function searchConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, stops: boolean): Consumer {
  const [, otherwise] = root.args as [Term, Term];
  const name = resultName(place, "found");
  const last = chain.stages.at(-1)?.method;
  const searching = stops ? undefined : place.fresh("searching");
  let initText = "";
  return {
    variable: name,
    variables: searching === undefined ? [name] : [name, searching],
    searches: true,
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_, element) {
      const type = otherwise.op === "const" && otherwise.payload === undefined ? "any" : typeOf(element, chain);
      const result = declaration(place, name, type, initText);
      return searching === undefined ? [result] : [result, `let ${searching} = true;`];
    },
    searching,
    consume(writer, element) {
      initText = writer.inPlace(otherwise);
      const leave = searching === undefined ? writer.exit : `${searching} = false; ${writer.exit}`;
      return `${name} = ${writer.expression(element)}; ${leave}`;
    },
    resume(rest) {
      const { stages } = rest;
      const isMember = chain.ending === "first";
      const value = isMember ? `${rest.rest(stages)}[0]` : rest.rest(stages);
      const isPosition = rest.leaves && (last === "findIndex" || last === "indexOf");
      const take = isPosition ? `${SHIFT}(${value}, ${rest.index})` : value;
      const helpers: Helper[] = isPosition ? [SHIFT] : [];
      if (searching === undefined || !rest.leaves) return { value: take, helpers };
      // Found already: the stages before the search still see the rest of the elements.
      const producers = isMember ? stages : stages.slice(0, -1);
      return { value: `${searching} ? ${take} : (${rest.rest(producers)}, ${name})`, helpers };
    },
  };
}

function countConsumer<Node>(_chain: Chain<Node>, place: Place): Consumer {
  const name = resultName(place, "count");
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: false,
    declare: () => [declaration(place, name, "number", "0")],
    consume: () => `${name}++;`,
    resume(rest) {
      const text = rest.rest(rest.stages);
      if (!rest.leaves) return { value: `${text}.length`, helpers: [] };
      if (rest.started) return { value: `${name} + ${text}.length`, helpers: [] };
      const left = place.fresh("count");
      return {
        before: `const ${left} = ${text}.length;`,
        value: `${rest.length} < 0 ? ${left} : ${name} + ${left}`,
        helpers: [],
      };
    },
  };
}

function setConsumer<Node>(chain: Chain<Node>, place: Place): Consumer {
  const name = resultName(place, "set");
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_, element, reassigned) {
      const type = typeOf(element, chain);
      return [declaration(place, name, `Set<${type}>`, `new Set${place.typescript ? `<${type}>` : ""}()`, reassigned)];
    },
    consume: (writer, element) => `${name}.add(${writer.expression(element)});`,
    resume(rest) {
      const all = place.fresh("rest");
      return {
        before: `const ${all} = ${rest.rest(rest.stages)};`,
        value: eitherWay(rest, `new Set(${all})`, `new Set([...${name}, ...${all}])`),
        helpers: [],
      };
    },
  };
}

function forEachConsumer(place: Place): Consumer {
  return {
    variable: place.fresh("value"),
    variables: [],
    value: "undefined",
    resumesInside: true,
    usesElement: true,
    declare: () =>
      place.target === undefined ? [] : [declaration(place, place.target.name, "any", "undefined", false)],
    consume(writer, element) {
      return ownCall(writer, element) ?? `${writer.call(element) ?? writer.expression(element)};`;
    },
    resume: (rest) => ({ value: rest.rest(rest.stages), discarded: true, helpers: [] }),
  };
}

/** The type of a value of these kinds, in a chain of whose elements TypeScript knows no more than that. */
export function typeOf(kinds: Kinds, { retyped }: Pick<Chain<unknown>, "retyped">): string {
  if (retyped) return "any";
  if (isWithin(kinds, NUMBER)) return "number";
  if (isWithin(kinds, STRING)) return "string";
  return isWithin(kinds, BOOLEAN) ? "boolean" : "any";
}
