import { isWithin, NULLISH } from "../ir/kinds.ts";
import type { Chain } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type Consumer, declaration, resultName } from "./consumer.ts";
import { JOIN } from "./guard.ts";
import type { Place, TermFacts } from "./output.ts";

/** `join`: text that grows. A flag tells whether a separator is due, where there is one. */
export function joinConsumer<Node>(root: Term, chain: Chain<Node>, place: Place, facts: TermFacts): Consumer {
  const [, separator] = root.args as [Term, Term];
  const name = resultName(place, chain.names.accumulator || "text");
  const hasSeparator = separator.op !== "const" || separator.payload !== "";
  const empty = hasSeparator ? place.fresh("empty") : undefined;
  return {
    variable: name,
    variables: [name, ...(empty === undefined ? [] : [empty])],
    value: name,
    resumesInside: true,
    usesElement: true,
    declare: () => [declaration(place, name, "string", '""'), ...(empty === undefined ? [] : [`let ${empty} = true;`])],
    consume(writer, element) {
      const between = writer.inPlace(separator);
      const mayBeNothing = !isWithin(facts.kinds(element), ~NULLISH);
      const text = mayBeNothing ? writer.variable(element) : writer.expression(element);
      const piece = mayBeNothing ? `(${text} ?? "")` : `(${text})`;
      if (empty === undefined) return `${name} += ${piece};`;
      return `if (${empty}) { ${empty} = false; } else { ${name} += ${between}; } ${name} += ${piece};`;
    },
    resume(rest) {
      if (!rest.leaves) return { value: rest.rest(rest.stages), helpers: [] };
      const isWhole = [...(rest.started ? [] : [`${rest.length} < 0`]), ...(empty === undefined ? [] : [empty])];
      const args = [
        rest.rest(rest.stages.slice(0, -1)),
        `[${rest.stages.at(-1)!.args.join(", ")}]`,
        name,
        isWhole.length === 0 ? "false" : isWhole.join(" || "),
      ];
      return { value: `${JOIN}(${args.join(", ")})`, helpers: [JOIN] };
    },
  };
}
