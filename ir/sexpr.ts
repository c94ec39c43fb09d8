import type { Payload, Term } from "./term.ts";

/**
 * Terms as text: `(op#payload arg …)`, a leaf without parentheses. A payload is a JSON literal, `-0`, `NaN`,
 * `Infinity`, `-Infinity`, `undefined` or a BigInt with `n`. `const` always shows its payload.
 */
export function printTerm(term: Term): string {
  const shown = term.payload !== undefined || term.op === "const";
  const head = shown ? `${term.op}#${printPayload(term.payload)}` : term.op;
  return term.args.length === 0 ? head : `(${[head, ...term.args.map(printTerm)].join(" ")})`;
}

function printPayload(value: Payload): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : String(value);
}

const TOKEN = /\s*(\(|\)|[^\s()#]+(?:#(?:"(?:[^"\\]|\\.)*"|[^\s()"]+))?)/y;

/** Reads what {@link printTerm} writes. @throws SyntaxError with the place */
export function parseTerm(source: string): Term {
  const tokens = tokensOf(source);
  let at = 0;
  const next = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError(`the term ends early: ${source}`);
    return token;
  };
  const parse = (): Term => {
    const token = next();
    if (token === ")") throw new SyntaxError(`unexpected ) in ${source}`);
    if (token !== "(") return headOf(token, []);
    const head = next();
    const args: Term[] = [];
    while (tokens[at] !== ")") args.push(parse());
    at++;
    return headOf(head, args);
  };
  const term = parse();
  if (at < tokens.length) throw new SyntaxError(`text after the term: ${tokens[at]}`);
  return term;
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  const end = source.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw new SyntaxError(`unreadable at ${at}: ${source}`);
    tokens.push(match[1]!);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function headOf(text: string, args: readonly Term[]): Term {
  const hash = text.indexOf("#");
  if (hash < 0) return { op: text, args };
  return { op: text.slice(0, hash), payload: payloadOf(text.slice(hash + 1)), args };
}

function payloadOf(literal: string): Payload {
  switch (literal) {
    case "-0":
      return -0;
    case "NaN":
      return Number.NaN;
    case "Infinity":
      return Number.POSITIVE_INFINITY;
    case "-Infinity":
      return Number.NEGATIVE_INFINITY;
    case "undefined":
      return undefined;
  }
  if (/^-?\d+n$/.test(literal)) return BigInt(literal.slice(0, -1));
  const value: unknown = JSON.parse(literal);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean" || value === null) {
    return value;
  }
  throw new SyntaxError(`not a payload: ${literal}`);
}
