import { arrayChain, chainTo } from "./chains.ts";
import type { Context } from "./context.ts";
import { withEffect } from "./effects.ts";
import { ownArray } from "./own-arrays.ts";
import { placement } from "./placements.ts";
import { expression } from "./scalars.ts";
import { arrayOf, elementOf, isArrayType, type ScalarType, type Type, type Variable } from "./types.ts";

/** Statements for the body of a function whose result is `to` (undefined: no early return). */
export function bodyStatements(c: Context, depth: number, count: number, to: Type | undefined): string[] {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) lines.push(statement(c, depth, to));
  return lines;
}

const SCALARS: readonly Type[] = ["num", "num", "num", "str", "str", "bool", "any", "obj", "pair", "big"];
const ARRAYS: readonly Type[] = ["num[]", "num[]", "str[]", "obj[]", "any[]", "pair[]", "num[][]"];

function someType(c: Context): Type {
  return c.random.pick(c.random.chance(c.style.scalar ? 0.15 : 0.45) ? ARRAYS : SCALARS);
}

/** One statement; what it declares stays in scope. */
export function statement(c: Context, depth: number, to: Type | undefined): string {
  const { random } = c;
  const early = to === undefined ? 0 : 1;
  // Inside callbacks bodies stay short, or programs grow without end.
  const inner = c.nesting > 1 ? 0.25 : 1;
  return random.weighted<() => string>([
    [5, () => declaration(c, depth)],
    [inner * 1.2, () => brokenChain(c, depth)],
    [inner * 1.3, () => placement(c)],
    [inner * 0.7, () => ownArray(c, Math.min(depth, 1))],
    [early * 1.5, () => `if (${expression(c, "bool", 1)}) return ${returned(c, to, depth - 1)};`],
    [inner * 0.8, () => conditional(c, depth, to)],
    [
      c.style.impure * 2 + 0.1,
      () => `${withEffect(c, expression(c, random.pick(SCALARS), 1), "any")};`.replace(/^([{(`[])/, ";$1"),
    ],
    [0.6, () => assignment(c, depth)],
    [depth > 0 ? inner : 0, () => forOf(c, depth, to)],
    [depth > 0 ? inner * 0.4 : 0, () => counted(c, depth, to)],
    [inner * 0.5, () => `${withoutStart(arrayChain(c, "any[]", depth))}.forEach(${eachCallback(c, depth)});`],
    [inner * 0.3, () => attempt(c, depth, to)],
    [inner * 0.25, () => destructuring(c, depth)],
    [inner * 0.2, () => localFunction(c, depth)],
    [inner * 0.15, () => choice(c, depth, to)],
    [inner * 0.1, () => deadZone(c, depth)],
    [inner * 0.15, () => classField(c, depth)],
    [c.style.tame ? 0 : 0.05, () => evaluation(c)],
  ])();
}

/** A chain as an expression statement must not begin like a block. */
function withoutStart(text: string): string {
  return text.startsWith("[") || text.startsWith("(") ? `;${text}` : text;
}

function eachCallback(c: Context, depth: number): string {
  return c.inFunction("none", undefined, () => {
    const x = c.declare("any", "x");
    const body = [
      ...bodyStatements(c, Math.min(depth - 1, 0), c.random.int(2), undefined),
      `${withEffect(c, x.name, "any")};`,
    ];
    return `${x.name} => {\n${body.join("\n")}\n}`;
  });
}

function declaration(c: Context, depth: number): string {
  const type = someType(c);
  const text = expression(c, type, depth);
  const word = c.random.weighted([
    [6, "const"],
    [3, "let"],
    [0.7, "var"],
  ]);
  const { name } = c.declare(type, shortName(type), word !== "const");
  return `${word} ${name} = ${text};`;
}

function shortName(type: Type): string {
  if (isArrayType(type)) return `${elementOf(type).charAt(0)}s`;
  return type === "any" ? "v" : type.charAt(0);
}

/** A chain that passes through a `const`, used once, twice, or with something in between. */
function brokenChain(c: Context, depth: number): string {
  const { random } = c;
  const type = random.pick<"num[]" | "str[]" | "obj[]">(["num[]", "num[]", "str[]", "obj[]"]);
  const text = arrayChain(c, type, depth);
  const variable: Variable = { name: c.name("t"), type, assignable: false };
  const lines = [`${random.chance(0.85) ? "const" : "let"} ${variable.name} = ${text};`];
  if (random.chance(0.25)) lines.push(declaration(c, 0));
  if (c.effectful(0.3)) lines.push(`${withEffect(c, expression(c, "num", 0), "num")};`.replace(/^([({`[])/, ";$1"));
  const result = random.pick<Type>(["num", "str", "num[]", "any"]);
  c.vars.push(variable);
  const use = c.withOnlyArray(variable, () =>
    isArrayType(result) ? arrayChain(c, result, 1) : chainTo(c, result as ScalarType, 1),
  );
  // Mostly it is used once: then it goes out of scope.
  if (random.chance(0.7)) c.vars.pop();
  const { name } = c.declare(result, "u", false);
  lines.push(`const ${name} = ${use};`);
  return lines.join("\n");
}

function returned(c: Context, to: Type | undefined, depth: number): string {
  const text = to === undefined ? "" : expression(c, to, Math.max(depth, 0));
  return text.startsWith("{") ? `(${text})` : text;
}

function block(c: Context, depth: number, to: Type | undefined): string {
  return c.scoped(() => `{\n${bodyStatements(c, depth - 1, 1 + c.random.int(2), to).join("\n")}\n}`);
}

function conditional(c: Context, depth: number, to: Type | undefined): string {
  const test = c.random.chance(0.4) && depth > 0 ? chainTo(c, "bool", 1) : expression(c, "bool", 1);
  const other = c.random.chance(0.4) ? ` else ${block(c, depth, to)}` : "";
  return `if (${test}) ${block(c, depth, to)}${other}`;
}

function assignment(c: Context, depth: number): string {
  const type = someType(c);
  const target = c.variable(type, true);
  if (target === undefined || c.style.tame) return declaration(c, depth);
  const operator =
    type === "num" || type === "str" ? c.random.pick(["=", "+=", "="]) : c.random.pick(["=", "=", "??=", "||="]);
  return `${target.name} ${operator} ${expression(c, type, depth)};`;
}

function forOf(c: Context, depth: number, to: Type | undefined): string {
  const { random } = c;
  const type = random.pick<"num[]" | "str[]" | "obj[]" | "pair[]">(["num[]", "num[]", "str[]", "obj[]", "pair[]"]);
  const source = random.chance(0.2) ? `${arrayChain(c, type, depth - 1)}.entries()` : arrayChain(c, type, depth);
  const cell = c.variable("num", true);
  return c.scoped(() => {
    const entries = source.endsWith(".entries()");
    const label = random.chance(0.1) ? "loop: " : "";
    const element = entries ? undefined : c.declare(elementOf(type), "e", true);
    const binding =
      element === undefined
        ? `const [${c.declare("num", "i").name}, ${c.declare(elementOf(type), "e").name}]`
        : `${random.pick(["const", "const", "let"])} ${element.name}`;
    const lines = [
      random.chance(0.4) ? `if (${expression(c, "bool", 1)}) continue${label === "" ? "" : " loop"};` : "",
      ...bodyStatements(c, depth - 1, random.int(2), to),
      cell === undefined || c.style.tame ? "" : `${cell.name} += ${expression(c, "num", 1)};`,
      random.chance(0.4)
        ? `if (${expression(c, "bool", 1)}) ${to !== undefined && random.chance(0.3) ? `return ${returned(c, to, 0)}` : `break${label === "" ? "" : " loop"}`};`
        : "",
    ];
    return `${label}for (${binding} of ${source}) {\n${lines.filter((line) => line !== "").join("\n")}\n}`;
  });
}

/** A counted loop with a chain in its head or its body; it ends whatever the chain does. */
function counted(c: Context, depth: number, to: Type | undefined): string {
  return c.scoped(() => {
    const { name } = c.declare("num", "i", false);
    const test = c.random.chance(0.4) ? ` && ${chainTo(c, "bool", 1)}` : "";
    const start = c.random.chance(0.2) ? `, lim = ${chainTo(c, "num", 1)} & 3` : "";
    const limit = start === "" ? String(1 + c.random.int(3)) : "lim";
    return `for (let ${name} = 0${start}; ${name} < ${limit}${test}; ${name}++) ${block(c, depth, to)}`;
  });
}

function attempt(c: Context, depth: number, to: Type | undefined): string {
  const shown = c.style.tame ? "" : "log(error);";
  const last = c.random.chance(0.3) && !c.style.tame ? ' finally { log("finally"); }' : "";
  return `try ${block(c, depth, to)} catch (error) { ${shown} }${last}`;
}

function destructuring(c: Context, depth: number): string {
  const text = arrayChain(c, "num[]", depth);
  const first = c.declare("num", "p");
  if (c.random.chance(0.3)) return `const { length: ${first.name} } = ${text};`;
  const rest = c.declare("num[]", "rest");
  return `const [${first.name} = 1, ...${rest.name}] = ${text};`;
}

/** A function of the body, with a chain as default value or as body, called at once. */
function localFunction(c: Context, depth: number): string {
  const { random } = c;
  const name = c.name("h");
  const type = random.pick<Type>(["num", "num[]", "any", "str"]);
  const text = c.inFunction("none", undefined, () => {
    const fallback = expression(c, type, depth);
    const parameter = c.declare(type, "p");
    return random.pick([
      `const ${name} = (${parameter.name} = ${fallback}) => ${parameter.name};`,
      `const ${name} = () => ${fallback.startsWith("{") ? `(${fallback})` : fallback};`,
      `function ${name}(${parameter.name} = ${fallback}) {\nreturn ${parameter.name};\n}`,
    ]);
  });
  const argument = random.chance(0.3) ? expression(c, type, 0) : "";
  const result = c.declare(type, "w", false);
  return `${text}\nconst ${result.name} = ${name}(${argument});`;
}

function choice(c: Context, depth: number, to: Type | undefined): string {
  const cases = ["0", "1"].map(
    (label) => `case ${label}: ${block(c, depth, to)}${c.random.chance(0.6) ? " break;" : ""}`,
  );
  return `switch (${chainTo(c, "num", depth)}) {\n${cases.join("\n")}\ndefault: ${block(c, depth, to)}\n}`;
}

/** Uses a binding before it is initialised: an error, unless no element reaches it. */
function deadZone(c: Context, depth: number): string {
  const late = c.name("late");
  const word = c.random.pick(["const", "let", "var"]);
  const result = c.declare("any", "z");
  const text = c.random.pick([
    `${arrayChain(c, "num[]", 0)}.map(x => x + ${late})`,
    `${expression(c, "num", 1)} * ${late}`,
    `${arrayChain(c, "num[]", depth)}.filter(x => x > 2 && ${late}).length`,
  ]);
  c.vars.push({ name: late, type: "num", assignable: false });
  return `const ${result.name} = ${text};\n${word} ${late} = ${expression(c, "num", 0)};`;
}

function classField(c: Context, depth: number): string {
  const type = c.random.pick<Type>(["num[]", "num", "str"]);
  const text = c.inFunction("none", undefined, () => expression(c, type, depth));
  const method = c.inFunction(
    "none",
    true,
    () => `run(q = ${expression(c, "num[]", 1)}) { return [q, this.v, ${chainTo(c, "any", 1)}]; }`,
  );
  const argument = expression(c, arrayOf("num"), 0);
  const result = c.declare("any", "f", false);
  return `const ${result.name} = new (class {\n${c.random.chance(0.2) ? "static " : ""}v = ${text};\n${method}\n})().run(${argument});`;
}

function evaluation(c: Context): string {
  const seen = c.vars.length > 0 ? c.random.pick(c.vars).name : "1";
  const { name } = c.declare("any", "ev");
  return `const ${name} = ${c.random.pick(["eval", "(0, eval)"])}("typeof ${seen}");`;
}
