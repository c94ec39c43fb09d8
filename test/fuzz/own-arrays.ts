import { arrayChain, chainTo } from "./chains.ts";
import { Context } from "./context.ts";
import { PRELUDE } from "./focused.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import { expression } from "./scalars.ts";
import { arrayOf, isArrayType, type ScalarType, type Style, type Type, type Variable } from "./types.ts";

/** The program of `seed`: an array of its own, and hardly anything else. */
export function makeOwnArray(seed: number): Program {
  const random = new Random(deriveSeed(seed, 12));
  const style: Style = {
    impure: random.pick([0, 0.15, 0.5]),
    clashing: false,
    typescript: false,
    sloppy: false,
    scalar: false,
    tame: false,
    noHoles: false,
    plainReceivers: false,
    small: true,
  };
  const c = new Context(random, style);
  const parameters: readonly Type[] = [random.pick<Type>(["num[]", "num[]", "str[]", "any[]"]), "num", "obj"];
  const names = ["xs", "k", "o"];
  c.vars.push(...parameters.map((type, i): Variable => ({ name: names[i]!, type, assignable: false })));
  c.cells.push({ name: "m0", type: "num", assignable: true });
  const text = ownArray(c, random.pick([0, 0, 1]));
  const shown = [...new Set(text.match(/\b(?:own|u)\d+\b/g) ?? [])].join(", ");
  // What a round of a loop declares is seen only there.
  const body = text.startsWith("for") ? `${text.slice(0, -1)}log(${shown});\n}` : `${text}\nreturn [${shown}];`;
  return {
    seed,
    source: `${PRELUDE}export function main(xs, k, o) {\n${body}\n}\n`,
    filename: "program.js",
    entries: [{ name: "main", parameters }],
    impure: style.impure > 0,
  };
}

/**
 * Statements around an array that the code makes itself and holds in a variable: what it is made of, what else is done
 * with it before and after chains over it, where it gets to others.
 */
export function ownArray(c: Context, depth: number): string {
  const { random } = c;
  const element = random.pick<ScalarType>(["num", "num", "str"]);
  const variable: Variable = { name: c.name("own"), type: arrayOf(element), assignable: false };
  const { name } = variable;
  const lines = [`${random.chance(0.85) ? "const" : "let"} ${name} = ${made(c, element)};`];
  lines.push(...random.list(random.int(3), () => use(c, name, element)));
  c.vars.push(variable);
  const passes = 1 + random.int(2);
  for (let i = 0; i < passes; i++) {
    const result = random.pick<Type>(["num", "str", "num[]", "any"]);
    const chain = c.withOnlyArray(variable, () =>
      isArrayType(result) ? arrayChain(c, result, depth) : chainTo(c, result as ScalarType, depth),
    );
    if (random.chance(0.3)) lines.push(use(c, name, element));
    lines.push(`const ${c.declare(result, "u", false).name} = ${chain};`);
  }
  if (random.chance(0.3)) lines.push(`const ${c.declare("any", "u", false).name} = ${usedInside(c, name, element)};`);
  if (random.chance(0.4)) lines.push(use(c, name, element));
  const text = lines.join("\n");
  return random.chance(0.2) ? `for (let q = 0; q < 2; q++) {\n${text}\n}` : text;
}

function made(c: Context, element: ScalarType): string {
  const { random } = c;
  const other = expression(c, arrayOf(element), 0);
  const shared = [`[...${other}]`, `Array.from(${other})`, "[]", `[...${other}].concat(${other})`, `[1, ...${other}]`];
  const own =
    element === "num"
      ? [
          "[3, 1, 2]",
          "[-1, 0, 5, 2]",
          "[0.5, -0, 7].filter((x) => x < 3)",
          "Array(3).fill(1)",
          "[4, 5].map((x) => x + 1)",
          "[1, 2].slice()",
        ]
      : ['["b", "a", "b"]', "Object.keys({ b: 1, a: 2 }).sort()", `Object.keys(${c.variable("obj")?.name ?? "state"})`];
  const holes = c.style.noHoles ? [] : ["[1, , 2]", "new Array(2)"];
  return random.pick([...shared, ...own, ...own, ...holes]);
}

/** A chain over the array whose callbacks do something else with it meanwhile. */
function usedInside(c: Context, name: string, element: ScalarType): string {
  const { random } = c;
  const method = random.pick(["map", "map", "filter", "flatMap"]);
  const given = random.pick(["w", "[w]", "w !== 1", "w * 2"]);
  const behind = random.pick(["", ".map((w) => [w])", ".length", ".filter((w) => w !== 1)", ".map((w) => w * 2)"]);
  return `${name}.${method}((w) => { ${use(c, name, element)} return ${given}; })${behind}`;
}

/** Something else that is done with the array. */
function use(c: Context, name: string, element: ScalarType): string {
  const { random } = c;
  // What is added may be of another kind than all that was there.
  const isOther = !c.style.tame && random.chance(0.3);
  const value = isOther ? random.pick(['"q"', "undefined", "null", "true", "[2]", "7"]) : expression(c, element, 1);
  const harmless = [
    `${name}.push(${value});`,
    `${name}.unshift(${value}, ${value});`,
    `for (const w of ${name}) ${name}.length > 9 || ${name}.push(w);`,
    `void ${name}[1], void ${name}.length;`,
    `${name}.forEach((w, j) => { void [w, j]; });`,
  ];
  const changing = [
    `${name}.pop();`,
    `${name}.shift();`,
    `${name}.splice(1, 1);`,
    `${name}.sort();`,
    `${name}[${random.int(4)}] = ${value};`,
    `${name}.length = ${random.int(4)};`,
    `delete ${name}[0];`,
  ];
  const giving = [
    `quiet(${name});`,
    `touch(${name});`,
    `${name}.forEach((w, j, all) => { touch(all); });`,
    `[${name}][0].reverse();`,
    `quiet(() => ${name}.push(${value}));`,
  ];
  const kinds = c.style.tame ? [harmless] : [harmless, harmless, changing, giving];
  return random.pick(random.pick(kinds));
}
