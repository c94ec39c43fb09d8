// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import { ruleCatalogue } from "../../plugin/rule-catalogue.ts";
import { PRELUDE } from "./focused.ts";
import type { Program } from "./program.ts";
import { deriveSeed, Random } from "./random.ts";
import type { Type } from "./types.ts";

/** An example of a rule, and what must be assumed for the rule to fire in it. */
interface Example {
  readonly rule: string;
  readonly text: string;
  readonly assume: readonly string[];
}

/** Source texts in which a rule fires: every rule has at least one. */
const EXAMPLES: readonly Example[] = ruleCatalogue
  .flatMap(({ id, yes, assume }) =>
    yes.map((text) => ({ rule: id, text: text.replaceAll("console.log", "log"), assume })),
  )
  .filter(({ text }) => !text.includes("check_"));

const CHAINS: readonly Example[] = EXAMPLES.filter(({ text }) => text.includes("(o)"));

/** The letters of examples tell what their names hold; see `test/rules-examples.ts`. */
const NAMES = /(?<![.\w"'`])(?:[nmkijustabghe]1?)(?![\w"'`])/g;

/** Operands whose kind is evident, outside and inside of a loop over `xs`. `x` is its element, `at` its index. */
const OPERANDS: Readonly<Record<string, readonly [outside: readonly string[], inside: readonly string[]]>> = {
  n: [
    ["q", "r", "(+v)", "Math.abs(v)", "(v - 1)", "-w", "(v & 255) / 7"],
    ["x", "x", "x", "at / 2", "q", "(+v)", "(x - 1)", "Math.abs(x)"],
  ],
  m: [
    ["r", "q", "(+w)", "Math.sqrt(w)", "(w | 0)", "0.5"],
    ["q", "r", "(at + 0.5)", "Math.sqrt(x)", "(x * 2)", "w"],
  ],
  k: [
    ["p", "p", "r", "(w * 3)", "7"],
    ["p", "r", "at", "(x / 3)"],
  ],
  i: [
    ["i0", "i0", "(v | 0)", "p", "(v ^ w)", "~v"],
    ["at", "at", "at", "(x | 0)", "i0", "(at - 1)"],
  ],
  j: [
    ["j0", "j0", "(w | 0)", "p", "(w >> 1)"],
    ["p", "j0", "j0", "(x | 0)", "(at + 1)", "~at"],
  ],
  u: [
    ["u0", "u0", "(v >>> 0)", "p", "xs.length", "s.length"],
    ["at", "at", "(x >>> 0)", "u0", "(at & 7)"],
  ],
  s: [
    ["c", "`${v}`", "String(w)", '"é"', "typeof v"],
    ["c", "`${at}`", "String(x)", "`${x}`", "typeof x"],
  ],
  t: [
    ["d", "d", "`${w}`", '"a"'],
    ["d", "d", "`${at}!`", "String(at)"],
  ],
  b: [
    ["z", "z", "!w", "(v === w)"],
    ["z", "(at > 1)", "!x", "(x === 2)"],
  ],
  g: [
    ["g0", "g0", "BigInt.asIntN(64, l)", "-l", "3n", "BigInt(xs.length)"],
    ["g0", "BigInt(at)", "BigInt.asIntN(8, BigInt(at))", "BigInt(x | 0)"],
  ],
  h: [
    ["h0", "h0", "BigInt.asUintN(8, l)", "5n", "BigInt(s.length)"],
    ["h0", "BigInt(at + 3)", "5n", "BigInt(x >>> 0)"],
  ],
  a: [
    ["v", "v", "w", "s", "o.a", "xs[0]"],
    ["x", "x", "v", "x.a", "at", "o.a"],
  ],
  e: [
    ["log(v)", "boom(w)", "noisy(s)"],
    ["log(x)", "boom(x)", "noisy(at)"],
  ],
};
/** Names with a digit are exceptions there: `b1` holds anything, `k1` an int32. */
const ALIASES: Readonly<Record<string, string>> = { b1: "a", k1: "j", g1: "h", u1: "u" };

const NUMBERS: readonly string[] = "0 1 2 7 3 8 0.5 31 32 255 65536 2147483648 4294967296 1e21 1e-7".split(" ");

/** Constants in front of the examples; what they hold follows from how they are made. */
const CONSTANTS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ["p", ["3", "0", "-2", "2147483647", "7"]],
  ["q", ["+v", "+v", "v - 0", "Math.abs(w)", ...NUMBERS]],
  ["r", ["+w", "w / 2", "2.5", "-0", "3", "0", "0.1", "-7"]],
  ["i0", ["v | 0", "~v", "w << 1", "-5"]],
  ["j0", ["w | 0", "w >> 1", "v & 255", "4"]],
  ["u0", ["v >>> 0", "w & 1023", "xs.length", "s.length"]],
  ["c", ["`${v}`", "String(v)", "typeof v"]],
  ["d", ["`${s}!`", '"a"', "s + ''"]],
  ["z", ["!v", "v === w", "!!w"]],
  ["g0", ["BigInt.asIntN(64, l)", "BigInt.asIntN(64, l)", "3n"]],
  ["h0", ["BigInt.asUintN(64, l)", "BigInt.asIntN(64, l)", "5n"]],
];

const PARAMETERS: Readonly<Record<string, readonly [type: Type, annotation: string]>> = {
  xs: ["num[]", "number[]"],
  v: ["num", "any"],
  w: ["num", "any"],
  s: ["str", "string"],
  l: ["big", "any"],
  o: ["obj", "any"],
  n: ["num", "number"],
  m: ["num", "number"],
  k: ["num", "number"],
  b: ["bool", "boolean"],
};

/** Sums, products and functions that roundings do not make jump. */
export const CONTINUOUS: RegExp = /^(?:[\s\w()*+/-]|Math\.(?:sqrt|abs|exp|sin|hypot|max|min|log)\()+$/;

export interface ExampleOptions {
  /** Parameters that TypeScript declares. */
  readonly trusted: boolean;
  /** What is assumed: examples that need some of it are wanted. */
  readonly assume: readonly string[];
  /** No constants so large or so small that sums with them lose what is compared. */
  readonly modest: boolean;
  /** The rule whose examples are wanted; absent: those of any. */
  readonly rule?: string;
}

/** The program of `seed`: examples of rules with operands in the place of their names, in every kind of place. */
export function makeExample(seed: number, { trusted, assume, modest, rule }: ExampleOptions): Program {
  const random = new Random(deriveSeed(seed, 12));
  // A comparison or a conversion would hide an infinity or NaN that the mode promises not to come up.
  const own = EXAMPLES.filter((each) => each.rule === rule && (!modest || CONTINUOUS.test(each.text)));
  const wanted = EXAMPLES.filter(
    (each) => (assume.length === 0 || each.assume.length > 0) && each.assume.every((key) => assume.includes(key)),
  );
  const others = modest ? EXAMPLES.filter(({ text }) => CONTINUOUS.test(text)) : EXAMPLES;
  const fitting = (texts: readonly string[]): readonly string[] =>
    modest ? texts.filter((text) => !(Math.abs(Number(text)) > 1000) && Number(text) !== 0) : texts;
  const example = (): string => {
    const { text } = random.pick(
      own.length > 0 && random.chance(0.8)
        ? own
        : wanted.length > 0 && (assume.length === 0 || random.chance(0.6))
          ? wanted
          : others,
    );
    return random.chance(0.15) ? text.replace(/(?<![\w.'"])\d+(?![\w.'"])/, () => random.pick(fitting(NUMBERS))) : text;
  };
  const chainFrom = (text: string): string => {
    // Comparing by size may run code of the elements, and two stages that may do so are not fused.
    const pure = text
      .replaceAll("x > 2", () => random.pick(["x > 2", "x === 2", "!x", "x !== v"]))
      .replaceAll("y > 5", () => random.pick(["y > 5", "y === false", "!y"]))
      .replaceAll("y < 9", () => random.pick(["y < 9", "y !== 1", "y"]))
      .replaceAll("y + 1", () => random.pick(["y + 1", "[y]", "!y"]))
      .replaceAll("a + y", () => random.pick(["a + y", "[a, y]", "y"]));
    return random.chance(0.5) ? pure : pure.replace("Object.values(o)", "xs");
  };
  const place = (text: string, isInside: boolean): string => {
    if (text.includes("(o)")) return chainFrom(text);
    const chosen = new Map<string, string>();
    return text.replace(NAMES, (name) => {
      let operand = chosen.get(name);
      if (operand === undefined) {
        // Now and then what the rule must not take for one.
        const letter = random.chance(0.06) ? "a" : (ALIASES[name] ?? name[0]!);
        const [outside, inside] = OPERANDS[letter]!;
        operand =
          trusted && letter in PARAMETERS && random.chance(0.6) ? letter : random.pick(isInside ? inside : outside);
        chosen.set(name, operand);
      }
      return /^[-+]/.test(operand) ? `(${operand})` : operand;
    });
  };
  const outside = (): string => place(example(), false);
  const inside = (): string => {
    const text = example();
    return text.includes("(o)") ? "x" : place(text, true).replace(/^\{.*$/s, "($&)");
  };
  const body = random.weighted<() => string>(
    modest
      ? [
          [4, () => `return [${outside()}, ${outside()}];`],
          [1, () => `const y = ${outside()};\nreturn [y, v, ${outside()}];`],
          [2, () => `return xs.map((x, at) => ${inside()});`],
          [1.5, () => `return xs.reduce((all, x, at) => all + (${inside()}), 0);`],
          [0.7, () => `let y = 0;\nfor (const x of xs.map((x, at) => ${inside()})) y += x;\nreturn y;`],
          [1, () => `return xs.map((x, at) => [${inside()}, ${inside()}]).map(([y, t]) => y);`],
          [0.7, () => `return xs.map((x, at) => ({ p: ${inside()}, q: at })).filter(({ q }) => q).map((y) => y.p);`],
          [0.7, () => `return Array.from({ length: 4 }, (_, at) => at * 2).map((x, at) => ${inside()});`],
        ]
      : [
          [1.5, () => `return ${outside()};`],
          [
            1.5,
            () => `return ${place(random.pick(own[0]?.text.includes("(o)") === true ? own : CHAINS).text, false)};`,
          ],
          [4, () => `return [${outside()}, ${outside()}];`],
          [1, () => `const y = ${outside()};\nreturn [y, v];`],
          [0.7, () => `if (${outside()}) return 1;\nreturn ${outside()};`],
          [2, () => `return xs.map((x, at) => ${inside()});`],
          [2, () => `return xs.map((x, at) => ${inside()}).filter((y) => y !== v);`],
          [1.5, () => `return xs.filter((x, at) => ${inside()}).map((x, at) => ${inside()});`],
          [1, () => `return xs.reduce((all, x, at) => all + (${inside()}), 0);`],
          [0.7, () => `let y = 0;\nfor (const x of xs.map((x, at) => ${inside()})) y += x;\nreturn y;`],
          [1, () => `return xs.map((x, at) => [${inside()}, ${inside()}]).map(([y, t]) => y);`],
          [0.5, () => `return xs.map((x, at) => [${inside()}, at]).filter((y) => y.length > 1).map((y) => y[0]);`],
          [0.7, () => `return xs.map((x, at) => ({ p: ${inside()}, q: at })).filter(({ q }) => q).map((y) => y.p);`],
          [0.5, () => `return xs.flatMap((x, at) => [${inside()}, at]).reduceRight((all, y) => [all, y], v);`],
          [0.7, () => `return [1, 2, 3].map((x, at) => ${inside()});`],
          [0.7, () => `return Array.from({ length: 4 }, (_, at) => at * 2).map((x, at) => ${inside()});`],
        ],
  )();
  const constants = CONSTANTS.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body)).map(
    ([name, values]) => `const ${name} = ${random.pick(fitting(values))};`,
  );
  const names = Object.keys(PARAMETERS).filter((name) => trusted || name.length > 1 || "vwslo".includes(name));
  const typed = (name: string): string => (trusted ? `${name}: ${PARAMETERS[name]![1]}` : name);
  return {
    seed,
    source: `${PRELUDE}export function main(${names.map(typed).join(", ")}) {\n${[...constants, body].join("\n")}\n}\n`,
    filename: trusted ? "program.ts" : "program.js",
    entries: [{ name: "main", parameters: names.map((name) => PARAMETERS[name]![0]) }],
    impure: false,
  };
}
