/** An SMT-LIB term by the name of its definition, and its sort. */
export interface Expr {
  readonly text: string;
  readonly sort: string;
}

/** What the translator cannot say in SMT-LIB. */
export class Unstated extends Error {
  override readonly name = "Unstated";
}

export const TRUE: Expr = { text: "true", sort: "Bool" };
export const FALSE: Expr = { text: "false", sort: "Bool" };

/** SMT-LIB text under construction. Equal terms are defined once, so that shared terms stay shared. */
export class Script {
  readonly #known = new Map<string, Expr>();
  /** Definitions by name, in order, each with the names that it mentions. */
  readonly #lines = new Map<string, { readonly line: string; readonly mentions: readonly string[] }>();
  /** What has to hold for the exact reading of numbers to be that of the standard. */
  readonly obligations: Expr[] = [];
  /** Names of functions of which nothing is said: a counter-example may be none. */
  readonly uninterpreted: Set<string> = new Set();

  /** A free variable. */
  declare(name: string, sort: string): Expr {
    return this.#once(name, sort, `(declare-const ${name} ${sort})`);
  }

  /** A function of which nothing is said but that it is one. */
  apply(name: string, sort: string, ...args: readonly Expr[]): Expr {
    this.uninterpreted.add(name);
    this.#once(name, "", `(declare-fun ${name} (${args.map((arg) => arg.sort).join(" ")}) ${sort})`);
    return this.make(sort, name, ...args);
  }

  make(sort: string, op: string, ...args: readonly Expr[]): Expr {
    const text = `(${op} ${args.map((arg) => arg.text).join(" ")})`;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = `t${this.#known.size}`;
    this.#lines.set(name, {
      line: `(define-fun ${name} () ${sort} ${text})`,
      mentions: [op, ...args.map((arg) => arg.text)],
    });
    const made = { text: name, sort };
    this.#known.set(text, made);
    return made;
  }

  not(a: Expr): Expr {
    if (a === TRUE) return FALSE;
    return a === FALSE ? TRUE : this.make("Bool", "not", a);
  }

  and(...parts: readonly Expr[]): Expr {
    const left = [...new Set(parts)].filter((part) => part !== TRUE);
    if (left.includes(FALSE)) return FALSE;
    if (left.length < 2) return left[0] ?? TRUE;
    return this.make("Bool", "and", ...left);
  }

  or(...parts: readonly Expr[]): Expr {
    const left = [...new Set(parts)].filter((part) => part !== FALSE);
    if (left.includes(TRUE)) return TRUE;
    if (left.length < 2) return left[0] ?? FALSE;
    return this.make("Bool", "or", ...left);
  }

  xor(a: Expr, b: Expr): Expr {
    if (a === b) return FALSE;
    if (a === FALSE) return b;
    if (b === FALSE) return a;
    return this.make("Bool", "xor", a, b);
  }

  if(test: Expr, yes: Expr, no: Expr): Expr {
    if (test === TRUE || yes === no || yes.text === no.text) return yes;
    if (test === FALSE) return no;
    if (yes.sort !== no.sort) throw new Error(`ite of ${yes.sort} and ${no.sort}`);
    return this.make(yes.sort, "ite", test, yes, no);
  }

  /** Identity of two terms of one sort: of floats, SameValue. */
  same(a: Expr, b: Expr): Expr {
    if (a.text === b.text) return TRUE;
    if (a === TRUE) return b;
    if (b === TRUE) return a;
    if (a === FALSE) return this.not(b);
    if (b === FALSE) return this.not(a);
    return this.make("Bool", "=", a, b);
  }

  /** `formula`, and the definitions that it needs. */
  asserting(formula: Expr): string {
    const needed = new Set<string>();
    const visit = (name: string): void => {
      if (needed.has(name)) return;
      needed.add(name);
      this.#lines.get(name)?.mentions.forEach(visit);
    };
    visit(formula.text);
    const lines = [...this.#lines].filter(([name]) => needed.has(name)).map(([, { line }]) => line);
    return [...lines, `(assert ${formula.text})`].join("\n");
  }

  #once(name: string, sort: string, line: string): Expr {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#lines.set(name, { line, mentions: [] });
    const made = { text: name, sort };
    this.#known.set(name, made);
    return made;
  }
}

/** The sort of bit vectors. */
export function bits(width: number): string {
  return `(_ BitVec ${width})`;
}

/** A bit vector constant, in two's complement. */
export function bitVector(value: bigint, width: number): Expr {
  return { text: `(_ bv${BigInt.asUintN(width, value)} ${width})`, sort: bits(width) };
}
