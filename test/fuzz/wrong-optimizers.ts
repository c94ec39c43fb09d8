import { types } from "node:util";
import { parse } from "@babel/parser";
import type { Optimizer } from "./optimizer.ts";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Gives the text that replaces `node`, or undefined to leave it. `text` prints a node with its own replacements made. */
type Replace = (node: Node, text: (node: Node) => string) => string | undefined;

/** A toy optimizer: replaces nodes by text, and puts `prelude` in front if it did. */
interface Toy {
  readonly prelude: string;
  readonly replace: Replace;
}

// Toys must tell a Proxy from an array and must not depend on names that a program may shadow: no program could do either.
Reflect.set(globalThis, "eqsatIsProxy", types.isProxy);
Reflect.set(globalThis, "eqsatIsPlain", isPlain);

/** A true array with its own prototype, and nothing but data elements and `length`. */
function isPlain(xs: unknown): boolean {
  if (types.isProxy(xs) || !Array.isArray(xs) || Object.getPrototypeOf(xs) !== Array.prototype) return false;
  return Reflect.ownKeys(xs).every((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(xs, key);
    return descriptor !== undefined && "value" in descriptor && (key === "length" || /^\d+$/.test(String(key)));
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

function toOptimizer(toy: Toy): Optimizer {
  return (source, options) => {
    const typescript = String(options.filename ?? "").endsWith(".ts");
    const root = parse(source, { sourceType: "unambiguous", plugins: typescript ? ["typescript"] : [] }).program;
    let used = false;
    const text = (node: Node): string => {
      const replaced = toy.replace(node, text);
      if (replaced === undefined) return copy(node);
      used = true;
      return replaced;
    };
    const copy = (node: Node): string => {
      let out = "";
      let at = node.start;
      for (const child of childrenOf(node)) {
        if (child.start < at) continue;
        out += source.slice(at, child.start) + text(child);
        at = child.end;
      }
      return out + source.slice(at, node.end);
    };
    const changed = copy(root as unknown as Node);
    // Behind the directives, which nothing has changed: in front of them they would be none.
    const start = root.directives.at(-1)?.end ?? 0;
    const code = `${changed.slice(0, start)}${start > 0 ? "\n" : ""}${toy.prelude}${changed.slice(start)}`;
    return { code: used ? code : source, events: [] };
  };
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc" || key === "extra" || key.endsWith("Comments") || key === "directives") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child);
  }
  return children.sort((a, b) => a.start - b.start);
}

/** The receiver and arguments of `receiver.method(…)`. */
function methodCall(node: Node, method: string): { receiver: Node; args: Node[] } | undefined {
  const { callee } = node;
  if (
    node.type !== "CallExpression" ||
    !isNode(callee) ||
    callee.type !== "MemberExpression" ||
    callee.computed === true
  )
    return undefined;
  const { object, property } = callee;
  if (!isNode(object) || object.type === "Super" || !isNode(property) || property.name !== method) return undefined;
  const args = Array.isArray(node.arguments) ? node.arguments.filter(isNode) : [];
  return args.some((arg) => arg.type === "SpreadElement") ? undefined : { receiver: object, args };
}

/** An inline callback: evaluating it has no effect. */
function isFunction(node: Node | undefined): boolean {
  return node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression";
}

function isLeaf(node: Node): boolean {
  return node.type === "Identifier" || node.type.endsWith("Literal");
}

/** `xs.method(f)` becomes `__method(xs, f)`; `helper` defines that. */
function loop(method: string, argumentCount: number, helper: string, anyArguments = false): Optimizer {
  return toOptimizer({
    prelude: `${helper}\n`,
    replace: (node, text) => {
      const call = methodCall(node, method);
      if (call === undefined || call.args.length !== argumentCount) return undefined;
      if (!anyArguments && (!isFunction(call.args[0]) || call.args.slice(1).some((arg) => !isLeaf(arg))))
        return undefined;
      return `__${method}(${[call.receiver, ...call.args].map((each) => `(${text(each)})`).join(", ")})`;
    },
  });
}

/** `xs.first(f).second(g)` becomes `__fused(xs, f, g)`. */
function fused(first: string, second: string, helper: string): Optimizer {
  return toOptimizer({
    prelude: `${helper}\n`,
    replace: (node, text) => {
      const outer = methodCall(node, second);
      const inner = outer === undefined ? undefined : methodCall(outer.receiver, first);
      if (
        outer?.args.length !== 1 ||
        inner?.args.length !== 1 ||
        !isFunction(inner.args[0]) ||
        !isFunction(outer.args[0])
      )
        return undefined;
      return `__fused(${[inner.receiver, ...inner.args, ...outer.args].map((each) => `(${text(each)})`).join(", ")})`;
    },
  });
}

/** Rewrites a binary expression. */
function arithmetic(operator: string, rewrite: (left: string, right: string) => string | undefined): Optimizer {
  return toOptimizer({
    prelude: "",
    replace: (node, text) => {
      const { left, right } = node;
      if (
        !["BinaryExpression", "LogicalExpression"].includes(node.type) ||
        node.operator !== operator ||
        !isNode(left) ||
        !isNode(right)
      )
        return undefined;
      return rewrite(text(left), text(right));
    },
  });
}

const MAP =
  "const n = xs.length, r = []; r.length = n; for (let i = 0; i < n; i++) if (i in xs) r[i] = f(xs[i], i, xs); return r;";
const orElse = (method: string, rest = "f"): string => `if (!eqsatIsPlain(xs)) return xs.${method}(${rest});`;

/** Optimizers that are right: the fuzzer must find nothing. */
export const RIGHT: Readonly<Record<string, Optimizer>> = {
  identity: (source) => ({ code: source, events: [] }),
  "exact map": loop("map", 1, `function __map(xs, f) { ${orElse("map")} ${MAP} }`),
  "exact filter": loop(
    "filter",
    1,
    `function __filter(xs, f) { ${orElse("filter")} const n = xs.length, r = []; for (let i = 0; i < n; i++) if (i in xs) { const x = xs[i]; if (f(x, i, xs)) r.push(x); } return r; }`,
  ),
};

/** Wrong optimizers, one mistake each: the fuzzer must find every one. */
export const WRONG: Readonly<Record<string, Optimizer>> = {
  "no guard at all": loop("map", 1, `function __map(xs, f) { ${MAP} }`),
  "guard by Array.isArray only": loop(
    "map",
    1,
    `function __map(xs, f) { if (!Array.isArray(xs)) return xs.map(f); ${MAP} }`,
  ),
  "no hole test": loop("map", 1, `function __map(xs, f) { ${orElse("map")} ${MAP.replace("if (i in xs)", "")} }`),
  "length read again": loop(
    "map",
    1,
    `function __map(xs, f) { ${orElse("map")} ${MAP.replace("i < n", "i < xs.length")} }`,
  ),
  "third argument lost": loop("map", 1, `function __map(xs, f) { ${orElse("map")} ${MAP.replace(", xs)", ")")} }`),
  "this is the array": loop(
    "map",
    1,
    `function __map(xs, f) { ${orElse("map")} ${MAP.replace("f(xs[i]", "f.call(xs, xs[i]")} }`,
  ),
  "thisArg lost": loop("map", 2, `function __map(xs, f, t) { ${orElse("map", "f, t")} ${MAP} }`),
  "element read twice": loop(
    "filter",
    1,
    "function __filter(xs, f) { if (eqsatIsProxy(xs) || !Array.isArray(xs) || Object.getPrototypeOf(xs) !== Array.prototype || xs.filter !== [].filter || xs.constructor !== [].constructor) return xs.filter(f); const n = xs.length, r = []; for (let i = 0; i < n; i++) if (i in xs && f(xs[i], i, xs)) r.push(xs[i]); return r; }",
  ),
  "holes filtered in": loop(
    "filter",
    1,
    `function __filter(xs, f) { ${orElse("filter")} const n = xs.length, r = []; for (let i = 0; i < n; i++) { const x = xs[i]; if (f(x, i, xs)) r.push(x); } return r; }`,
  ),
  "index after filter": fused(
    "filter",
    "map",
    "function __fused(xs, f, g) { if (!eqsatIsPlain(xs)) return xs.filter(f).map(g); return xs.filter(f).map((x) => g(x, xs.indexOf(x))); }",
  ),
  "two effectful stages interleaved": fused(
    "map",
    "map",
    "function __fused(xs, f, g) { if (!eqsatIsPlain(xs)) return xs.map(f).map(g); return xs.map((x, i) => g(f(x, i), i)); }",
  ),
  "effects after an early exit lost": fused(
    "map",
    "some",
    "function __fused(xs, f, g) { if (!eqsatIsPlain(xs)) return xs.map(f).some(g); return xs.some((x, i) => g(f(x, i), i)); }",
  ),
  "restart instead of continue": loop(
    "map",
    1,
    `function __map(xs, f) { if (eqsatIsProxy(xs) || !Array.isArray(xs) || xs.map !== [].map || xs.constructor !== [].constructor) return xs.map(f); const n = xs.length, r = []; r.length = n; for (let i = 0; i < n; i++) if (i in xs) { const x = xs[i]; if (typeof x !== "number") return xs.map(f); r[i] = f(x, i, xs); } return r; }`,
  ),
  "reduce starts with undefined": loop(
    "reduce",
    1,
    `function __reduce(xs, f) { ${orElse("reduce")} return xs.reduce(f, undefined); }`,
  ),
  "reduce of nothing gives undefined": loop(
    "reduce",
    1,
    `function __reduce(xs, f) { ${orElse("reduce")} return xs.length ? xs.reduce(f) : undefined; }`,
  ),
  "reduce index from zero": loop(
    "reduce",
    1,
    `function __reduce(xs, f) { ${orElse("reduce")} if (!(0 in xs)) return xs.reduce(f); let a = xs[0]; for (let i = 1; i < xs.length; i++) a = f(a, xs[i], i - 1, xs); return a; }`,
  ),
  "some goes on": loop(
    "some",
    1,
    `function __some(xs, f) { ${orElse("some")} let r = false; xs.forEach((x, i) => { if (f(x, i, xs)) r = true; }); return r; }`,
  ),
  "find skips holes": loop(
    "find",
    1,
    `function __find(xs, f) { ${orElse("find")} for (let i = 0, n = xs.length; i < n; i++) if (i in xs) { const x = xs[i]; if (f(x, i, xs)) return x; } }`,
  ),
  "includes by ===": loop(
    "includes",
    1,
    `function __includes(xs, v) { ${orElse("includes", "v")} return xs.some((x) => x === v); }`,
    true,
  ),
  "join of null": loop(
    "join",
    1,
    `function __join(xs, s) { ${orElse("join", "s")} let r = ""; for (let i = 0; i < xs.length; i++) r += (i ? s : "") + xs[i]; return r; }`,
    true,
  ),
  "callable not tested": loop("map", 1, `function __map(xs, f) { ${orElse("map")} ${MAP} }`, true),
  "flatMap does not flatten": loop(
    "flatMap",
    1,
    `function __flatMap(xs, f) { ${orElse("flatMap")} return xs.map(f); }`,
  ),
  "slice of a negative bound": loop(
    "slice",
    1,
    `function __slice(xs, a) { if (typeof a !== "number" || !eqsatIsPlain(xs)) return xs.slice(a); const r = []; for (let i = a; i < xs.length; i++) r.push(xs[i]); return r; }`,
    true,
  ),
  "lastIndexOf is indexOf": loop(
    "lastIndexOf",
    1,
    "function __lastIndexOf(xs, v) { return Array.isArray(xs) && eqsatIsPlain(xs) ? xs.indexOf(v) : xs.lastIndexOf(v); }",
    true,
  ),
  "spread keeps holes": toOptimizer({
    prelude: "",
    replace: (node, text) => {
      const elements = Array.isArray(node.elements) ? node.elements : [];
      const only: unknown = elements[0];
      if (
        node.type !== "ArrayExpression" ||
        elements.length !== 1 ||
        !isNode(only) ||
        only.type !== "SpreadElement" ||
        !isNode(only.argument)
      )
        return undefined;
      return `((xs) => eqsatIsPlain(xs) ? xs.slice() : [...xs])(${text(only.argument)})`;
    },
  }),
  "x + 0 is x": arithmetic("+", (left, right) => (right === "0" ? `(${left})` : undefined)),
  "x - x is 0": arithmetic("-", (left, right) => (left === right && /^\w+$/.test(left) ? "0" : undefined)),
  "x * 0 is 0": arithmetic("*", (left, right) => (right === "0" && /^[\w().]+$/.test(left) ? "0" : undefined)),
  "operands swapped": arithmetic("+", (left, right) => `(${right} + ${left})`),
  "< negated as >=": toOptimizer({
    prelude: "",
    replace: (node, text) => {
      const { argument } = node;
      if (node.type !== "UnaryExpression" || node.operator !== "!" || !isNode(argument) || argument.operator !== "<")
        return undefined;
      const { left, right } = argument;
      return isNode(left) && isNode(right) ? `(${text(left)} >= ${text(right)})` : undefined;
    },
  }),
  "both sides of && evaluated": arithmetic("&&", (left, right) => `((a, b) => a && b)(${left}, ${right})`),
};
