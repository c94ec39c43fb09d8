import { describe, expect, test } from "vitest";
import { operators } from "../ir/operators.ts";
import { print } from "../ir/print.ts";
import type { Term } from "../ir/term.ts";
import { ScalarStarts, type Shape, type Start } from "../lift/scalar-start.ts";
import { ScalarText } from "../lift/scalar-text.ts";
import { codeText } from "../plugin/code-text.ts";
import { type Options, resolveOptions } from "../plugin/options.ts";
import { parseSource } from "../plugin/parse.ts";
import { listStarts } from "../plugin/scalar-starts.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { flatTree } from "../syntax/flat-tree.ts";

/*
 * The text test answers before a file is parsed, so a no must be right. The patterns of all rules are written out in
 * many ways, and whatever the test of the syntax sees in that, the test of the text has to see.
 */

const presets: Options["rules"][] = ["recommended", "exact", "fast-math"];

/** How variables of a pattern may be written. */
const operands: ((name: string) => string)[] = [
  (name) => name,
  (name) => `o.${name}`,
  (name) => `${name}[i]`,
  (name) => `this.${name}`,
  (name) => `f(${name})`,
  (name) => `(${name} * 3)`,
  (name) => `(typeof ${name})`,
  (name) => `(${name} ? p : q)`,
];

const constants = ["3", "0.5", "'t'", "true", "-2", "7n"];

/** Where an expression may stand, and how it may be spaced. */
const places: ((text: string) => string)[] = [
  (text) => `r = ${text};`,
  (text) => `function g() { return ${text} }`,
  (text) => `a[${text}]`,
  (text) => `h(${text}, k)`,
  (text) => `if (${text}) h()`,
  (text) => `r = (${text})`,
  (text) => `r = s && (${text}) || u`,
  (text) => `const e = { key: ${text} }`,
  (text) => `r = ${text.replaceAll(" ", "\n  ")}`,
  (text) => `r=${text.replace(/ (?=[-+*/%&|^<>=!?:])|(?<=[-+*/%&|^<>=!?:]) /g, "")}`,
  (text) => `x => ${text}`,
  (text) => `// a comment\n/* another */ r = ${text}`,
  (text) => `r = \`\${${text}}\``,
];

function termOf(shape: Shape, constantOf: (name: string) => Term | undefined): Term {
  if (shape.kind === "var") return constantOf(shape.name) ?? { op: "var", payload: shape.name, args: [] };
  const { op, args, payload } = shape;
  const given = payload === undefined ? undefined : "const" in payload ? payload.const : 1;
  return { op, payload: given, args: args.map((each) => termOf(each, constantOf)) };
}

const placeholder = /\$(\w+)\$/g;

/** The texts of `start`, one for each way to write its variables and constants. */
function textsOf(start: Start): string[] {
  const constantOf = (name: string): Term | undefined =>
    start.constants.has(name) ? { op: "var", payload: `constant_${name}`, args: [] } : undefined;
  const printed = print(termOf(start.shape, constantOf), ({ payload }) => `$${String(payload)}$`);
  const text = printed.replaceAll("void 0", "undefined");
  return operands.flatMap((operand) =>
    constants.map((constant) =>
      text.replace(placeholder, (_, name: string) => (name.startsWith("constant_") ? constant : operand(name))),
    ),
  );
}

function startsWithin(source: string, starts: ScalarStarts): boolean | undefined {
  const parsed = parseSource(source, syntaxOf("a.js"));
  if ("fault" in parsed) return undefined;
  return flatTree(parsed.ast.program).nodes.some((node) => starts.isWithin(node));
}

/** Can the test of the syntax tell such an operator at all? */
function isTold({ shape }: Start): boolean {
  if (shape.kind === "var") return false;
  const kind = operators.get(shape.op)?.form.kind ?? "";
  return ["infix", "prefix", "conditional", "call", "method"].includes(kind);
}

describe.each(presets)("the starts of %s", (rules) => {
  const starts = listStarts(resolveOptions({ rules })).filter(isTold);
  const all = new ScalarText(starts);

  test("are seen in texts wherever they are seen in trees", () => {
    expect(starts.length).toBeGreaterThan(100);
    const seen = new Set<Start>();
    const missed = new Set<string>();
    for (const start of starts) {
      const alone = new ScalarStarts([start]);
      const text = new ScalarText([start]);
      for (const each of new Set(textsOf(start))) {
        for (const place of places) {
          const source = place(each);
          if (startsWithin(source, alone) !== true) continue;
          seen.add(start);
          if (!text.isIn(codeText(source)) || !all.isIn(codeText(source))) missed.add(source);
        }
      }
    }
    expect([...missed]).toEqual([]);
    expect(starts.filter((start) => !seen.has(start)).map((start) => textsOf(start)[0])).toEqual([]);
  });
});

describe("comments that start a line", () => {
  test.each([
    ["// a - a\nx;", "\nx;"],
    ["  /* a - a */\nx;", "\nx;"],
    ["/**\n * a - a `b`\n */\nx;", "\nx;"],
  ])("%j are no code", (source, rest) => {
    expect(codeText(source)).toBe(rest);
  });

  test.each([
    "x; // a - a",
    "`\n// ${a - a}\n`",
    "`\n/*\n` + (a - a) + `\n*/`",
    "`\n/* ${a - a} */\n`",
    "'// ' + (a - a)",
  ])("%j stays", (source) => {
    expect(codeText(source)).toBe(source);
  });
});

test("what is none of them is turned away", () => {
  const text = new ScalarText(listStarts(resolveOptions({})));
  const plain = [
    "for (let i = 0; i < n; i++) s += a[i] * b[i];",
    "import { op } from '../../op/op-api.js';",
    "const u = 'https://example.com/a/a';",
    "const t = 1e-5 * x;",
    "x?.y?.[0]",
    "f(i - 1, a / b, c % d, e ? g : h);",
    "type A = { b?: string | null };",
    "Math.floor(x), Math.max(a, b), y.slice(1), is(z, z)",
    "v === null ? 0 : v",
  ];
  expect(plain.filter((source) => text.isIn(source))).toEqual([]);
});
