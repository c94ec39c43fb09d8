import { isWithin, NUMBER } from "../ir/kinds.ts";
import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import type { BodyWriter } from "./body-writer.ts";
import { type Consumer, declaration, resultName } from "./consumer.ts";
import { DEFINE, ENTRIES, type Helper, PUT } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";

/** `new Map` of pairs, which need not exist. */
export function mapConsumer(place: Place, facts: TermFacts): Consumer {
  const name = resultName(place, "map");
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_length, _element, reassigned) {
      const types = place.typescript ? "<any, any>" : "";
      return [declaration(place, name, "Map<any, any>", `new Map${types}()`, reassigned)];
    },
    consume(writer, element) {
      const [key, value] = pairOf(writer, element, facts, place);
      return `${name}.set(${key.text}, ${value.text});`;
    },
    resume(rest) {
      const text = rest.rest(rest.stages);
      if (!rest.leaves) return { value: `new Map(${text})`, helpers: [] };
      if (rest.started) return { value: `new Map([...${name}, ...${text}])`, helpers: [] };
      const all = place.fresh("rest");
      const value = `${rest.length} < 0 ? new Map(${all}) : new Map([...${name}, ...${all}])`;
      return { before: `const ${all} = ${text};`, value, helpers: [] };
    },
  };
}

/** `Object.fromEntries` of pairs. The loop calls a helper, since `__proto__` is a key like any other. */
export function objectConsumer<Node>(
  chain: Chain<Node>,
  place: Place,
  facts: TermFacts,
  helpers: Set<Helper>,
): Consumer {
  // A reduction that adds pair by pair gives the object, not the pairs.
  const isReduced = chain.ending === "method";
  const name = resultName(place, "result");
  const late = isReduced ? "" : place.fresh("late");
  let isPlain = true;
  return {
    variable: name,
    variables: isReduced ? [name] : [name, late],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_length, _element, reassigned) {
      const result = declaration(place, name, "any", "{}", reassigned);
      return isPlain ? [result] : [result, `let ${late}${place.typescript ? ": any" : ""};`];
    },
    consume(writer, element) {
      const [key, value] = pairOf(writer, element, facts, place);
      // No number names a property that objects inherit.
      if (isWithin(key.kinds, NUMBER)) return `${name}[${key.text}] = ${value.text};`;
      // Its keys are no objects: nothing has to wait.
      if (isReduced) {
        helpers.add(PUT);
        return `${PUT}(${name}, ${key.text}, ${value.text});`;
      }
      isPlain = false;
      helpers.add(DEFINE);
      return `${late} = ${DEFINE}(${name}, ${key.text}, ${value.text}, ${late});`;
    },
    resume(rest) {
      const text = rest.rest(rest.stages);
      const waiting = isPlain ? "undefined" : late;
      const whole = (given: string): string => (isReduced ? given : `Object.fromEntries(${given})`);
      const merged = (given: string): string =>
        isReduced ? `{ ...${name}, ...${given} }` : `${ENTRIES}(${name}, ${waiting}, ${given})`;
      const helpers: Helper[] = isReduced ? [] : [ENTRIES];
      if (!rest.leaves) return { value: whole(text), helpers: [] };
      if (rest.started) return { value: merged(text), helpers };
      const all = place.fresh("rest");
      const value = `${rest.length} < 0 ? ${whole(all)} : ${merged(all)}`;
      return { before: `const ${all} = ${text};`, value, helpers };
    },
    finish() {
      if (isPlain) return undefined;
      helpers.add(ENTRIES);
      return `if (${late}) ${ENTRIES}(${name}, ${late}, []);`;
    },
  };
}

interface Part {
  readonly text: string;
  readonly kinds: number;
}

/** Key and value of a pair: of a literal the parts themselves, all of them evaluated in order. */
function pairOf<Node>(
  writer: BodyWriter<Node>,
  element: Term,
  facts: TermFacts,
  place: Place,
): readonly [key: Part, value: Part] {
  if (element.op !== "array" || writer.isBound(element)) {
    const pair = writer.variable(element, "pair");
    const at = (index: number): Part => ({ text: `${pair}[${index}]`, kinds: -1 });
    return [at(0), at(1)];
  }
  const parts = element.args.map((each): Part => {
    // What is evaluated later must not come between.
    const text = element.args.length === 2 || isLeaf(each) ? writer.expression(each) : writer.variable(each);
    return { text, kinds: facts.kinds(each) };
  });
  const missing: Part = { text: place.typescript ? "undefined as any" : "undefined", kinds: 1 };
  return [parts[0] ?? missing, parts[1] ?? missing];
}

const isLeaf = (term: Term): boolean => term.args.length === 0;
