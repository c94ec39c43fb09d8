import { operatorOf } from "../ir/operators.ts";
import type { Literals } from "../ir/region.ts";
import type { Payload, Term } from "../ir/term.ts";

/**
 * JavaScript for one node, given the text of its children. Every operand stands in parentheses: what is printed here
 * is parsed again, and the host's printer writes only those that are needed. A number is written as in `literals`.
 */
export function nodeText(term: Term, args: readonly string[], literals?: Literals): string {
  const { form } = operatorOf(term.op);
  const at = (index: number): string => `(${args[index]})`;
  switch (form.kind) {
    case "prefix":
      return `${form.text}${at(0)}`;
    case "infix":
      return `${at(0)} ${form.text} ${at(1)}`;
    case "conditional":
      return `${at(0)} ? ${at(1)} : ${at(2)}`;
    case "call":
      return `${form.callee}(${args.join(", ")})`;
    case "method":
      return `${at(0)}.${form.name}(${args.slice(1).join(", ")})`;
    case "property":
      return `${at(0)}.${form.name}`;
    case "element":
      return elementText(term, args);
    case "template":
      return templateText(term, args);
    case "array":
      return `[${args.join(", ")}]`;
    case "object":
      return `({ ${args.join(", ")} })`;
    case "prop":
      return `${propertyKey(term.args[0], args[0]!)}: ${args[1]}`;
    case "spread":
      return `...${at(0)}`;
    default:
      if (term.op === "const")
        return (Object.is(term.payload, -0) ? undefined : literals?.get(term.payload)) ?? literalText(term.payload);
      if (term.op === "append") return `[...${at(0)}, ${args.slice(1).join(", ")}]`;
      if (term.op === "put") return `({ ...${at(0)}, ${propertyKey(term.args[1], args[1]!)}: ${args[2]} })`;
      if (term.op === "entryKey") return `${at(0)}[0]`;
      if (term.op === "entryValue") return `${at(0)}[1]`;
      throw new Error(`${term.op} is not an expression`);
  }
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function elementText(term: Term, args: readonly string[]): string {
  const key = term.args[1];
  if (key?.op === "const" && typeof key.payload === "string" && IDENTIFIER.test(key.payload))
    return `(${args[0]}).${key.payload}`;
  return `(${args[0]})[${args[1]}]`;
}

function propertyKey(key: Term | undefined, text: string): string {
  if (
    key?.op === "const" &&
    typeof key.payload === "string" &&
    key.payload !== "__proto__" &&
    IDENTIFIER.test(key.payload)
  )
    return key.payload;
  return `[${text}]`;
}

function templateText(term: Term, args: readonly string[]): string {
  const parts = term.args.map((arg, index) =>
    index % 2 === 0 && arg.op === "const" ? quasiText(String(arg.payload)) : `\${${args[index]}}`,
  );
  return `\`${parts.join("")}\``;
}

function quasiText(text: string): string {
  return text
    .replace(/[\\`]|\$\{/g, (each) => `\\${each}`)
    .replace(/\r/g, "\\r")
    .replace(/[\ud800-\udfff]/gu, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16)}`;
}

/** A constant as JavaScript. Lone surrogates are escaped, `-0` keeps its sign. */
export function literalText(value: Payload): string {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "string":
      // JSON escapes lone surrogates; these two are line ends in old JavaScript.
      return JSON.stringify(value)
        .replace(/\u2028/g, "\\u2028")
        .replace(/\u2029/g, "\\u2029");
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    default:
      return String(value);
  }
}
