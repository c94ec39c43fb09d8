import { BOOLEAN, isWithin, type Kinds, NUMBER, STRING } from "../ir/kinds.ts";
import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type BodyWriter, Unwritable } from "./body-writer.ts";
import { APPEND, type Helper } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";
import { literalText } from "./text.ts";

/** What the rest of a chain is made from, where a loop was not started or was left. */
export interface Rest {
  readonly stages: readonly { readonly method: string; readonly args: readonly string[] }[];
  /** The expression that runs the given stages, each as the text of an array, on what the loop did not take. */
  rest(stages: readonly string[]): string;
  /** The variable that is negative where the loop was not started at all. */
  readonly length: string;
  readonly index: string;
  /** Can the loop be left in the middle? */
  readonly leaves: boolean;
}

export interface Finish {
  readonly text: string;
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
  /** The statement that takes one element. */
  consume<Node>(writer: BodyWriter<Node>, element: Term): string;
  /** Statements that take the rest. */
  resume(rest: Rest): Finish;
}

/** The consumer that `root` is. */
export function consumerOf<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  switch (root.op) {
    case "toArray":
      return arrayConsumer(root, chain, place);
    case "fold":
      return foldConsumer(root, chain, place, facts);
    case "first":
      return searchConsumer(root, chain, place);
    case "count":
      return countConsumer(chain, place);
    case "toSet":
      return setConsumer(place);
    case "forEach":
      return forEachConsumer(place);
    default:
      throw new Unwritable("E-CONSUMER");
  }
}

/** The variable of the result: the one that the place declares, or one of our own. */
function resultName(place: Place, wish: string): string {
  return place.target?.name ?? place.fresh(wish);
}

/** Its declaration. Under TypeScript it gets a type, unless the place has given it one. */
function declaration(place: Place, name: string, type: string, init: string, reassigned = true): string {
  const annotation = place.typescript && place.target?.annotation !== true ? `: ${type}` : "";
  const keyword = place.target?.keyword ?? "let";
  return `${keyword === "let" && !reassigned ? "const" : keyword} ${name}${annotation} = ${init};`;
}

const asArrays = (rest: Rest): string[] =>
  rest.stages.map(({ method, args }) => `[${[literalText(method), ...args].join(", ")}]`);

function arrayConsumer<Node>(root: Term, chain: Chain<Node>, place: Place): Consumer {
  const [stream] = root.args as [Term];
  const [domain, guard] = stream.args as [Term, Term];
  const everyElement = guard.op === "const" && guard.payload === true && domain.op !== "over";
  const name = resultName(place, "result");
  return {
    variable: name,
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(length, element, reassigned) {
      const type = typeOf(element);
      const made = place.typescript ? `new Array${type === "any" ? "<any>" : `<${type}>`}` : "new Array";
      const init = everyElement ? `${made}(${length} < 0 ? 0 : ${length})` : "[]";
      return [declaration(place, name, `${type}[]`, init, reassigned)];
    },
    consume(writer, element) {
      const text = writer.expression(element);
      return everyElement ? `${name}[${writer.indexName}] = ${text};` : `${name}.push(${text});`;
    },
    resume(rest) {
      const text = rest.rest(asArrays(rest));
      if (chain.ending === "spread") {
        return {
          text: `if (${rest.length} < 0) ${name} = [...${text}]; else { ${cut(rest)} for (const each of ${text}) ${name}.push(each); }`,
          helpers: [],
        };
      }
      if (!rest.leaves) return { text: `${name} = ${text};`, helpers: [] };
      return {
        text: `const rest = ${text}; ${name} = ${rest.length} < 0 ? rest : ${APPEND}(${cutExpression(rest)}, rest);`,
        helpers: [APPEND],
      };
    },
  };
  /** A preallocated result ends where the loop was left. */
  function cut(rest: Rest): string {
    return everyElement ? `${name}.length = ${rest.index};` : "";
  }
  function cutExpression(rest: Rest): string {
    return everyElement ? `${name}.slice(0, ${rest.index})` : name;
  }
}

function foldConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  const [, init, step] = root.args as [Term, Term, Term];
  const name = resultName(place, chain.names.accumulator || "result");
  let initText = "";
  return {
    variable: name,
    value: name,
    resumesInside: true,
    usesElement: false,
    declare() {
      return [declaration(place, name, typeOf(facts.kinds(root)), initText)];
    },
    consume(writer) {
      initText = writer.expression(init);
      const call = writer.call(step);
      return call === undefined ? assignment(name, step, writer) : `${name} = ${call};`;
    },
    resume(rest) {
      if (chain.ending === "max" || chain.ending === "min") {
        return { text: `${name} = Math.${chain.ending}(${name}, ...${rest.rest(asArrays(rest))});`, helpers: [] };
      }
      const stages = rest.stages.map(({ method, args }, index) =>
        index === rest.stages.length - 1
          ? `["reduce", ${args[0]}, ${name}]`
          : `[${[literalText(method), ...args].join(", ")}]`,
      );
      return { text: `${name} = ${rest.rest(stages)};`, helpers: [] };
    },
  };
}

/** `a = a + b` as `a += b`. */
function assignment<Node>(name: string, step: Term, writer: BodyWriter<Node>): string {
  const [first, second] = step.args;
  if (compound.has(step.op) && first?.op === "acc" && second !== undefined)
    return `${name} ${step.op}= ${writer.expression(second)};`;
  return `${name} = ${writer.expression(step)};`;
}

const compound = new Set(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"]);

function searchConsumer<Node>(root: Term, chain: Chain<Node>, place: Place): Consumer {
  const [, otherwise] = root.args as [Term, Term];
  const name = resultName(place, "found");
  const last = chain.stages.at(-1)?.method;
  let initText = "";
  return {
    variable: name,
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_, element) {
      const type = otherwise.op === "const" && otherwise.payload === undefined ? "any" : typeOf(element);
      return [declaration(place, name, type, initText)];
    },
    consume(writer, element) {
      initText = writer.expression(otherwise);
      return `${name} = ${writer.expression(element)}; break;`;
    },
    resume(rest) {
      const text = rest.rest(asArrays(rest));
      if (chain.ending === "first") return { text: `${name} = ${text}[0];`, helpers: [] };
      if ((last === "findIndex" || last === "indexOf") && rest.leaves) {
        return {
          text: `${name} = ${text}; if (${name} >= 0 && ${rest.length} >= 0) ${name} += ${rest.index};`,
          helpers: [],
        };
      }
      return { text: `${name} = ${text};`, helpers: [] };
    },
  };
}

function countConsumer<Node>(_chain: Chain<Node>, place: Place): Consumer {
  const name = resultName(place, "count");
  return {
    variable: name,
    value: name,
    resumesInside: true,
    usesElement: false,
    declare: () => [declaration(place, name, "number", "0")],
    consume: () => `${name}++;`,
    resume(rest) {
      const text = rest.rest(asArrays(rest));
      if (!rest.leaves) return { text: `${name} = ${text}.length;`, helpers: [] };
      return {
        text: `const rest = ${text}; ${name} = ${rest.length} < 0 ? rest.length : ${name} + rest.length;`,
        helpers: [],
      };
    },
  };
}

function setConsumer(place: Place): Consumer {
  const name = resultName(place, "set");
  return {
    variable: name,
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_, element, reassigned) {
      const type = typeOf(element);
      return [declaration(place, name, `Set<${type}>`, `new Set${place.typescript ? `<${type}>` : ""}()`, reassigned)];
    },
    consume: (writer, element) => `${name}.add(${writer.expression(element)});`,
    resume(rest) {
      const text = rest.rest(asArrays(rest));
      return {
        text: `const rest = ${text}; if (${rest.length} < 0) ${name} = new Set(rest); else for (const each of rest) ${name}.add(each);`,
        helpers: [],
      };
    },
  };
}

function forEachConsumer(place: Place): Consumer {
  return {
    variable: place.fresh("value"),
    value: "undefined",
    resumesInside: true,
    usesElement: true,
    declare: () => [],
    consume(writer, element) {
      const call = writer.call(element);
      return `${call ?? writer.expression(element)};`;
    },
    resume: (rest) => ({ text: `${rest.rest(asArrays(rest))};`, helpers: [] }),
  };
}

function typeOf(kinds: Kinds): string {
  if (isWithin(kinds, NUMBER)) return "number";
  if (isWithin(kinds, STRING)) return "string";
  return isWithin(kinds, BOOLEAN) ? "boolean" : "any";
}
