import { isConstant, isString } from "./condition.ts";
import {
  add,
  concat,
  eq,
  ge,
  gt,
  includes,
  indexOf,
  length,
  lt,
  ne,
  not,
  slice,
  startsWith,
  substring,
  template,
  toText,
  trim,
  trimEnd,
  trimStart,
  variable,
} from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const c = variable("c");
const d = variable("d");

/** Text. A concatenation converts with hint "default", a template with hint "string": objects tell them apart. */
export const string: readonly EquationRule[] = [
  rule("string/add-empty", [add("", x), add(x, "")], x, {
    when: [isString(x)],
    yes: ["'' + s", "s + ''"],
    no: [{ x: 0 }],
  }),
  rule("string/to-text", toText(x), x, { when: [isString(x)], yes: ["String(s)"], no: [{ x: 0 }] }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an example of source text
  rule("string/template-text", template("", x, ""), x, { when: [isString(x)], yes: ["`${s}`"], no: [{ x: 0 }] }),
  rule("string/add-constants-left", add(c, add(d, x)), add(add(c, d), x), {
    when: [isString(d), isConstant(c), isConstant(d)],
    yes: ["'a' + ('b' + a)"],
    no: [{ c: 1, d: 2, x: "" }, "s + ('b' + n)"],
  }),
  rule("string/add-constants-right", add(add(x, c), d), add(x, add(c, d)), {
    when: [isString(c), isConstant(c), isConstant(d)],
    yes: ["a + 'b' + 'c'"],
    no: [{ x: "", c: 1, d: 2 }, "a + s + 'c'"],
  }),
  rule("string/length-add", length(add(x, y)), add(length(x), length(y)), {
    when: [isString(x), isString(y)],
    yes: ["(s + t).length"],
    no: ["(s + n).length"],
  }),
  rule("string/includes", [ne(indexOf(x, y), -1), gt(indexOf(x, y), -1), ge(indexOf(x, y), 0)], includes(x, y), {
    when: [isString(x), isString(y)],
    yes: ["s.indexOf(t) !== -1", "s.indexOf(t) >= 0"],
    no: ["s.indexOf(t) > 0"],
  }),
  rule("string/not-includes", [eq(indexOf(x, y), -1), lt(indexOf(x, y), 0)], not(includes(x, y)), {
    when: [isString(x), isString(y)],
    yes: ["s.indexOf(t) === -1"],
    no: ["s.indexOf(t) === 0"],
  }),
  rule("string/starts-with", eq(indexOf(x, y), 0), startsWith(x, y), {
    when: [isString(x), isString(y)],
    yes: ["s.indexOf(t) === 0"],
    no: ["s.indexOf(t) === 1"],
  }),
  rule("string/not-starts-with", ne(indexOf(x, y), 0), not(startsWith(x, y)), {
    when: [isString(x), isString(y)],
    yes: ["s.indexOf(t) !== 0"],
    no: ["s.indexOf(t) !== -1"],
  }),
  rule("string/concat", concat(x, y), add(x, y), {
    when: [isString(x), isString(y)],
    yes: ["s.concat(t)"],
    no: ["s.concat(t, t)"],
  }),
  rule("string/slice-zero", [slice(x, 0), substring(x, 0)], x, {
    when: [isString(x)],
    yes: ["s.slice(0)"],
    no: ["s.slice(1)"],
  }),
  rule(
    "string/trim-trim",
    [
      trim(trim(x)),
      trimStart(trim(x)),
      trimEnd(trim(x)),
      trim(trimStart(x)),
      trim(trimEnd(x)),
      trimStart(trimEnd(x)),
      trimEnd(trimStart(x)),
    ],
    trim(x),
    {
      when: [isString(x)],
      yes: ["s.trim().trim()", "s.trimStart().trimEnd()"],
      no: ["s.trimStart().trimStart()"],
    },
  ),
];
