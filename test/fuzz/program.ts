import { arrayChain, chainTo } from "./chains.ts";
import { Context } from "./context.ts";
import { withEffect } from "./effects.ts";
import { deriveSeed, Random } from "./random.ts";
import { expression } from "./scalars.ts";
import { bodyStatements } from "./statements.ts";
import { annotation, isArrayType, type ScalarType, type Style, type Type } from "./types.ts";

/** A generated module: its text, and which exports to call with what. */
export interface Program {
  readonly seed: number;
  readonly source: string;
  readonly filename: string;
  readonly entries: readonly Entry[];
  /** Some callback or operand of it has a visible effect, or none has. */
  readonly impure: boolean;
}

export interface Entry {
  readonly name: string;
  readonly parameters: readonly Type[];
}

/** What the programs of a run may contain. */
export interface ProgramOptions {
  /** No effect of the program itself may break what an assumption promises. */
  readonly tame?: boolean;
  /** No array literals with holes, no `new Array(n)`. */
  readonly noHoles?: boolean;
  readonly typescript?: boolean;
  /** Methods of arrays are called on what is an array if the inputs are as declared. */
  readonly plainReceivers?: boolean;
}

/** The program of `seed`. */
export function makeProgram(seed: number, options: ProgramOptions = {}): Program {
  const random = new Random(deriveSeed(seed, 1));
  const impure = random.weighted([
    [4, 0],
    [2, 0.15],
    [3, 0.5],
    [1, 1],
  ]);
  const style: Style = {
    impure: options.tame === true ? Math.min(impure, 0.15) : impure,
    clashing: random.chance(0.12),
    typescript: options.typescript ?? random.chance(0.15),
    sloppy: false,
    scalar: random.chance(0.3),
    tame: options.tame === true,
    noHoles: options.noHoles === true,
    plainReceivers: options.plainReceivers === true || options.noHoles === true,
    small: random.chance(0.5),
  };
  const sloppy = !style.typescript && !style.tame && random.chance(0.05);
  const c = new Context(random, { ...style, sloppy });
  const lines: string[] = [];
  if (!sloppy && random.chance(0.5)) lines.push('import { log, ext, boom, touch, quiet, input, state } from "host";');
  moduleBindings(c, lines, sloppy ? "" : "export ");
  const entries: Entry[] = [];
  const count = c.style.small
    ? 1
    : random.weighted([
        [3, 1],
        [2, 2],
        [1, 3],
      ]);
  for (let i = 0; i < count; i++) {
    const entry = c.scoped(() => entryFunction(c, `main${i}`, sloppy));
    lines.push(entry.text);
    entries.push(entry.entry);
  }
  return {
    seed,
    source: inLayout(random, `${lines.join("\n")}\n`),
    filename: style.typescript ? "program.ts" : "program.js",
    entries,
    impure: impure > 0,
  };
}

/** Now and then without semicolons, with other line ends, or with comments. */
function inLayout(random: Random, text: string): string {
  return random.weighted<() => string>([
    [30, () => text],
    [1, () => text.replace(/;\n(?![([`+\-/;])/g, "\n")],
    [1, () => text.replace(/\n/g, "\r\n")],
    [1, () => text.replace(/;\n/g, "; // why\n").replace(/=> /g, "=> /* what */ ")],
  ])();
}

/** What a module may call its own as helpers are called, and what reads that, be it there or not. */
const NAMED_LIKE_HELPERS: readonly string[] = [
  "function eqsatEnter(array) { return [array, m0]; }",
  "function eqsatResume(...all) { return all.length; }",
  "const eqsatReplay = (x) => [x];",
  "let eqsatEnter = 3;",
  "var eqsatHeld = 3;",
  "class eqsatAppend {}",
];
const READS_HELPERS: readonly string[] = [
  "typeof eqsatEnter, typeof eqsatResume",
  "typeof eqsatHeld, typeof eqsatReplay",
  "typeof eqsatAppend",
  "typeof eqsatEnter",
];

/** Variables that callbacks write, and functions of the module, pure and impure. */
function moduleBindings(c: Context, lines: string[], exported: string): void {
  const { random } = c;
  for (const [type, text] of [
    ["num", "3"],
    ["str", '"k"'],
  ] as const) {
    const cell = { name: `m${c.cells.length}`, type, assignable: !c.style.tame };
    c.cells.push(cell);
    if (random.chance(0.3)) c.vars.push(cell);
    lines.push(`let ${cell.name} = ${text};`);
  }
  lines.push(
    `${exported}function poke(value) {\nm0 = value;\n}`.replace(
      "(value)",
      c.style.typescript ? "(value: any)" : "(value)",
    ),
  );
  lines.push(`${exported}function peek() {\nreturn [m0, m1];\n}`);
  if (random.chance(c.style.small ? 0.1 : 0.5)) {
    const type = random.pick<Type>(["num", "str", "num[]"]);
    const text = expression(c, type, 1);
    const { name } = c.declare(type, "K", false);
    lines.push(`const ${name} = ${text};`);
  }
  if (c.style.clashing && random.chance(0.4)) lines.push(random.pick(NAMED_LIKE_HELPERS));
  const wanted = c.style.small ? random.int(1.3) : random.int(3);
  for (let i = 0; i < wanted; i++) lines.push(moduleFunction(c));
}

function moduleFunction(c: Context): string {
  const { random } = c;
  const from = random.pick<ScalarType>(["num", "num", "obj", "str", "any"]);
  const to = random.pick<ScalarType>(["num", "num", "bool", "str"]);
  const name = c.name("g");
  const text = c.inFunction("none", undefined, () => {
    const parameter = c.declare(from, "p");
    const typed = c.style.typescript ? `${parameter.name}: ${c.style.tame ? "any" : annotation(from)}` : parameter.name;
    const lines = bodyStatements(c, 1, random.chance(0.3) ? 1 : 0, to);
    const result = expression(c, to, 2);
    const wrapped = c.effectful(0.5) ? withEffect(c, result, to) : result;
    return random.chance(0.4) && lines.length === 0
      ? `const ${name} = (${typed}) => ${wrapped};`
      : `function ${name}(${typed}) {\n${[...lines, `return ${wrapped};`].join("\n")}\n}`;
  });
  c.functions.push({ name, from, to });
  return text;
}

const PARAMETERS: readonly Type[] = [
  "num[]",
  "num[]",
  "num[]",
  "obj[]",
  "obj[]",
  "str[]",
  "any[]",
  "pair[]",
  "num[][]",
  "num",
  "num",
  "str",
  "obj",
  "any",
  "bool",
  "big",
];

function entryFunction(c: Context, name: string, sloppy: boolean): { text: string; entry: Entry } {
  const { random } = c;
  const parameters: Type[] = [random.pick<Type>(["num[]", "num[]", "obj[]", "str[]", "any[]"])];
  while (parameters.length < 5 && random.chance(0.7)) parameters.push(random.pick(PARAMETERS));
  const kind = random.weighted([
    [8, "plain"],
    [2, "arrow"],
    [0.8, "async"],
    [0.7, "generator"],
    [0.2, "async generator"],
    [0.5, "method"],
    [0.5, "method of a class"],
  ]);
  const suspends =
    kind === "async" ? "await" : kind === "generator" ? "yield" : kind === "async generator" ? "both" : "none";
  const text = c.inFunction(suspends, kind !== "arrow", () => {
    const names = parameters.map((type, i) => c.declare(type, i === 0 ? "xs" : "p"));
    const list = names
      .map((v, i) =>
        c.style.typescript
          ? `${v.name}${random.chance(0.1) ? "?" : ""}: ${annotation(parameters[i] ?? "any")}`
          : v.name,
      )
      .map((part, i) =>
        i === parameters.length - 1 && !part.includes("?") && random.chance(0.1)
          ? `${part} = ${expression(c, parameters[i] ?? "any", 1)}`
          : part,
      )
      .join(", ");
    const shape = optionalBeforeRequired(list);
    const depth = random.chance(c.style.small ? 0.1 : 0.3) ? 2 : 1;
    if (kind === "arrow") {
      const body = resultExpression(c, depth);
      return `export const ${name} = (${shape}) => ${body};`;
    }
    const lines = bodyStatements(c, depth, random.int(c.style.small ? 2 : 4), "any");
    if (sloppy && random.chance(0.3)) lines.unshift(`${names[0]?.name} = arguments[0];`);
    if (sloppy && random.chance(0.2))
      lines.push(`with (${random.pick(["state", "{ k: 2, length: 3 }"])}) {\nlog(${chainTo(c, "any", 1)});\n}`);
    if (c.style.clashing && random.chance(0.6)) lines.push(`log(${random.pick(READS_HELPERS)});`);
    lines.push(`return ${resultExpression(c, depth)};`);
    const body = lines.join("\n");
    if (kind === "method") return `export const ${name} = { run(${shape}) {\n${body}\n} }.run;`;
    if (kind === "method of a class") {
      return `class C${name} {\nk = 2;\nrun(${shape}) {\n${body}\n}\n}\nexport const ${name} = (...all${c.style.typescript ? ": any[]" : ""}) => new C${name}().run(...all);`;
    }
    const words: Record<string, string> = {
      plain: "function ",
      async: "async function ",
      generator: "function* ",
      "async generator": "async function* ",
    };
    return `export ${words[kind]}${name}(${shape}) {\n${body}\n}`;
  });
  return { text: sloppy ? text.replace(/^export /m, "") : text, entry: { name, parameters } };
}

/** TypeScript wants optional parameters last. */
function optionalBeforeRequired(list: string): string {
  return list.replace(/(\w)\?(?=: [^?]*, )/g, "$1");
}

/** What a program returns: mostly several values, so that much is seen. */
function resultExpression(c: Context, depth: number): string {
  const { random } = c;
  const some = (): string => {
    const type = random.pick<Type>(["num", "num[]", "str", "obj[]", "str[]", "any", "bool", "obj"]);
    if (isArrayType(type)) return arrayChain(c, type, depth);
    return c.style.scalar ? expression(c, type, depth + 1) : chainTo(c, type as ScalarType, depth);
  };
  // Locals are shown too; of the parameters the world is compared anyway.
  const locals = c.vars.slice(-3).map((v) => v.name);
  return random.weighted<() => string>([
    [5, () => `[${[some(), ...locals].join(", ")}]`],
    [2, () => some().replace(/^\{.*$/s, "($&)")],
    [1, () => `(${expression(c, "bool", 1)} ? ${some()} : ${some()})`],
    [0.7, () => `(${expression(c, "bool", 1)} && ${some()})`],
    [0.4, () => `(${expression(c, "any", 0)} ?? ${some()})`],
    [0.5, () => `({ first: ${some()}, second: ${some()} })`],
    [0.4, () => `\`\${${some()}}|\${${some()}}\``],
    [0.3, () => `quiet([${some()}, ${some()}])`],
    [0.3, () => `(() => [${c.inFunction("none", undefined, some)}])()`],
  ])();
}
