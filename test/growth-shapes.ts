/** What is made larger, and larger: the text of size `n`. */
export interface Shape {
  readonly size: number;
  readonly text: (n: number) => string;
}

function repeat(n: number, piece: (i: number) => string, between = ""): string {
  return Array.from({ length: n }, (_, i) => piece(i)).join(between);
}

function inFunction(n: number, statement: (i: number) => string): string {
  return `export function f(xs, g, a) { const r = []; ${repeat(n, statement)} return r; }`;
}

function chain(n: number, link: (i: number) => string): string {
  return `export const f = (xs) => xs${repeat(n, link)};`;
}

function expression(n: number, operand: (i: number) => string, operator: string): string {
  return `export const f = (a, b, c) => ${repeat(n, operand, operator)};`;
}

function nested(n: number, open: string, close: string): string {
  return `export const f = (a, g) => ${open.repeat(n)}a${close.repeat(n)};`;
}

const inner = (i: number): string => `xs.filter((x) => x > ${i}).map((x) => x + 1)`;
const letter = (i: number): string => "abc"[i % 3]!;

/**
 * Shapes of input whose time once grew with their square, or might. Sizes are such that the first is worth measuring.
 * Not here: scopes in scopes. A variable of the outermost is looked for through all of them, and a callback's text is
 * looked at once for each around it. A few hundred use up the stack.
 */
export const growthShapes: Readonly<Record<string, Shape>> = {
  "links: map": { size: 70, text: (n) => chain(n, () => ".map((x) => x + 1)") },
  "links: opaque map": { size: 70, text: (n) => chain(n, () => ".map((x) => g(x))") },
  "links: filter": { size: 70, text: (n) => chain(n, (i) => `.filter((x) => x > ${i})`) },
  "links: flatMap": { size: 70, text: (n) => chain(n, (i) => `.flatMap((x) => [x, ${i}])`) },
  "links: flat": { size: 70, text: (n) => chain(n, () => ".flat()") },
  "links: slice": { size: 100, text: (n) => chain(n, () => ".slice(1)") },
  "links: mixed": {
    size: 70,
    text: (n) => chain(n, (i) => [".map((x) => x + 1)", ".filter((x) => x)", ".slice(1)"][i % 3]!),
  },
  "links: over constants": {
    size: 70,
    text: (n) =>
      `export function f(x0) { ${repeat(n, (i) => `const x${i + 1} = x${i}.map((x) => x + 1);`)} return x${n}; }`,
  },
  "links: other methods": { size: 100, text: (n) => chain(n, (i) => `.set(${i}, (x) => x + ${i})`) },
  "chains in a function": { size: 6, text: (n) => inFunction(n, (i) => `r.push(${inner(i)});`) },
  "chains in variables": { size: 6, text: (n) => inFunction(n, (i) => `const v${i} = ${inner(i)}; g(v${i});`) },
  "chains in functions": {
    size: 6,
    text: (n) => repeat(n, (i) => `export function f${i}(xs) { return ${inner(i)}; }\n`),
  },
  "chains in a module": {
    size: 6,
    text: (n) => `const xs = Object.keys(globalThis);\n${repeat(n, (i) => `export const v${i} = ${inner(i)};\n`)}`,
  },
  "chains in a class": {
    size: 6,
    text: (n) => `export class C { ${repeat(n, (i) => `m${i}(xs) { return ${inner(i)}; }`)} }`,
  },
  "chains in an array": { size: 6, text: (n) => `export const f = (xs) => [${repeat(n, inner, ", ")}];` },
  "chains in a switch": {
    size: 6,
    text: (n) => `export function f(a, xs) { switch (a) { ${repeat(n, (i) => `case ${i}: return ${inner(i)};`)} } }`,
  },
  "regions in a function": { size: 12, text: (n) => inFunction(n, (i) => `r[${i}] = (a | 0) * 1 + ${i};`) },
  "branches in a function": { size: 40, text: (n) => inFunction(n, (i) => `if (a > ${i} * 1) { a = a * 2; }`) },
  "functions that call each other": {
    size: 12,
    text: (n) =>
      `${repeat(n, (i) => `function f${i}(x) { return ${i ? `f${i - 1}(x)` : "x"} * 2 + 1; }\n`)}export const r = (xs) => xs.map((x) => f${n - 1}(x)).filter((x) => x > 1);`,
  },
  variables: {
    size: 40,
    text: (n) =>
      `export function f(a) { ${repeat(n, (i) => `const v${i} = ${i ? `v${i - 1} + v${i - 1}` : "+a"};`)} return v${n - 1}; }`,
  },
  sum: { size: 60, text: (n) => expression(n, (i) => `${letter(i)} * ${i}`, " + ") },
  "logical and": { size: 60, text: (n) => expression(n, (i) => `a > ${i}`, " && ") },
  "logical or": { size: 60, text: (n) => expression(n, (i) => `a === ${i}`, " || ") },
  nullish: { size: 60, text: (n) => expression(n, letter, " ?? ") },
  texts: { size: 60, text: (n) => expression(n, (i) => `"s${i}" + ${letter(i)}`, " + ") },
  bits: { size: 60, text: (n) => expression(n, (i) => `((${letter(i)} >> ${i % 31}) & ${i})`, " ^ ") },
  conditions: { size: 60, text: (n) => `export const f = (a) => ${repeat(n, (i) => `a === ${i} ? "v${i}" : `)}0;` },
  template: { size: 60, text: (n) => `export const f = (a) => \`${repeat(n, (i) => `x${i} \${a + ${i}} `)}\`;` },
  parentheses: { size: 60, text: (n) => nested(n, "(1 + ", ")") },
  calls: { size: 60, text: (n) => nested(n, "g(1 * ", ")") },
  "calls of Math": { size: 60, text: (n) => nested(n, "Math.abs(", ")") },
  arrays: { size: 60, text: (n) => nested(n, "[1 * 2, ", "]") },
  "array literal": {
    size: 60,
    text: (n) => `export const f = (a) => [${repeat(n, (i) => `a + ${i}`, ", ")}].map((x) => x + 1).filter((x) => x);`,
  },
  "object literal": {
    size: 40,
    text: (n) =>
      `export const f = (xs) => xs.map((a) => ({ ${repeat(n, (i) => `k${i}: a * ${i}`, ", ")} })).map((o) => o.k3 + o.k4);`,
  },
  "statements of a callback": {
    size: 40,
    text: (n) =>
      `export const f = (xs) => xs.map((x) => { let s = x; ${repeat(n, (i) => `s = s * 2 + ${i};`)} return s; }).filter((x) => x > 2);`,
  },
  "operands of a callback": {
    size: 40,
    text: (n) => `export const f = (xs) => xs.map((x) => ${repeat(n, (i) => `x * ${i}`, " + ")}).filter((x) => x > 2);`,
  },
};
