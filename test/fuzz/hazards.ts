import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

/**
 * Programs in which names, scopes and positions are the trap: few names, each declared on several levels, functions
 * that are inlined far from where they were written, dead zones, strict code beside sloppy code, chains at every place
 * of a statement. What is computed hardly matters.
 */

/** Names that emitted code likes to use, and ordinary ones. */
const NAMES =
  "n i x y left result value count array position items found rest callback argument size each acc key a b".split(" ");

export interface HazardOptions {
  readonly sloppy?: boolean;
  readonly typescript?: boolean;
}

/** The program of `seed`: one export `main(xs, k, o)` that closes over variables and functions of its own. */
export function makeHazard(seed: number, prelude: string, options: HazardOptions = {}): Program {
  const random = new Random(deriveSeed(seed, 5));
  const source = `${prelude}${new Hazard(random, options).unit()}\n`;
  const parameters: readonly Type[] = [
    random.weighted([
      [6, "num[]"],
      [1, "obj[]"],
      [1, "any[]"],
    ]),
    "num",
    "obj",
  ];
  return {
    seed,
    source,
    filename: options.typescript === true ? "program.ts" : "program.js",
    entries: [{ name: "main", parameters }],
    impure: true,
  };
}

/** The parameters of a callback as text, the first name among them, and all names. */
interface Parameters {
  readonly text: string;
  readonly first: string;
  readonly names: readonly string[];
}

class Hazard {
  readonly #random: Random;
  readonly #sloppy: boolean;
  readonly #any: string;
  readonly #pool: readonly string[];
  readonly #functions: string[] = [];
  #suspends: "none" | "yield" | "await" = "none";

  constructor(random: Random, { sloppy, typescript }: HazardOptions) {
    this.#random = random;
    this.#sloppy = sloppy === true;
    this.#any = typescript === true ? ": any" : "";
    this.#pool = random.list(3, () => random.pick(NAMES)).filter((name, at, all) => all.indexOf(name) === at);
  }

  unit(): string {
    const random = this.#random;
    // In sloppy code writing to a name that nobody declares would make a global, which the next run would find.
    const outer = this.#pool.filter(() => this.#sloppy || random.chance(0.9)).map((name) => this.#declaration(name));
    const functions = random.list(1 + random.int(2), () => this.#function());
    const late = random.chance(0.2) ? outer.splice(0, 1) : [];
    const before = random.chance(0.3) ? [...functions, ...outer] : [...outer, ...functions];
    const main = this.#main();
    const exported = this.#sloppy ? "" : "export ";
    return `${exported}var main = (function ()${this.#any} {\n${[...before, main, ...late].join("\n")}\n})();`;
  }

  #declaration(name: string): string {
    const kind = this.#random.weighted([
      [4, "let"],
      [4, "const"],
      [1, "var"],
    ]);
    const value = this.#random.pick(["1", "2", "3.5", '"t"', "-1", "0", "[1, 2]", "{ a: 2 }", "(q) => q", "undefined"]);
    return `${kind} ${name}${this.#any} = ${value.startsWith("(q)") ? value.replace("q)", `q${this.#any})`) : value};`;
  }

  /** A name of the pool, or something harmless. */
  #name(): string {
    return this.#random.pick(this.#pool);
  }

  #operand(parameter: string): string {
    const random = this.#random;
    return random.weighted([
      [5, parameter],
      [4, this.#name()],
      [1, random.pick(["1", "2", "k", "xs", "o", "m0"])],
      [0.5, "this"],
      [0.2, "arguments.length"],
    ]);
  }

  /** An expression without statements; mostly one that can be lifted. */
  #expression(parameter: string): string {
    const random = this.#random;
    const a = this.#operand(parameter);
    const b = this.#operand(parameter);
    return random.weighted<string>([
      [4, `${a} + ${b}`],
      [3, `${a} > ${b}`],
      [2, a],
      [2, `${a} * 2`],
      [1, `${a} ? ${b} : ${parameter}`],
      [1, `Math.max(${a}, ${b})`],
      [1, `${a} === ${b}`],
      [0.7, `log(${a})`],
      [0.7, `(${this.#name()} = ${parameter})`],
      [0.7, `${this.#name()}++`],
      [0.4, `([${this.#name()}] = [${a}])[0]`],
      [0.3, `(${this.#name()} += ${b}) > 1`],
      [0.5, `typeof ${a}`],
      [0.4, `[${a}, ${b}].map((${this.#name()}${this.#any}) => ${a}).filter((q${this.#any}) => q).length`],
      [0.4, `(() => ${a})()`],
      [0.3, `!${a}`],
      [0.1, "new.target === undefined"],
      [0.3, `(true && ${a})`],
      [0.3, `void ${a}`],
      [0.2, "(true && xs.slice)(1)"],
      [0.2, `typeof (true && ${a})`],
      [0.2, `[true && (log(1), ${a})].length`],
      [0.2, `(() => true && { a: ${a} })().a`],
      [0.2, "delete (true && o.a)"],
      [0.1, `!(typeof missing !== "undefined") && ${a}`],
    ]);
  }

  #parameter(): string {
    const random = this.#random;
    const name = random.chance(0.5) ? this.#name() : random.pick(["x", "y", "q", "value"]);
    return name;
  }

  /** Parameters of a callback, and the name of the first. */
  #parameters(): Parameters {
    const random = this.#random;
    const first = this.#parameter();
    const second = this.#parameter();
    const any = this.#any;
    const only = { first, names: [first] };
    return random.weighted<Parameters>([
      [6, { ...only, text: `(${first}${any})` }],
      [
        second === first && !(this.#sloppy && random.chance(0.1)) ? 0 : 1.5,
        { text: `(${first}${any}, ${second}${any})`, first, names: [first, second] },
      ],
      [0.7, { ...only, text: `({ a: ${first} = ${this.#name()} }${any})` }],
      [0.5, { ...only, text: `(${first}${any} = ${this.#name()})` }],
      [0.3, { ...only, text: `([${first} = ${this.#name()}]${any})` }],
    ]);
  }

  /** The statements of a callback's body. */
  #block({ first: parameter, names }: Parameters): string {
    const random = this.#random;
    const lines: string[] = [];
    const declared = new Set(names);
    const count = 1 + random.int(2);
    for (let line = 0; line < count; line++) lines.push(this.#statement(parameter, declared));
    if (random.chance(0.85)) lines.push(`return ${this.#expression(parameter)};`);
    return `{ ${lines.join(" ")} }`;
  }

  #statement(parameter: string, declared: Set<string>): string {
    const random = this.#random;
    const value = (): string => this.#expression(parameter);
    const fresh = [...this.#pool, "value", "q2"].filter((name) => !declared.has(name));
    const local = random.pick(fresh.length > 0 ? fresh : [`q${declared.size}`]);
    return random.weighted<() => string>([
      [3, () => `log(${value()});`],
      [
        3,
        () => {
          declared.add(local);
          return `${random.pick(["const", "let", "const"])} ${local}${this.#any} = ${value()};`;
        },
      ],
      [2, () => `if (${value()}) return ${value()};`],
      [1.5, () => `${this.#name()} = ${value()};`],
      [this.#sloppy ? 4 : 0, () => `NaN = ${value()};`],
      [this.#sloppy ? 0.7 : 0, () => `delete Object.freeze([${value()}])[0];`],
      [1, () => `${parameter} = ${value()};`],
      [0.7, () => `try { return ${value()}; } finally { log(${value()}); }`],
      [
        0.5,
        () =>
          `for (const ${local}${this.#any.replace(": any", "")} of [1, 2]) { if (${local} === ${parameter}) return ${value()}; }`,
      ],
      [0.5, () => `callback: { if (${value()}) break callback; log(${value()}); }`],
      [0.5, () => `switch (${parameter}) { case 1: return ${value()}; default: log(${value()}); }`],
      [0.5, () => `state.f = () => ${value()};`],
      [0.4, () => `state.g = true && (() => ${value()}); log(state.g.name);`],
      [0.4, () => `1 && ${value()}, log(1);`],
      [0.4, () => `while (true) { try { return ${value()}; } finally { if (${value()}) break; } }`],
      [0.3, () => `class C { p = ${value()}; }\nlog(new C().p);`],
      [this.#sloppy ? 0.5 : 0, () => `{ function ${this.#name()}() { return 1; } }`],
      [this.#sloppy ? 1.5 : 0, () => `Object.freeze({ a: 1 }).a = ${value()};`],
    ])();
  }

  /** A function of the unit, to be called by name. */
  #function(): string {
    const random = this.#random;
    const name = random.pick(["f", "g", "h"].filter((each) => !this.#functions.includes(each)));
    this.#functions.push(name);
    const parameters = this.#parameters();
    const { text, first } = parameters;
    const isBlock = random.chance(0.5);
    const body = isBlock ? this.#block(parameters) : this.#wrapped(this.#expression(first));
    return random.weighted([
      [4, `const ${name} = ${text} => ${body};`],
      [2, `function ${name}${text} ${isBlock ? body : `{ return ${body}; }`}`],
      [1, `const ${name} = function ${text} ${isBlock ? body : `{ return ${body}; }`};`],
      [0.5, `let ${name} = ${text} => ${body};`],
      [0.5, `var ${name}${this.#any} = ${text} => ${body};`],
    ]);
  }

  #wrapped(text: string): string {
    return text.startsWith("{") ? `(${text})` : text;
  }

  #callback(): string {
    const random = this.#random;
    if (random.chance(0.35)) return random.pick(this.#functions);
    const parameters = this.#parameters();
    const { text, first } = parameters;
    if (random.chance(0.1)) return `function ${text} ${this.#block(parameters)}`;
    return `${text} => ${random.chance(0.4) ? this.#block(parameters) : this.#wrapped(this.#expression(first))}`;
  }

  #chain(): string {
    const random = this.#random;
    let text = random.weighted([
      [8, "xs"],
      [1, "[3, k, 1]"],
      [1, "[...xs]"],
      [
        0.7,
        `Array.from({ length: ${random.pick(["3", "k > 99 ? 3 : k", "3 & k"])} }, (_${this.#any}, i${this.#any}) => i)`,
      ],
      [0.5, "Object.values(o)"],
      [0.3, this.#name()],
      [this.#suspends === "yield" ? 1 : 0, "(yield xs, xs)"],
      [this.#suspends === "await" ? 1 : 0, "(await xs)"],
    ]);
    const count = random.pick([1, 2, 2, 3]);
    for (let stage = 0; stage < count; stage++)
      text += `.${random.pick(["map", "filter", "filter"])}(${this.#callback()})`;
    return text;
  }

  /** A chain, fed to something or not. */
  #whole(): string {
    const random = this.#random;
    const chain = this.#chain();
    const { first } = this.#parameters();
    const second = this.#parameter();
    const any = this.#any;
    return random.weighted<string>([
      [8, chain],
      [1.5, `${chain}.length`],
      [1, `${chain}[0]`],
      [1.5, `${chain}.some(${this.#callback()})`],
      [1, `${chain}.find(${this.#callback()})`],
      [1, `${chain}.forEach(${this.#callback()})`],
      [
        first === second ? 0 : 1.5,
        `${chain}.reduce((${first}${any}, ${second}${any}) => ${this.#expression(second)}, ${random.pick(["0", this.#name()])})`,
      ],
      [0.7, `Math.max(...${chain})`],
      [0.5, `new Set(${chain})`],
      [0.5, `[...${chain}]`],
      [0.5, `${chain}.includes(${this.#name()})`],
    ]);
  }

  /** Statements of the function `main`, with chains at all kinds of places. */
  #body(): string {
    const random = this.#random;
    const lines: string[] = [];
    const declared = new Set(["xs", "k", "o"]);
    for (const name of this.#pool) {
      if (!random.chance(0.3)) continue;
      declared.add(name);
      lines.push(this.#declaration(name));
    }
    const fresh = (): string => {
      const name = random.chance(0.5) ? this.#name() : random.pick(["r", "n", "result", "value"]);
      if (declared.has(name)) return `r${declared.size}`;
      return name;
    };
    const count = 1 + random.int(2);
    for (let line = 0; line < count; line++) {
      const name = fresh();
      const whole = this.#whole();
      const text = this.#placed(whole, name);
      if (text.includes(` ${name}${this.#any} = `) || text.includes(` ${name} = `)) declared.add(name);
      lines.push(text);
    }
    if (random.chance(0.4)) {
      // A dead zone: declared behind its use.
      const name = fresh();
      if (!declared.has(name)) lines.push(`${random.pick(["const", "let", "var"])} ${name}${this.#any} = 1;`);
      declared.add(name);
    }
    lines.push(`return [${[...declared].filter((name) => name !== "o" && name !== "xs").join(", ")}];`);
    return lines.join("\n");
  }

  #placed(whole: string, name: string): string {
    const random = this.#random;
    const any = this.#any;
    const declare = random.pick(["const", "let", "var"]);
    const start = /^[{[(]/.test(whole) ? ";" : "";
    return random.weighted<string>([
      [4, `${declare} ${name}${any} = ${whole};`],
      [2, `log(${whole});`],
      [1, `${declare} ${name}${any} = ${whole};\ntry { ${name} = 1; } catch { log("constant"); }`],
      [1, `for (const ${name} of ${whole}) log(${name});`],
      [0.7, `for (const ${name} in ${whole}) log(${name});`],
      [1, `if (${whole}) log(1); else log(2);`],
      [0.7, `if (k) log(${whole}); else if (${whole}) log(3);`],
      [0.7, `switch (k) { case 2: ${declare} ${name}${any} = ${whole}; log(${name}); break; default: log(${whole}); }`],
      [0.7, `${start}${whole}, log(1);`],
      [0.7, `${start}${whole};`],
      [0.5, `for (let ${name}${any} = ${whole}, t = 0; t < 2; t++) log(${name}, ${whole});`],
      [0.5, `let ${name}${any} = 0; ${name} = ${whole};`],
      [0.5, `let ${name}${any} = 1; ${name} += ${whole};`],
      [0.5, `const ${name}${any} = log(1) + ${whole};`],
      [0.5, `const [${name} = 5] = [${whole}];`],
      [0.5, `const { length: ${name} }${any} = ${whole};`],
      [0.5, `const ${name}${any} = (j${any} = ${whole}) => j; log(${name}());`],
      [0.5, `const ${name}${any} = () => ${this.#wrapped(whole)}; log(${name}());`],
      [0.4, `class K { static p${any} = ${this.#outside(whole)}; q${any} = 1; } log(K.p);`],
      [0.4, `outer: for (const ${name} of [1, 2]) { if (${whole}) continue outer; log(${name}); }`],
      [0.4, `const ${name}${any} = k ? ${whole} : ${whole};`],
      [0.4, `const ${name}${any} = k && ${whole} || 1;`],
      [
        0.4,
        `const ${name}${any} = { a: ${whole}, get b()${any} { return ${whole.replace(/\b(yield|await) /g, "")}; } }; log(${name}.b);`,
      ],
      [
        0.4,
        `try { log(${whole}); } catch (${name}) { log(${name} instanceof ReferenceError, ${name} instanceof TypeError); }`,
      ],
      [0.3, `do { log(${whole}); } while (k++ < 2 && k > -9);`],
      [0.3, `lbl: ${start === "" ? whole : `(${whole})`};`],
      [0.3, `throw ${whole};`],
    ]);
  }

  /** `whole` in a place that has no `arguments` and cannot suspend. */
  #outside(whole: string): string {
    return whole.replace(/\b(yield|await) /g, "").replace(/\barguments\.length/g, "1");
  }

  #main(): string {
    const random = this.#random;
    const any = this.#any;
    const shape = `(xs${any}, k${any}, o${any})`;
    const kind = random.weighted([
      [6, "function"],
      [1.5, "arrow"],
      [1.5, "method"],
      [1.5, "class"],
      [1, "generator"],
      [1, "async"],
      [0.5, "hoisted"],
      [this.#sloppy ? 10 : 0, "strict"],
    ]);
    this.#suspends = kind === "generator" ? "yield" : kind === "async" ? "await" : "none";
    const body = this.#body();
    switch (kind) {
      case "arrow":
        return `return ${shape} => {\n${body}\n};`;
      case "method":
        return `return ({ run${shape} {\n${body}\n} }).run;`;
      case "class":
        return `class M { id = 1; run${shape} {\n${body}\n} }\nreturn (...all${any}) => new M().run(...(all${any === "" ? "" : " as [any, any, any]"}));`;
      case "generator":
        return `return function* ${shape} {\n${body}\n};`;
      case "async":
        return `return async function ${shape} {\n${body}\n};`;
      case "hoisted":
        return `return inner;\nfunction inner${shape} {\n${body}\n}`;
      case "strict":
        return `return function ${shape} {\n"use strict";\n${body}\n};`;
      default:
        return `return function ${shape} {\n${body}\n};`;
    }
  }
}
