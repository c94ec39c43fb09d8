import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { assignment, type Consumer, declaration, ownCall, resultName, typeOf } from "./consumer.ts";
import { LAST } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";
import { literalText } from "./text.ts";

/**
 * The last element that passes. The loop runs from the end and stops at it if nothing of the others could be seen;
 * else it runs from the start and keeps the latest.
 */
export function lastConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, stops: boolean): Consumer {
  const [, otherwise] = root.args as [Term, Term];
  const name = resultName(place, "found");
  let initText = "";
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare(_, element) {
      const isValue = otherwise.op === "const" && otherwise.payload === undefined;
      return [declaration(place, name, isValue ? "any" : typeOf(element, chain), initText)];
    },
    consume(writer, element) {
      initText = writer.inPlace(otherwise);
      return `${name} = ${writer.expression(element)};${stops ? ` ${writer.exit}` : ""}`;
    },
    resume(rest) {
      const last = rest.stages.at(-1);
      if (!rest.leaves || last === undefined || chain.ending !== "method")
        return { value: rest.rest(rest.stages), helpers: [] };
      const start = rest.started ? rest.index : `${rest.length} < 0 ? -1 : ${rest.index}`;
      const before = rest.rest(rest.stages.slice(0, -1));
      const args = [before, literalText(last.method), `[${last.args.join(", ")}]`, name, start];
      return { value: `${LAST}(${args.join(", ")})`, helpers: [LAST] };
    },
  };
}

/** A reduction from the last element to the first. Only a loop that is never left in the middle can be one. */
export function foldRightConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  const [, init, step] = root.args as [Term, Term, Term];
  const name = resultName(place, chain.names.accumulator || "result");
  let initText = "";
  return {
    variable: name,
    variables: [name],
    value: name,
    resumesInside: false,
    usesElement: false,
    declare: () => [declaration(place, name, typeOf(facts.kinds(root), chain), initText)],
    consume(writer) {
      initText = writer.inPlace(init);
      const own = ownCall(writer, step);
      if (own !== undefined) return own;
      const call = writer.call(step);
      return call === undefined ? assignment(name, step, writer) : `${name} = ${call};`;
    },
    resume: (rest) => ({ value: rest.rest(rest.stages), helpers: [] }),
  };
}
