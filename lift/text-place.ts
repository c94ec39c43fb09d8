import { operators } from "../ir/operators.ts";

/** What a text has on one side of an operator: the nearest word, spaces and parentheses aside. */
export interface BesideOperator {
  /** A name, a number, members and elements with their names: what stands there without a space. */
  readonly word: string;
  /** Is it text in quotes? */
  readonly quoted: "empty" | "filled" | undefined;
  readonly isInParentheses: boolean;
  /** The parenthesis that stands between. */
  readonly parenthesis: "(" | ")";
  /** Is there an operand at all? */
  readonly isThere: boolean;
  /** Is it a number, a text, or a name that stands for a constant? */
  readonly isLiteral: boolean;
  /** The precedence of the operator on the word's other side, 0 where there is none. */
  readonly binding: number;
  /** Is this what stands nearest? */
  reads(text: string): boolean;
}

/** How far from an operator its operands are looked for. */
const reach = 200;

/** An operator, or the name of a function, in a text that nobody has parsed, and what is beside it. */
export class TextPlace {
  readonly source: string;
  readonly at: number;
  readonly end: number;
  private left: LeftOfOperator | undefined;
  private right: RightOfOperator | undefined;
  private textOnLeft: string | undefined;
  private textOnRight: string | undefined;

  constructor(source: string, at: number, end: number) {
    this.source = source;
    this.at = at;
    this.end = end;
  }

  get before(): BesideOperator {
    this.left ??= new LeftOfOperator(this.source, this.at);
    return this.left;
  }

  get behind(): BesideOperator {
    this.right ??= new RightOfOperator(this.source, this.end);
    return this.right;
  }

  /** What may belong to the operand in front: no line of another statement does. */
  get textBefore(): string {
    this.textOnLeft ??= lastStatementOf(this.source.slice(Math.max(0, this.at - reach), this.at));
    return this.textOnLeft;
  }

  get textBehind(): string {
    if (this.textOnRight === undefined) {
      const text = this.source.slice(this.end, this.end + reach);
      const end = text.search(endOfStatement);
      this.textOnRight = end < 0 ? text : text.slice(0, end);
    }
    return this.textOnRight;
  }

  /** Does the text behind match `pattern`, which is sticky? */
  goesOnAs(pattern: RegExp): boolean {
    pattern.lastIndex = this.end;
    return pattern.test(this.source);
  }
}

const endOfStatement = /[;{}]\s*\n/;

function lastStatementOf(text: string): string {
  for (let at = text.lastIndexOf("\n"); at > 0; at = text.lastIndexOf("\n", at - 1)) {
    const end = skipSpaceBack(text, at);
    if (end > 0 && ";{}".includes(text[end - 1]!)) return text.slice(at);
  }
  return text;
}

class LeftOfOperator implements BesideOperator {
  readonly word: string;
  readonly isThere: boolean;
  readonly isLiteral: boolean;
  readonly quoted: "empty" | "filled" | undefined;
  readonly isInParentheses: boolean;
  readonly parenthesis = ")";
  private readonly source: string;
  private readonly end: number;

  constructor(source: string, at: number) {
    let isClosed = false;
    let end = at;
    for (; end > 0; end--) {
      const code = source.charCodeAt(end - 1);
      if (code === CLOSING) isClosed = true;
      else if (isSpace[code] !== 1 && code !== EXCLAMATION) break;
    }
    let start = end;
    for (let open = 0; start > 0 && isWordAt(source, start - 1); start--) {
      // A bracket that is not closed in the word stands around it.
      const code = source.charCodeAt(start - 1);
      if (code === BRACKET_END) open++;
      else if (code === BRACKET && open-- === 0) break;
    }
    this.source = source;
    this.end = end;
    this.isInParentheses = isClosed;
    const word = source.slice(start, end);
    this.word = word;
    this.quoted = quotedAt(source, end - 1, end - 2);
    this.isThere = isClosed || (word === "" ? endsOperand(source, end) : !keywords.has(word));
    this.isLiteral = this.quoted !== undefined || isLiteralWord(word);
  }

  get binding(): number {
    // Where a text starts is hard to tell from its end.
    if (this.quoted !== undefined) return 0;
    const { source } = this;
    let at = skipSpaceBack(source, this.end - this.word.length);
    const sign = source[at - 1];
    if (sign === "-" || sign === "+") {
      const before = skipSpaceBack(source, at - 1);
      if (!endsOperand(source, before) || keywords.has(calleeBefore(source, before))) at = before;
    }
    return bindingOf(operatorsBefore.exec(source.slice(Math.max(0, at - 4), at))?.[0]);
  }

  reads(text: string): boolean {
    return this.source.endsWith(text, this.end);
  }
}

class RightOfOperator implements BesideOperator {
  readonly word: string;
  readonly isLiteral: boolean;
  readonly quoted: "empty" | "filled" | undefined;
  readonly isInParentheses: boolean;
  readonly parenthesis = "(";
  readonly isThere = true;
  private readonly source: string;
  private readonly start: number;
  /** Behind the word. */
  private readonly end: number;

  constructor(source: string, at: number) {
    let isOpened = false;
    let start = at;
    for (; start < source.length; start++) {
      const code = source.charCodeAt(start);
      if (code === OPENING) isOpened = true;
      else if (isSpace[code] !== 1) break;
    }
    // A minus in front of a number belongs to it.
    let first = start;
    if (source.charCodeAt(start) === MINUS) {
      do first++;
      while (isSpace[source.charCodeAt(first)] === 1 || source.charCodeAt(first) === OPENING);
    }
    let end = first;
    for (let open = 0; end < source.length && isWordAt(source, end); end++) {
      const code = source.charCodeAt(end);
      if (code === BRACKET) open++;
      else if (code === BRACKET_END && open-- === 0) break;
    }
    this.source = source;
    this.start = start;
    this.end = end;
    this.isInParentheses = isOpened;
    const word = source.slice(first, end);
    const isConstant = isLiteralWord(word);
    this.word = first === start || isConstant ? word : "";
    this.quoted = quotedAt(source, start, start + 1);
    this.isLiteral = this.quoted !== undefined || isConstant;
  }

  get binding(): number {
    if (this.quoted !== undefined) return 0;
    const at = skipSpace(this.source, this.end);
    return bindingOf(operatorBehind.exec(this.source.slice(at, at + 4))?.[0]);
  }

  reads(text: string): boolean {
    return this.source.startsWith(text, this.start);
  }
}

/** Names, numbers, and what members and elements are named by. Characters that are not ASCII are letters. */
function isWordAt(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  return code >= 128 || isWordPart[code] === 1;
}

const isWordPart = classOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.[]");
const isSpace = classOf(" \t\r\n");

function classOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const each of characters) table[each.charCodeAt(0)] = 1;
  return table;
}

const [EXCLAMATION, OPENING, CLOSING, MINUS, BRACKET, BRACKET_END] = [33, 40, 41, 45, 91, 93];

/** The place of the next character that is no space. */
function skipSpace(source: string, at: number): number {
  let next = at;
  while (isSpace[source.charCodeAt(next)] === 1) next++;
  return next;
}

function skipSpaceBack(source: string, at: number): number {
  let next = at;
  while (next > 0 && isSpace[source.charCodeAt(next - 1)] === 1) next--;
  return next;
}

/** The name that ends in front of `at`, spaces aside, with those that it is a member of. */
export function calleeBefore(source: string, at: number): string {
  const end = skipSpaceBack(source, at);
  let start = end;
  while (start > 0 && isWordAt(source, start - 1) && !"[]".includes(source[start - 1]!)) start--;
  return source.slice(start, end);
}

/** Can the character in front of `end` be the last one of an operand: of a name, a text, `/x/`, `i++`? */
function endsOperand(source: string, end: number): boolean {
  const last = source[end - 1];
  if (last === "+" || last === "-") return source[end - 2] === last;
  return last !== undefined && !"*%&|^<>=?~(,[{;:".includes(last);
}

function quotedAt(source: string, at: number, next: number): "empty" | "filled" | undefined {
  const each = source[at];
  if (each !== '"' && each !== "'") return undefined;
  return source[next] === each ? "empty" : "filled";
}

/** A number, or a name that stands for a constant. */
function isLiteralWord(word: string): boolean {
  const first = word.charCodeAt(0);
  if (first < 58) return first >= 48 || (first === 46 && word.length > 1);
  return (first === 116 || first === 102 || first === 110 || first === 117) && constants.has(word);
}

const constants: ReadonlySet<string> = new Set(["true", "false", "null", "undefined"]);

const operatorsBefore = /[-+*/%&|^<>=!?~]+$/;
const operatorBehind = /^(?:>>>|[=!]==?|[<>]=|<<|>>|\*\*|&&|\|\||\?\?|[-+*/%&|^<>])/;

function bindingOf(run: string | undefined): number {
  if (run === undefined) return 0;
  return bindings.find(([text]) => run.endsWith(text))?.[1] ?? 0;
}

/** Precedences, as in `ir/operator.ts`. Of those that a run of operators may end with, the longer ones come first. */
const bindings: readonly (readonly [string, number])[] = [
  ...[...operators.values()].flatMap(({ form }) =>
    form.kind === "infix" ? [[form.text, form.precedence] as const] : [],
  ),
  ["=>", 0] as const,
  ["!", 14] as const,
  ["~", 14] as const,
].sort(([a], [b]) => b.length - a.length);

/** Words that an operand follows. */
const keywords: ReadonlySet<string> = new Set([
  ...["return", "case", "typeof", "void", "delete", "throw", "yield", "await", "in", "of", "instanceof", "else", "do"],
  "default",
]);
