import { arrayExpression, chainTo } from "./chains.ts";
import type { Context } from "./context.ts";
import { withEffect } from "./effects.ts";
import { fromTemplate } from "./substitute.ts";
import { FIELDS, isArrayType, type Type, type Variable } from "./types.ts";

const SMALL = ["0", "1", "2", "3", "4", "5", "7", "10", "-1", "-2", "0.5", "1.5", "100"];
const EDGES = [
  "-0",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e300",
  "5e-324",
  "0.1",
  "2 ** 31",
  "4294967296",
  "9007199254740993",
  "0xff",
];
const STRINGS = ['"a"', '"b"', '"ab"', '""', '"1"', '"x,y,z"', '"-"', '"k1"', '"A b"', '"é\\u{1F600}"', '"\\ud800"'];
const BIGS = ["0n", "1n", "2n", "-3n", "255n", "2n ** 64n"];

export function numberLiteral(c: Context): string {
  return c.random.pick(c.random.chance(0.12) ? EDGES : SMALL);
}

export function stringLiteral(c: Context): string {
  return c.random.pick(STRINGS);
}

/** The source text of an expression meant to hold `type`, parenthesised where it is not a primary expression. */
export function expression(c: Context, type: Type, depth: number): string {
  const text = plainExpression(c, type, depth);
  return c.effectful(0.08) ? withEffect(c, text, type) : text;
}

function plainExpression(c: Context, type: Type, depth: number): string {
  if (isArrayType(type)) return arrayExpression(c, type, depth);
  if (depth <= 0 || c.random.chance(0.15)) return leaf(c, type);
  if (c.random.chance(0.02)) return suspended(c, type, depth);
  switch (type) {
    case "num":
      return number(c, depth);
    case "str":
      return string(c, depth);
    case "bool":
      return boolean(c, depth);
    case "big":
      return c.random.chance(0.6) ? fromTemplate(c, "bigint", depth) : leaf(c, type);
    case "obj":
      return record(c, depth);
    case "pair":
      return c.variable("pair")?.name ?? `[${expression(c, "str", depth - 1)}, ${expression(c, "num", depth - 1)}]`;
    default:
      return anything(c, depth);
  }
}

/** `await` or `yield` of an operand where the surrounding function allows it. */
function suspended(c: Context, type: Type, depth: number): string {
  if (c.suspends === "none") return leaf(c, type);
  const word = c.suspends === "yield" || (c.suspends === "both" && c.random.chance(0.5)) ? "yield" : "await";
  return `(${word} ${expression(c, type, depth - 1)})`;
}

export function leaf(c: Context, type: Type): string {
  const { random } = c;
  const near = random.chance(0.6) ? c.innermost() : undefined;
  if (near !== undefined) {
    const text = derive(c, near, type);
    if (text !== undefined) return text;
  }
  const known = c.variable(type);
  if (known !== undefined && random.chance(0.85)) return known.name;
  if (random.chance(0.5)) {
    const from = c.vars.length > 0 ? random.pick(c.vars) : undefined;
    const text = from === undefined ? undefined : derive(c, from, type);
    if (text !== undefined) return text;
  }
  switch (type) {
    case "num":
      return numberLiteral(c).replace(/^(-.*|.*\*\*.*)$/, "($1)");
    case "str":
      return stringLiteral(c);
    case "bool":
      return random.pick(["true", "false"]);
    case "big":
      return `(${random.pick(BIGS)})`;
    case "obj":
      return `{ id: ${numberLiteral(c)}, a: ${numberLiteral(c)}, s: ${stringLiteral(c)}, t: true, ns: [1, 2] }`.replace(
        /^.*$/,
        "($&)",
      );
    case "pair":
      return `[${stringLiteral(c)}, ${numberLiteral(c)}]`;
    case "any":
      return random.pick(["undefined", "null", "0", "[]", '"s"', c.anyArray()?.name ?? "({})", "this", "NaN"]);
    default:
      return "[]";
  }
}

/** A value of `type` made from a variable of another type. */
function derive(c: Context, from: Variable, type: Type): string | undefined {
  const { random } = c;
  const { name } = from;
  if (from.type === type) return type === "bool" || !random.chance(0.1) ? name : undefined;
  if (from.type === "any") return name;
  if (from.type === "obj") {
    const field = random.pick(FIELDS.filter(([, t]) => t === type).concat([["a", "num"]]));
    if (field[1] === type) return `${name}.${field[0]}`;
    return type === "bool" ? `(${name}.a ${random.pick([">", "<", "!=="])} ${numberLiteral(c)})` : undefined;
  }
  if (from.type === "pair") return type === "num" ? `${name}[1]` : type === "str" ? `${name}[0]` : undefined;
  if (isArrayType(from.type)) {
    if (type === "num") return `${name}.length`;
    return type === "bool" ? `(${name}.length > ${random.int(3)})` : undefined;
  }
  if (type === "num") return from.type === "str" ? `${name}.length` : `(+${name})`;
  if (type === "str") return random.pick([`String(${name})`, `(${name} + "")`, `\`\${${name}}\``]);
  if (type !== "bool") return undefined;
  if (from.type === "num") {
    return random.pick([
      `(${name} > ${numberLiteral(c)})`,
      `(${name} % 2 === 0)`,
      `(${name} < ${random.int(6)})`,
      `(${name} !== ${random.int(4)})`,
    ]);
  }
  return from.type === "str" ? `(${name} ${random.pick(["!==", "===", "<"])} ${stringLiteral(c)})` : undefined;
}

function number(c: Context, depth: number): string {
  const { random } = c;
  const sub = (type: Type = "num"): string => expression(c, type, depth - 1);
  switch (
    random.weighted([
      [c.style.scalar ? 5 : 3, "binary"],
      [c.style.scalar ? 4 : 1.5, "template"],
      [1, "math"],
      [0.7, "choose"],
      [0.5, "unary"],
      [c.style.scalar ? 0.5 : 2, "chain"],
      [0.6, "convert"],
      [0.5, "length"],
      [0.7, "call"],
      [0.3, "assign"],
      [0.3, "typeof"],
    ])
  ) {
    case "binary":
      return `(${sub()} ${random.pick(["+", "+", "+", "-", "-", "*", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"])} ${sub()})`;
    case "template":
      return fromTemplate(c, random.pick(["number", "number", "int32", "int16", "uint16", "uint32"]), depth);
    case "math": {
      const one = ["abs", "floor", "ceil", "round", "trunc", "sqrt", "sign", "fround", "log2", "cbrt", "clz32"];
      return random.chance(0.7)
        ? `Math.${random.pick(one)}(${sub()})`
        : `Math.${random.pick(["max", "min", "hypot", "pow", "imul", "atan2"])}(${sub()}, ${sub()})`;
    }
    case "choose":
      return `(${sub("bool")} ? ${sub()} : ${sub()})`;
    case "unary":
      return `(${random.pick(["-", "+", "~", "- -", "~~"])}${sub()})`.replace("--", "- -");
    case "chain":
      return chainTo(c, "num", depth - 1);
    case "convert":
      return `${random.pick(["Number", "parseFloat", "+", "parseInt"])}(${sub(random.pick(["str", "num", "any"]))})`.replace(
        /^\+.*$/,
        "($&)",
      );
    case "length":
      return `${sub("str")}.length`;
    case "call":
      return call(c, "num", depth);
    case "assign": {
      const cell = c.style.tame ? undefined : c.variable("num", true);
      if (cell === undefined) return leaf(c, "num");
      return random.chance(0.5)
        ? `(${cell.name} ${random.pick(["=", "+=", "-="])} ${sub()})`
        : `${cell.name}${random.pick(["++", "--"])}`;
    }
    default: {
      const value = c.variable("any");
      return value === undefined
        ? leaf(c, "num")
        : `(typeof ${value.name} === "number" ? ${narrowed(c, value.name, depth)} : ${sub()})`;
    }
  }
}

/** An expression in which `name`, a variable of any type, is known to be a number. */
function narrowed(c: Context, name: string, depth: number): string {
  return c.scoped(() => {
    c.vars.push({ name, type: "num", assignable: false });
    return expression(c, "num", depth - 1);
  });
}

function string(c: Context, depth: number): string {
  const { random } = c;
  const sub = (type: Type = "str"): string => expression(c, type, depth - 1);
  switch (
    random.weighted([
      [2, "concat"],
      [1.5, "template literal"],
      [1.5, "method"],
      [1, "rule"],
      [0.6, "convert"],
      [0.5, "choose"],
      [c.style.scalar ? 0.5 : 1.5, "chain"],
      [0.5, "index"],
      [0.5, "call"],
    ])
  ) {
    case "concat":
      return `(${sub()} + ${sub(random.pick(["str", "num", "str", "any"]))})`;
    case "template literal":
      return `\`${random.pick(["", "<", "a\\n"])}\${${sub(random.pick(["str", "num", "bool"]))}}-\${${sub()}}\``;
    case "method":
      return `${sub()}.${random.pick(["trim()", "toUpperCase()", "toLowerCase()", "slice(1)", "slice(0, 2)", "charAt(0)", 'replace("a", "o")', "at(-1)", "repeat(2)", 'padStart(4, "0")', "concat(1)", "substring(1)"])}`;
    case "rule":
      return fromTemplate(c, "string", depth);
    case "convert":
      return random.chance(0.7)
        ? `String(${sub(random.pick(["num", "bool", "any"]))})`
        : `${sub("num")}.toString()`.replace(/^(\d+)\./, "($1).");
    case "choose":
      return `(${sub("bool")} ? ${sub()} : ${sub()})`;
    case "chain":
      return chainTo(c, "str", depth - 1);
    case "index":
      return `${sub()}[${random.pick(["0", "1", sub("num")])}]`;
    default:
      return call(c, "str", depth);
  }
}

function boolean(c: Context, depth: number): string {
  const { random } = c;
  const sub = (type: Type): string => expression(c, type, depth - 1);
  const type = random.pick<Type>(["num", "num", "num", "str", "any"]);
  switch (
    random.weighted([
      [4, "compare"],
      [1.5, "logic"],
      [0.7, "not"],
      [0.7, "parity"],
      [c.style.scalar ? 0.3 : 1, "chain"],
      [0.7, "rule"],
      [0.4, "string"],
      [0.3, "call"],
    ])
  ) {
    case "compare":
      return `(${sub(type)} ${random.pick(["<", "<=", ">", ">=", "===", "!==", "==", "!=", ">", "<"])} ${sub(type)})`;
    case "logic":
      return `(${sub("bool")} ${random.pick(["&&", "||"])} ${sub("bool")})`;
    case "not":
      return `!${random.chance(0.3) ? "!" : ""}${sub(random.pick(["bool", "num", "str"]))}`.replace(/^.*$/s, "($&)");
    case "parity":
      return `(${sub("num")} % ${random.pick(["2", "3"])} === ${random.pick(["0", "1"])})`;
    case "chain":
      return chainTo(c, "bool", depth - 1);
    case "rule":
      return fromTemplate(c, random.pick(["boolean", "any", "number"]), depth);
    case "string":
      return `${sub("str")}.${random.pick(["includes", "startsWith", "endsWith"])}(${sub("str")})`;
    default:
      return call(c, "bool", depth);
  }
}

function record(c: Context, depth: number): string {
  const sub = (type: Type): string => expression(c, type, depth - 1);
  const known = c.variable("obj");
  if (known !== undefined && c.random.chance(0.4)) {
    return c.random.chance(0.5) ? known.name : `({ ...${known.name}, a: ${sub("num")} })`;
  }
  if (c.random.chance(0.25)) return chainTo(c, "obj", depth - 1);
  const key = c.random.chance(0.1) ? `[${sub("str")}]` : c.random.pick(["a", "a", '"x-y"', "0", "__proto__"]);
  return `({ id: ${sub("num")}, ${key}: ${sub("num")}, s: ${sub("str")} })`;
}

function anything(c: Context, depth: number): string {
  const { random } = c;
  if (random.chance(0.3)) return chainTo(c, "any", depth - 1);
  if (random.chance(0.25)) return fromTemplate(c, "any", depth);
  if (random.chance(0.15)) return `(${expression(c, "any", depth - 1)} ?? ${expression(c, "num", depth - 1)})`;
  if (random.chance(0.1)) {
    const holder = c.variable("obj");
    if (holder !== undefined) return `${holder.name}?.${random.pick(["a", "o?.a", "missing", "ns?.[0]", "s?.length"])}`;
  }
  if (random.chance(0.1)) {
    const key = random.pick(["0", "1", "length", "k1"]);
    return `${expression(c, random.pick(["num[]", "any[]", "obj[]"]), depth - 1)}[${JSON.stringify(key)}]`;
  }
  if (c.hasArguments && random.chance(0.1)) return random.pick(["arguments[0]", "arguments.length", "arguments[1]"]);
  return expression(c, random.pick<Type>(["num", "str", "bool", "obj", "num[]"]), depth - 1);
}

/** A call of a function of the module, or of an unknown one. */
function call(c: Context, type: Type, depth: number): string {
  const { random } = c;
  const own = c.functions.filter((f) => f.to === type);
  if (own.length > 0 && random.chance(0.75)) {
    const chosen = random.pick(own);
    return `${chosen.name}(${expression(c, chosen.from, depth - 1)})`;
  }
  return withEffect(c, leaf(c, type), type);
}
