import type * as t from "@babel/types";
import { operatorOf } from "../ir/operators.ts";
import { print } from "../ir/print.ts";
import type { Region } from "../ir/region.ts";
import { printTerm } from "../ir/sexpr.ts";
import type { Term } from "../ir/term.ts";

/**
 * Terms of a region as JavaScript that a reader of its source recognises: loops as the chains of methods that they
 * stand for. For derivations: the text is to be read, not to be run.
 */
export function regionText(region: Region<t.Node>, source: string): (term: Term) => string {
  const wishes = region.kind === "chain" ? region.names : { element: "", index: "", accumulator: "" };
  const names = {
    element: wishes.element || "x",
    index: wishes.index || "i",
    accumulator: wishes.accumulator || "result",
  };
  /** Texts that stand for loops and their parts within a term that is printed. */
  const texts = new Map<Term, string>();

  const leafText = (leaf: Term): string => {
    const known = texts.get(leaf);
    if (known !== undefined) return known;
    const { form, name, node } = region.leaves[Number(leaf.payload)] ?? {};
    if (form === "variable" && name !== undefined) return name;
    if (node === undefined) return name ?? printTerm(leaf);
    if (form !== "callback") return bracketed(sourceOf(node) ?? name ?? printTerm(leaf));
    // The body of a loop is statements, which no expression can show.
    if (node.type === "ForOfStatement" || isMade(node)) return `body(${names.element})`;
    const body = bodyOver(node, names.element);
    if (body !== undefined) return bracketed(sourceOf(body) ?? "");
    return `${bracketed(sourceOf(node) ?? "")}(${names.element}, ${names.index})`;
  };
  /** What the file says there, on one line. */
  const sourceOf = ({ start, end }: t.Node): string | undefined =>
    start == null || end == null ? undefined : source.slice(start, end).replace(/\s+/g, " ");

  /** `term`, with a leaf of its own text in the place of each loop. */
  const flat = (term: Term): Term => {
    if (operatorOf(term.op).form.kind !== "loop") return { ...term, args: term.args.map(flat) };
    const leaf: Term = { op: "var", payload: undefined, args: [] };
    texts.set(leaf, loopText(term));
    return leaf;
  };
  const text = (term: Term): string => print(flat(term), leafText);

  const arrow = (body: Term, parameters = names.element): string => {
    const printed = text(body);
    return `(${parameters}) => ${printed.startsWith("{") ? `(${printed})` : printed}`;
  };

  /** The elements of a stream that pass its guard. */
  const passing = ([domain, guard]: readonly Term[]): string => {
    const all = text(domain!);
    return isConst(guard!, true) ? all : `${all}.filter(${arrow(guard!)})`;
  };
  /** What a stream gives. */
  const giving = ({ args }: Term): string => {
    const value = args[2]!;
    return isElement(value) ? passing(args) : `${passing(args)}.map(${arrow(value)})`;
  };
  const reducing = (method: string, stream: Term, step: Term, init?: Term): string => {
    const start = init === undefined ? "" : `, ${text(init)}`;
    return `${passing(stream.args)}.${method}(${arrow(step, `${names.accumulator}, ${names.element}`)}${start})`;
  };

  const searching = (stream: Term, otherwise: Term, end: "first" | "last"): string => {
    const value = stream.args[2]!;
    const all = text(stream.args[0]!);
    const test = arrow(stream.args[1]!);
    if (end === "first" && isConst(value, true) && isConst(otherwise, false)) return `${all}.some(${test})`;
    if (end === "first" && isConst(value, false) && isConst(otherwise, true)) {
      return `!${all}.some(${test})`;
    }
    if (isElement(value) && isConst(otherwise, undefined))
      return `${all}.${end === "first" ? "find" : "findLast"}(${test})`;
    // Nearly: what is found may itself be nullish.
    return `(${giving(stream)}${end === "first" ? "[0]" : ".at(-1)"} ?? ${text(otherwise)})`;
  };

  const loopText = (term: Term): string => {
    const { op, args } = term;
    const [first, second, third] = args;
    switch (op) {
      case "over":
      case "dense":
      case "each":
      case "called":
        return text(first!);
      case "range":
        return `[...Array(${text(first!)}).keys()]`;
      case "el":
        return names.element;
      case "append":
        return `[...${text(first!)}, ${args.slice(1).map(text).join(", ")}]`;
      case "put":
        return `{ ...${text(first!)}, [${text(second!)}]: ${text(third!)} }`;
      case "entryKey":
        return `${text(first!)}[0]`;
      case "entryValue":
        return `${text(first!)}[1]`;
      case "ix":
      case "index":
        return names.index;
      case "acc":
        return names.accumulator;
      case "item":
        return `each(${text(first!)})`;
      case "stream":
        return giving(term);
      case "toArray":
        return text(first!);
      case "toSet":
        return `new Set(${text(first!)})`;
      case "toMap":
        return `new Map(${text(first!)})`;
      case "toObject":
        return `Object.fromEntries(${text(first!)})`;
      case "join":
        return `${text(first!)}.join(${text(second!)})`;
      case "count":
        return `${passing(first!.args)}.length`;
      case "fold":
        return reducing("reduce", first!, third!, second!);
      case "foldRight":
        return reducing("reduceRight", first!, third!, second!);
      case "fold1":
        return reducing("reduce", first!, second!);
      case "forEach":
        return `${passing(first!.args)}.forEach(${arrow(first!.args[2]!)})`;
      case "first":
      case "last":
        return searching(first!, second!, op);
      default:
        return `${op}(${args.map(text).join(", ")})`;
    }
  };
  return text;
}

function bracketed(text: string): string {
  return /^[\w$.]+$/.test(text) ? text : `(${text})`;
}

/** Is it a function that lifting has made of statements, and that the file does not hold? */
function isMade(node: t.Node): boolean {
  return node.type === "ArrowFunctionExpression" && node.body.start == null;
}

/** The body of an arrow function that calls its element `element` already, and so can be shown in its place. */
function bodyOver(node: t.Node, element: string): t.Expression | undefined {
  if (node.type !== "ArrowFunctionExpression" || node.body.type === "BlockStatement") return undefined;
  const [first] = node.params;
  return first === undefined || (first.type === "Identifier" && first.name === element) ? node.body : undefined;
}

/** Is it the element itself, whatever is known of it? */
function isElement(term: Term): boolean {
  return operatorOf(term.op).form.kind === "fact" ? isElement(term.args[0]!) : term.op === "el";
}

function isConst(term: Term, value: Term["payload"]): boolean {
  return term.op === "const" && term.payload === value;
}
