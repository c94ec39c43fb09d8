import type { Payload } from "./payload.ts";

/** A term with variables. */
export type Pattern = PatternVar | PatternNode;

/** Stands for any e-class; all places of one name must be the same class. */
export interface PatternVar {
  readonly kind: "var";
  readonly name: string;
}

/** A node. Without `payload` it means the payload `undefined`, not any payload. */
export interface PatternNode {
  readonly kind: "node";
  readonly op: string;
  readonly payload?: PayloadPattern;
  readonly args: readonly Pattern[];
}

/** A given payload, or a variable that stands for any: payload variables and class variables share one name space. */
export type PayloadPattern = { readonly const: Payload } | { readonly var: string };

/**
 * Reads `(op#payload arg …)`: `?x` is a variable, a leaf needs no parentheses, `#payload` is a JSON literal, one of
 * `-0`, `NaN`, `Infinity`, `-Infinity`, `undefined`, a bigint as `12n`, or a payload variable `?p`.
 * @throws SyntaxError with the place
 */
export function parsePattern(source: string): Pattern {
  const tokens = tokensOf(source);
  let at = 0;
  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at ${tokens[at]?.at ?? source.length} of pattern ${JSON.stringify(source)}`);
  };
  const next = (): Token => tokens[at++] ?? fail("pattern ends early");
  const parse = (): Pattern => {
    const token = next();
    if (token.text === ")") return fail("unexpected )");
    if (token.text !== "(") return atomOf(token.text);
    const head = next();
    const node = head.text === "(" || head.text === ")" ? fail("operator expected") : atomOf(head.text);
    if (node.kind === "var") return fail("operator expected, not a variable,");
    const args: Pattern[] = [];
    while (tokens[at]?.text !== ")") args.push(parse());
    at++;
    return { ...node, args };
  };
  const pattern = parse();
  if (at < tokens.length) fail("unexpected text after the pattern");
  return pattern;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

// An atom may end in #"…", a string literal with spaces and parentheses inside. `?:` and `??` are operators.
const TOKEN = /\s*(\(|\)|(?:[^\s()#]+|#(?="))(?:#?"(?:[^"\\]|\\.)*"|#[^\s()"]+)?)/y;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw new SyntaxError(`unreadable at ${at} of pattern ${JSON.stringify(source)}`);
    tokens.push({ text: match[1]!, at: TOKEN.lastIndex - match[1]!.length });
  }
  return tokens;
}

const VARIABLE = /^\?[A-Za-z_]/;

function atomOf(text: string): Pattern {
  if (VARIABLE.test(text)) return { kind: "var", name: text.slice(1) };
  const hash = text.indexOf("#");
  if (hash <= 0) return { kind: "node", op: text, args: [] };
  const literal = text.slice(hash + 1);
  const payload: PayloadPattern = VARIABLE.test(literal)
    ? { var: literal.slice(1) }
    : { const: payloadOf(literal, text) };
  return { kind: "node", op: text.slice(0, hash), payload, args: [] };
}

const WORDS: ReadonlyMap<string, Payload> = new Map<string, Payload>([
  ["-0", -0],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["undefined", undefined],
]);

function payloadOf(literal: string, atom: string): Payload {
  if (WORDS.has(literal)) return WORDS.get(literal);
  if (/^-?\d+n$/.test(literal)) return BigInt(literal.slice(0, -1));
  try {
    const value: unknown = JSON.parse(literal);
    if (value === null || typeof value !== "object") return value as Payload;
  } catch {
    // falls through to the message below
  }
  throw new SyntaxError(`not a payload: ${literal} in ${atom}`);
}

/** The text that {@link parsePattern} reads back. */
export function printPattern(pattern: Pattern): string {
  if (pattern.kind === "var") return `?${pattern.name}`;
  const { payload } = pattern;
  const head =
    payload === undefined
      ? pattern.op
      : `${pattern.op}#${"var" in payload ? `?${payload.var}` : printPayload(payload.const)}`;
  return pattern.args.length === 0 ? head : `(${[head, ...pattern.args.map(printPattern)].join(" ")})`;
}

/** The literal that {@link parsePattern} reads back after `#`. */
export function printPayload(value: Payload): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "string") return JSON.stringify(value);
  return String(value);
}
