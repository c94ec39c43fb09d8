import type { Pattern } from "../egraph/index.ts";
import type { Payload } from "../ir/term.ts";

/**
 * Patterns whose type carries the names of their variables, so that a right-hand side with a variable that the left
 * side does not bind does not compile. `Literal`s stand for constants.
 */
export interface Pat<V extends string = string> {
  readonly vars: readonly V[];
  readonly pattern: Pattern;
}

export type Literal = Payload;
export type Operand<V extends string> = Pat<V> | Literal;

type Unary = <A extends string = never>(a: Operand<A>) => Pat<A>;
type Binary = <A extends string = never, B extends string = never>(a: Operand<A>, b: Operand<B>) => Pat<A | B>;
type Ternary = <A extends string = never, B extends string = never, C extends string = never>(
  a: Operand<A>,
  b: Operand<B>,
  c: Operand<C>,
) => Pat<A | B | C>;

/** A variable: any value. */
export function variable<const V extends string>(name: V): Pat<V> {
  return { vars: [name], pattern: { kind: "var", name } };
}

function isPattern<V extends string>(operand: Operand<V>): operand is Pat<V> {
  return typeof operand === "object" && operand !== null;
}

function toPat<V extends string>(operand: Operand<V>): Pat<V> {
  if (isPattern(operand)) return operand;
  return { vars: [], pattern: { kind: "node", op: "const", payload: { const: operand }, args: [] } };
}

function node<V extends string>(op: string, ...args: readonly Operand<V>[]): Pat<V> {
  const pats = args.map(toPat);
  const vars = [...new Set(pats.flatMap((arg) => arg.vars))];
  return { vars, pattern: { kind: "node", op, args: pats.map((arg) => arg.pattern) } };
}

function unary(op: string): Unary {
  return <A extends string = never>(a: Operand<A>) => node<A>(op, a);
}

function binary(op: string): Binary {
  return <A extends string = never, B extends string = never>(a: Operand<A>, b: Operand<B>) => node<A | B>(op, a, b);
}

function ternary(op: string): Ternary {
  return <A extends string = never, B extends string = never, C extends string = never>(
    a: Operand<A>,
    b: Operand<B>,
    c: Operand<C>,
  ) => node<A | B | C>(op, a, b, c);
}

export const neg: Unary = unary("neg");
export const pos: Unary = unary("pos");
export const bitNot: Unary = unary("~");
export const not: Unary = unary("!");
export const typeOf: Unary = unary("typeof");
export const add: Binary = binary("+");
export const sub: Binary = binary("-");
export const mul: Binary = binary("*");
export const div: Binary = binary("/");
export const rem: Binary = binary("%");
export const pow: Binary = binary("**");
export const bitAnd: Binary = binary("&");
export const bitOr: Binary = binary("|");
export const bitXor: Binary = binary("^");
export const shl: Binary = binary("<<");
export const shr: Binary = binary(">>");
export const ushr: Binary = binary(">>>");
export const lt: Binary = binary("<");
export const le: Binary = binary("<=");
export const gt: Binary = binary(">");
export const ge: Binary = binary(">=");
export const eq: Binary = binary("===");
export const ne: Binary = binary("!==");
export const looseEq: Binary = binary("==");
export const looseNe: Binary = binary("!=");
export const and: Binary = binary("&&");
export const or: Binary = binary("||");
export const coalesce: Binary = binary("??");
export const cond: Ternary = ternary("?:");
export const toNumber: Unary = unary("Number");
export const toText: Unary = unary("String");
export const toBoolean: Unary = unary("Boolean");
export const objectIs: Binary = binary("Object.is");
export const numberIsNaN: Unary = unary("Number.isNaN");
export const numberIsFinite: Unary = unary("Number.isFinite");
export const globalIsNaN: Unary = unary("isNaN");
export const globalIsFinite: Unary = unary("isFinite");
export const parseInteger: Binary = binary("parseInt");
export const parseInteger1: Unary = unary("parseInt");
export const asIntN: Binary = binary("BigInt.asIntN");
export const asUintN: Binary = binary("BigInt.asUintN");
export const floor: Unary = unary("Math.floor");
export const ceil: Unary = unary("Math.ceil");
export const trunc: Unary = unary("Math.trunc");
export const round: Unary = unary("Math.round");
export const fround: Unary = unary("Math.fround");
export const abs: Unary = unary("Math.abs");
export const sign: Unary = unary("Math.sign");
export const sqrt: Unary = unary("Math.sqrt");
export const sin: Unary = unary("Math.sin");
export const exp: Unary = unary("Math.exp");
export const log: Unary = unary("Math.log");
export const clz32: Unary = unary("Math.clz32");
export const imul: Binary = binary("Math.imul");
export const hypot: Binary = binary("Math.hypot");
export const mathPow: Binary = binary("Math.pow");
export const max1: Unary = unary("Math.max");
export const min1: Unary = unary("Math.min");
export const max: Binary = binary("Math.max");
export const min: Binary = binary("Math.min");
export const max3: Ternary = ternary("Math.max");
export const min3: Ternary = ternary("Math.min");
export const length: Unary = unary("str.length");
export const at: Binary = binary("str.index");
export const trim: Unary = unary("str.trim");
export const trimStart: Unary = unary("str.trimStart");
export const trimEnd: Unary = unary("str.trimEnd");
export const upper: Unary = unary("str.toUpperCase");
export const lower: Unary = unary("str.toLowerCase");
export const charAt: Binary = binary("str.charAt");
export const slice: Binary = binary("str.slice");
export const substring: Binary = binary("str.substring");
export const indexOf: Binary = binary("str.indexOf");
export const startsWith: Binary = binary("str.startsWith");
export const includes: Binary = binary("str.includes");
export const concat: Binary = binary("str.concat");
export const template: Ternary = ternary("template");
