import { operators } from "../ir/operators.ts";
import { listAt, type Start } from "./scalar-start.ts";
import {
  aroundCall,
  aroundInfix,
  aroundMethod,
  aroundPrefix,
  aroundQuestionMark,
  fits,
  type Pattern,
  type Surroundings,
} from "./surroundings.ts";
import { calleeBefore, TextPlace } from "./text-place.ts";

/**
 * Could an expression in which a rule starts stand in a text? As {@link ScalarStarts}, but before anything is parsed,
 * which is most of what a file costs: by what stands beside operators and names of functions, code or not. It says
 * yes more often than needed. It says no where it should not only where operands are longer than 200
 * characters, and where two long operands have to read the same.
 */
export class ScalarText {
  private readonly infix = new Map<string, Surroundings[]>();
  private readonly prefix = new Map<string, Surroundings[]>();
  private readonly calls = new Map<string, Surroundings[]>();
  private readonly methods = new Map<string, Surroundings[]>();
  /** By how their last two characters read: most calls are of other functions. */
  private readonly ends = new Set<number>();
  private readonly words = new Map<string, Surroundings[]>();
  private readonly anyWord: RegExp | undefined;
  private readonly runs = new Map<string, readonly Token[]>();

  constructor(starts: readonly Start[]) {
    for (const start of starts) if (start.shape.kind === "node") this.add(start.shape, start);
    for (const name of [...this.calls.keys(), ...this.methods.keys()]) this.ends.add(endOfName(name, name.length));
    if (this.words.size > 0) this.anyWord = new RegExp(`\\b(?:${[...this.words.keys()].join("|")})\\b`, "g");
  }

  isIn(source: string): boolean {
    return this.hasSign(source) || this.hasWord(source);
  }

  private add(shape: Pattern, start: Start): void {
    const form = operators.get(shape.op)?.form;
    switch (form?.kind) {
      case "infix":
        listAt(isWord(form.text) ? this.words : this.infix, form.text).push(aroundInfix(shape, start));
        break;
      case "conditional":
        listAt(this.infix, "?").push(aroundQuestionMark(shape, start));
        break;
      case "prefix":
        listAt(isWord(form.text) ? this.words : this.prefix, form.text).push(aroundPrefix(shape, start));
        break;
      case "call":
        listAt(this.calls, form.callee).push(aroundCall(shape, start));
        break;
      case "method":
        listAt(this.methods, form.name).push(aroundMethod(shape, start));
        break;
    }
  }

  private hasSign(source: string): boolean {
    for (let at = 0; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code > 127 || signs[code] === OTHER) continue;
      if (signs[code] === PARENTHESIS) {
        if (this.ends.has(endOfName(source, at)) && this.fitsCall(source, at)) return true;
        continue;
      }
      let end = at + 1;
      while (signs[source.charCodeAt(end)] === OPERATOR) end++;
      // Most are assignments and arrows.
      if (code === EQUAL && (end === at + 1 || (end === at + 2 && source.charCodeAt(at + 1) === GREATER))) continue;
      const tokens = this.tokensOf(source.slice(at, end));
      for (let i = 0; i < tokens.length; i++) if (this.fitsAt(source, at, tokens[i]!)) return true;
      at = end - 1;
    }
    return false;
  }

  /** The operators of a run of such characters that rules know. */
  private tokensOf(run: string): readonly Token[] {
    const known = this.runs.get(run);
    if (known !== undefined) return known;
    const tokens = tokensOf(run).filter(({ text }) => this.infix.has(text) || this.prefix.has(text));
    if (run.length < longestRun) this.runs.set(run, tokens);
    return tokens;
  }

  private fitsCall(source: string, at: number): boolean {
    const word = calleeBefore(source, at);
    if (word === "") return false;
    const calls = this.calls.get(word);
    if (calls !== undefined) {
      const place = new TextPlace(source, at, at);
      if (calls.some((each) => fits(each, place))) return true;
    }
    const dot = word.lastIndexOf(".");
    const methods = dot < 0 ? undefined : this.methods.get(word.slice(dot + 1));
    if (methods === undefined) return false;
    const place = new TextPlace(source, source.lastIndexOf(".", at), at);
    return methods.some((each) => fits(each, place));
  }

  private fitsAt(source: string, run: number, { text, offset }: Token): boolean {
    const at = run + offset;
    if (isOther(text, source, at)) return false;
    const place = new TextPlace(source, at, at + text.length);
    if (this.infix.get(text)?.some((each) => fits(each, place)) === true) return true;
    const unary = this.prefix.get(text);
    return unary !== undefined && (offset > 0 || !place.before.isThere) && unary.some((each) => fits(each, place));
  }

  private hasWord(source: string): boolean {
    if (this.anyWord === undefined) return false;
    for (const { 0: word, index } of source.matchAll(this.anyWord)) {
      const place = new TextPlace(source, index, index + word.length);
      if (this.words.get(word)!.some((each) => fits(each, place))) return true;
    }
    return false;
  }
}

function endOfName(source: string, at: number): number {
  let end = at;
  while (source.charCodeAt(end - 1) <= 32) end--;
  return source.charCodeAt(end - 1) * 65_536 + source.charCodeAt(end - 2);
}

/** Runs of operators that are longer stand in comments. */
const longestRun = 12;

interface Token {
  readonly text: string;
  /** In the run. */
  readonly offset: number;
}

const [OTHER, OPERATOR, PARENTHESIS] = [0, 1, 2];
const [EQUAL, GREATER] = [61, 62];

const signs = new Uint8Array(128);
for (const each of "-+*/%&|^<>=!?~") signs[each.charCodeAt(0)] = OPERATOR;
signs["(".charCodeAt(0)] = PARENTHESIS;

const longOperators: readonly string[] = [
  ...[">>>=", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??="],
  ...["=>", "==", "!=", "<=", ">=", "&&", "||", "??", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="],
  ...["<<", ">>", "**", "//", "/*", "*/"],
];

function tokensOf(run: string): Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < run.length; ) {
    const text = longOperators.find((each) => run.startsWith(each, offset)) ?? run[offset]!;
    tokens.push({ text, offset });
    offset += text.length;
  }
  return tokens;
}

/** Is it no operator: of `a?.b`, of `1e-5`, of an address or the name of a module? */
function isOther(text: string, source: string, at: number): boolean {
  switch (text) {
    case "?":
      return source[at + 1] === "." && !/\d/.test(source[at + 2] ?? "");
    case "-":
      return (
        /[eE]/.test(source[at - 1] ?? "") && /(?<![\w$])\.?\d[\d._]*[eE]$/.test(source.slice(Math.max(0, at - 40), at))
      );
    case "/":
      return insideOfName.test(source.slice(Math.max(0, at - 60), at));
    default:
      return false;
  }
}

const insideOfName = /(?:\/\/|["'](?:\.{1,2}(?:\/|$)|@))[^\s"']*$/;

function isWord(text: string): boolean {
  return /^\w/.test(text);
}
