import { parseExpression } from "@babel/parser";
import { describe, expect, test } from "vitest";
import { print, printStatement } from "../ir/print.ts";
import { parseTerm, printTerm } from "../ir/sexpr.ts";
import { constant, type Payload, term } from "../ir/term.ts";

const leaf = ({ payload }: { payload?: Payload }): string => "xyz"[Number(payload)]!;

/** S-expression, and the JavaScript that it has to become. */
const cases: readonly (readonly [string, string])[] = [
  ["const#-0", "-0"],
  ["const#NaN", "0 / 0"],
  ["const#-Infinity", "-1 / 0"],
  ["const#undefined", "void 0"],
  ["(* const#NaN var#0)", "0 / 0 * x"],
  ["(* var#0 const#NaN)", "x * (0 / 0)"],
  ["(** (neg var#0) const#2)", "(-x) ** 2"],
  ["(** const#-2 const#2)", "(-2) ** 2"],
  ["(** var#0 (** var#1 var#2))", "x ** y ** z"],
  ["(** (** var#0 var#1) var#2)", "(x ** y) ** z"],
  ["(** var#0 (neg var#1))", "x ** -y"],
  ["(neg (** var#0 const#2))", "-(x ** 2)"],
  ["(neg (neg var#0))", "-(-x)"],
  ["(neg const#-1)", "-(-1)"],
  ["(pos (pos var#0))", "+(+x)"],
  ["(pos (neg var#0))", "+-x"],
  ["(- var#0 (neg var#1))", "x - -y"],
  ["(- var#0 (- var#1 var#2))", "x - (y - z)"],
  ["(- (- var#0 var#1) var#2)", "x - y - z"],
  ["(?? (|| var#0 var#1) var#2)", "(x || y) ?? z"],
  ["(|| (?? var#0 var#1) var#2)", "(x ?? y) || z"],
  ["(&& (?? var#0 var#1) var#2)", "(x ?? y) && z"],
  ["(?? (&& var#0 var#1) var#2)", "(x && y) ?? z"],
  ["(|| var#0 (&& var#1 var#2))", "x || y && z"],
  ["(&& (|| var#0 var#1) var#2)", "(x || y) && z"],
  ["(?: (?: var#0 var#1 var#2) var#1 var#2)", "(x ? y : z) ? y : z"],
  ["(?: var#0 var#1 (?: var#0 var#1 var#2))", "x ? y : x ? y : z"],
  ["(Math.max (, var#0 var#1) var#2)", "Math.max((x , y), z)"],
  ['(str.slice const#"a" const#1)', '"a".slice(1)'],
  ['(load#0 const#1 const#"toString")', "(1).toString"],
  ['(load#0 var#0 const#"a-b")', 'x["a-b"]'],
  ["(load#0 (+ var#0 var#1) var#2)", "(x + y)[z]"],
  [
    '(object#0 (prop const#"__proto__" var#0) (prop const#"a" var#1) (spread var#2))',
    '{ ["__proto__"]: x, a: y, ...z }',
  ],
  ["(typeof (typeof var#0))", "typeof typeof x"],
  ["(! (< var#0 var#1))", "!(x < y)"],
  ["(check#1 (+ var#0 var#1))", "x + y"],
];

describe("printing", () => {
  for (const [source, expected] of cases) {
    test(expected, () => {
      const text = print(parseTerm(source), leaf);
      expect(text).toBe(expected);
      expect(() => parseExpression(`(${text})`)).not.toThrow();
      expect(printTerm(parseTerm(source))).toBe(source);
    });
  }
});

test("text that only escapes can carry comes back", () => {
  for (const text of ["\ud83d", "\u2028\u2029", "a\r\nb", `\`\${x}`, "\\`", '"', "${", "$", "\\${", "\0"]) {
    expect(new Function(`return ${print(constant(text), leaf)}`)()).toBe(text);
    const template = term("template", constant(text), constant(text), term("const"), constant(text));
    expect(new Function(`return ${print(template, leaf)}`)()).toBe(`${text}${text}undefined${text}`);
    expect(parseTerm(printTerm(constant(text)))).toEqual(constant(text));
  }
});

test("half a placeholder on each side of a text boundary stays text", () => {
  const template = term("template", constant("$"), constant("{x}"));
  expect(new Function(`return ${print(template, leaf)}`)()).toBe(`\${x}`);
});

test("a statement does not become a block or a directive", () => {
  expect(printStatement({ op: "object", payload: 0, args: [] }, leaf)).toBe("({})");
  expect(printStatement(constant("use strict"), leaf)).toBe('("use strict")');
  expect(printStatement(parseTerm('(str.length const#"a")'), leaf)).toBe('("a".length)');
});

test("s-expressions that are none say so", () => {
  for (const source of ["", "(+ var#0", ")", "(+ const#1)) x", "const#[1]", "const#wrong"]) {
    expect(() => parseTerm(source), source).toThrow(SyntaxError);
  }
});
