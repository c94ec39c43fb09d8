import type { Context } from "./context.ts";
import { expression, numberLiteral, stringLiteral } from "./scalars.ts";
import { type Domain, TEMPLATES } from "./templates.ts";

/** A shape of the rule catalogue with operands of its domain in the place of its variables. */
export function fromTemplate(c: Context, domain: Domain, depth: number): string {
  const shape = c.random.pick(TEMPLATES[domain]);
  const of = new Map<string, string>();
  const filled = shape.replace(
    /(["'`])(?:(?!\1|\$\{).)*\1|\b([xyz])\b/g,
    (all, quote: string | undefined, name: string | undefined) => {
      if (quote !== undefined || name === undefined) return all;
      let operand = of.get(name);
      if (operand === undefined) {
        operand = c.random.chance(0.06) ? operandOf(c, "any", depth - 1) : operandOf(c, domain, depth - 1);
        of.set(name, operand);
      }
      return operand;
    },
  );
  return `(${filled})`;
}

/** An operand of which `domain` is evident from syntax, or a variable that is meant to hold it. */
function operandOf(c: Context, domain: Domain, depth: number): string {
  const { random } = c;
  const sub = (type: Parameters<typeof expression>[1]): string => expression(c, type, Math.min(depth, 1));
  const bare = (type: Parameters<typeof expression>[1]): string => c.variable(type)?.name ?? sub(type);
  switch (domain) {
    case "number":
      return random.weighted([
        [4, bare("num")],
        [2, `(+${bare("num")})`],
        [1, sub("num")],
        [1, `(${numberLiteral(c)})`],
        [0.5, `Math.abs(${bare("num")})`],
        [0.5, `${bare("str")}.length`],
      ]);
    case "int32":
      return random.weighted([
        [3, `(${bare("num")} | 0)`],
        [1, `(~${bare("num")})`],
        [1, bare("num")],
      ]);
    case "int16":
      return `(${bare("num")} ${random.pick(["& 255", "& 1023", "<< 24 >> 24", "& 7"])})`;
    case "uint16":
      return `(${bare("num")} & ${random.pick(["65535", "255", "15"])})`;
    case "uint32":
      return `(${bare("num")} >>> 0)`;
    case "string":
      return random.weighted([
        [3, bare("str")],
        [2, `String(${bare("str")})`],
        [1, `\`\${${bare("num")}}\``],
        [1, stringLiteral(c)],
      ]);
    case "boolean":
      return random.weighted([
        [2, `(${bare("num")} < ${bare("num")})`],
        [1, `!${bare("any")}`],
        [2, bare("bool")],
      ]);
    case "bigint":
      return random.weighted([
        [2, bare("big")],
        [1, random.pick(["3n", "-2n", "0n", "7n"]).replace(/^-.*$/, "($&)")],
        [1, `BigInt.asIntN(8, ${bare("big")})`],
      ]);
    default:
      return random.weighted([
        [2, bare("any")],
        [1, bare("num")],
        [1, bare("str")],
        [1, sub("any")],
      ]);
  }
}
