import type { Context } from "./context.ts";
import { withEffect } from "./effects.ts";
import { expression } from "./scalars.ts";
import { bodyStatements } from "./statements.ts";
import { type ArrayType, annotation, elementOf, isArrayType, type Type, type Variable } from "./types.ts";

export interface Wanted {
  readonly from: Type;
  readonly to: Type;
  /** `range` and `from` give an index but no array; `each` is called for its effect. */
  readonly role: "map" | "filter" | "each" | "range" | "from";
}

type Form = "arrow" | "block" | "function" | "reference" | "builtin" | "async" | "generator" | "closure" | "bad";

/** The text of a callback: mostly an arrow function, sometimes anything that a call site may name. */
export function callback(c: Context, wanted: Wanted, given: number): string {
  // Callbacks in callbacks stay small.
  const depth = c.nesting > 1 ? Math.min(given, 0) : given;
  const form = c.random.weighted<Form>([
    [16, "arrow"],
    [c.style.impure > 0 ? 5 : 3, "block"],
    [1.6, "function"],
    [2, "reference"],
    [0.7, "builtin"],
    [0.25, "async"],
    [0.15, "generator"],
    [wanted.to === "any" ? 1 : 0.1, "closure"],
    [0.2, "bad"],
  ]);
  switch (form) {
    case "reference":
      return reference(c, wanted) ?? arrow(c, wanted, depth, false);
    case "builtin":
      return builtin(c, wanted);
    case "async":
      return `async ${c.inFunction("await", undefined, () => plainArrow(c, wanted, depth))}`;
    case "generator":
      return `function* ${c.inFunction("yield", true, () => functionBody(c, wanted, depth))}`;
    case "function":
      return c.inFunction("none", true, () => {
        if (c.random.chance(0.4))
          c.vars.push({ name: "this", type: c.random.pick(["any", "num", "obj"]), assignable: false });
        return `function ${c.random.chance(0.3) ? c.name("fn") : ""}${functionBody(c, wanted, depth)}`;
      });
    case "closure":
      return arrow(c, wanted, depth, false).replace(/^(.*?)=> (?!\{)/s, "$1=> () => ");
    case "bad":
      return c.random.pick(["undefined", "null", "5", '"f"', "{}", "missing", "state.k", "class {}"]);
    default:
      return arrow(c, wanted, depth, form === "block");
  }
}

/** A callback, and sometimes a second argument: what `this` is in it. */
export function callbackArguments(c: Context, wanted: Wanted, depth: number): string {
  const text = callback(c, wanted, depth);
  const chance = text.startsWith("function") ? 0.4 : 0.03;
  if (!c.random.chance(chance)) return text;
  const self = c.random.chance(0.5) ? (c.variable("obj") ?? c.anyArray())?.name : undefined;
  return `${text}, ${self ?? expression(c, c.random.pick<Type>(["any", "num", "str"]), 0)}`;
}

function arrow(c: Context, wanted: Wanted, depth: number, block: boolean): string {
  return c.inFunction("none", undefined, () => {
    const parameters = parameterList(c, wanted);
    if (block) return `${parameters} => {\n${callbackBody(c, wanted, depth)}\n}`;
    return `${parameters} => ${resultOf(c, wanted, depth)}`;
  });
}

function plainArrow(c: Context, wanted: Wanted, depth: number): string {
  const parameters = parameterList(c, wanted);
  return c.random.chance(0.5)
    ? `${parameters} => ${resultOf(c, wanted, depth)}`
    : `${parameters} => {\n${callbackBody(c, wanted, depth)}\n}`;
}

function functionBody(c: Context, wanted: Wanted, depth: number): string {
  const parameters = parameterList(c, wanted);
  const list = parameters.startsWith("(") ? parameters : `(${parameters})`;
  return `${list} {\n${callbackBody(c, wanted, depth)}\n}`;
}

function resultOf(c: Context, wanted: Wanted, depth: number): string {
  const type = wanted.role === "each" ? c.random.pick<Type>(["any", "num", wanted.from]) : wanted.to;
  let text = expression(c, type, Math.min(depth, 2));
  // A use of the element makes results telling.
  const own = c.vars[c.vars.length - 1];
  if (wanted.role === "each" || (own !== undefined && c.effectful(0.25)))
    text = withEffect(c, own?.type === type ? own.name : text, type);
  return text.startsWith("{") ? `(${text})` : text;
}

/** Straight code, early returns, loops and effects, ending in a return. */
function callbackBody(c: Context, wanted: Wanted, depth: number): string {
  const lines = bodyStatements(c, Math.min(depth, 2), c.random.int(3), wanted.role === "each" ? undefined : wanted.to);
  if (wanted.role !== "each" || c.random.chance(0.2)) lines.push(`return ${resultOf(c, wanted, depth)};`);
  return lines.join("\n");
}

/** Declares the parameters and gives the list, e.g. `x`, `(x, i)`, `({ id, a = 2 }, i)`. */
function parameterList(c: Context, wanted: Wanted): string {
  const { random } = c;
  if (random.chance(0.03)) return "()";
  if (random.chance(0.02)) {
    const rest = c.declare("any[]", "args");
    return `(...${rest.name})`;
  }
  const parts = [elementParameter(c, wanted.from)];
  const wantsIndex = wanted.role === "range" ? 0.95 : 0.18;
  if (random.chance(wantsIndex)) {
    const index = c.declare("num", "i");
    parts.push(index.name + (c.style.typescript && !c.style.tame && random.chance(0.3) ? ": number" : ""));
    if (wanted.role !== "range" && wanted.role !== "from" && random.chance(0.15)) {
      parts.push(c.declare(isArrayType(wanted.from) ? "any[]" : arrayTypeOf(wanted.from), "all").name);
    }
  }
  const simple = parts.length === 1 && /^[\w$]+$/.test(parts[0] ?? "");
  return simple && random.chance(0.7) ? (parts[0] ?? "") : `(${parts.join(", ")})`;
}

function arrayTypeOf(type: Type): ArrayType {
  return isArrayType(type) || type === "big" ? "any[]" : `${type}[]`;
}

function elementParameter(c: Context, type: Type): string {
  const { random } = c;
  if (type === "obj" && random.chance(0.4)) return fieldsPattern(c);
  if (type === "pair" && random.chance(0.6)) {
    const key = c.declare("str", "k");
    const value = c.declare("num", "v");
    return random.weighted([
      [6, `[${key.name}, ${value.name}]`],
      [0.5, `[${key.name}, ${value.name} = 3]`],
      [0.5, `[, ${value.name}, ...${key.name}]`],
      [0.5, `{ 0: ${key.name}, 1: ${value.name} }`],
    ]);
  }
  const parameter: Variable = c.declare(type, "x");
  if (c.style.typescript && !c.style.tame && random.chance(0.4)) return `${parameter.name}: ${annotation(type)}`;
  if (random.chance(0.03)) return `${parameter.name} = ${expression(c, "num", 0)}`;
  return parameter.name;
}

function fieldsPattern(c: Context): string {
  const { random } = c;
  const number = c.declare("num", "a");
  const fields = [random.chance(0.2) ? `a: ${number.name} = ${random.int(5)}` : `a: ${number.name}`];
  if (random.chance(0.5)) fields.push(`s: ${c.declare("str", "s").name}`);
  if (random.chance(0.3)) fields.unshift(`id: ${c.declare("num", "id").name}`);
  if (random.chance(0.15)) fields.push(`ns: ${c.declare("num[]", "ns").name}`);
  if (random.chance(0.05)) fields.push(`o: { a: ${c.declare("num", "deep").name} } = {}`);
  if (random.chance(0.05)) fields.push(`...${c.declare("obj", "rest").name}`);
  return `{ ${fields.join(", ")} }${random.chance(0.05) ? " = {}" : ""}`;
}

/** A function of the module or of the host, by name. */
function reference(c: Context, wanted: Wanted): string | undefined {
  const { random } = c;
  const fitting = c.functions.filter((f) => f.from === wanted.from && f.to === wanted.to);
  if (fitting.length > 0 && random.chance(0.75)) return random.pick(fitting).name;
  if (c.functions.length > 0 && random.chance(0.3)) return random.pick(c.functions).name;
  if (c.style.impure === 0) return random.chance(0.3) && !c.style.tame ? "quiet" : undefined;
  return random.pick(c.style.tame ? ["log", "quiet"] : ["log", "ext", "boom", "touch", "quiet", "state.f"]);
}

function builtin(c: Context, wanted: Wanted): string {
  const fits: Partial<Record<Type, readonly string[]>> = {
    num: ["Number", "parseInt", "parseFloat", "Math.abs", "Math.sqrt", "Math.max", "Math.floor"],
    str: ["String", "JSON.stringify", "encodeURIComponent"],
    bool: ["Boolean", "Number.isInteger", "isNaN", "Array.isArray", "isFinite"],
    any: ["Object.keys", "Array.of", "Object", "Symbol"],
  };
  return c.random.pick(fits[wanted.to] ?? ["Object", "String", "Array.from", "Array"]);
}

/** A callback of `reduce` with an accumulator of `to`. */
export function reducer(c: Context, to: Type, from: Type, depth: number): string {
  const { random } = c;
  if (random.chance(0.05))
    return random.pick(["Math.max", "Math.min", "log", "ext", "undefined", "(a) => a", "() => 1"]);
  return c.inFunction("none", undefined, () => {
    const acc = c.declare(to, "acc");
    const parts = [acc.name, elementParameter(c, from)];
    const index = random.chance(0.15) ? c.declare("num", "i") : undefined;
    if (index !== undefined) parts.push(index.name);
    if (index !== undefined && random.chance(0.15)) parts.push(c.declare(arrayTypeOf(from), "all").name);
    const typed =
      c.style.typescript && !c.style.tame && random.chance(0.3)
        ? parts.map((part, i) => (i === 0 ? `${part}: ${annotation(to)}` : part))
        : parts;
    const list = `(${typed.join(", ")})`;
    const step = stepOf(c, acc, from, to, depth);
    if (random.chance(0.2)) {
      const lines = bodyStatements(c, 1, random.int(2), to);
      return `${list} => {\n${lines.join("\n")}\nreturn ${step};\n}`;
    }
    return `${list} => ${step.startsWith("{") ? `(${step})` : step}`;
  });
}

function stepOf(c: Context, acc: Variable, from: Type, to: Type, depth: number): string {
  const { random } = c;
  const sub = (type: Type): string => expression(c, type, Math.min(depth - 1, 1));
  const seen = isArrayType(from) && elementOf(from) === "num" ? `${sub(from)}.length` : sub(to);
  if (to === "num" && random.chance(0.85)) {
    return random.weighted([
      [6, `${acc.name} + ${seen}`],
      [1, `${acc.name} * ${seen}`],
      [1, `${acc.name} - ${seen}`],
      [1, `Math.${random.pick(["max", "min"])}(${acc.name}, ${seen})`],
      [1, `${sub("bool")} ? ${acc.name} + ${seen} : ${acc.name}`],
      [0.5, `${seen} > ${acc.name} ? ${seen} : ${acc.name}`],
    ]);
  }
  if (to === "str" && random.chance(0.85)) return `${acc.name} + ${seen}`;
  if (to === "obj" && random.chance(0.85)) return `({ ...${acc.name}, a: ${acc.name}.a + ${sub("num")} })`;
  return sub(to);
}
