import type * as t from "@babel/types";
import type { Payload } from "../ir/term.ts";
import { isLiteral, literalOf, type Operation, operationOf, operatorOf } from "./operation.ts";

/** A term with variables, as a rule's left side. */
export type Shape =
  | { readonly kind: "var"; readonly name: string }
  | {
      readonly kind: "node";
      readonly op: string;
      readonly payload?: { readonly const: Payload } | { readonly var: string };
      readonly args: readonly Shape[];
    };

/** What an expression has to look like for a rule to apply to it. */
export interface Start {
  readonly shape: Shape;
  /** Variables that stand for constants only. */
  readonly constants: ReadonlySet<string>;
  /** Variables of which something has to be known. */
  readonly known: ReadonlySet<string>;
}

/**
 * Where rules about expressions start from. A test of the syntax alone: most expressions of real code are as short as
 * can be, and finding that out has to cost next to nothing.
 */
export class ScalarStarts {
  private readonly byOperator = new Map<string, Candidates>();

  constructor(starts: readonly Start[]) {
    for (const start of starts) {
      const { shape } = start;
      if (shape.kind === "var") throw new Error("a rule that applies to everything starts nowhere");
      const names = namesIn(shape);
      const needed = shape.args.map((arg) => neededOf(arg, start));
      const candidate = { ...start, shape, needed, repeats: new Set(names).size < names.length };
      const candidates = this.byOperator.get(shape.op) ?? new Candidates();
      this.byOperator.set(shape.op, candidates);
      candidates.add(candidate);
    }
  }

  /** Could a rule start from `node` itself? */
  isAt(node: t.Node): boolean {
    const operation = operationOf(node);
    return operation !== undefined && this.byOperator.get(operation.op)?.haveOneFor(operation) === true;
  }

  /** Could a rule start from `node`, or from one of its operands? Of those that could, `started` tells what it knows. */
  isWithin(node: t.Node, started?: ReadonlySet<t.Node>): boolean {
    const operation = operationOf(node);
    if (operation === undefined) return false;
    const candidates = this.byOperator.get(operation.op);
    if (candidates !== undefined) {
      if (candidates.haveOneFor(operation)) return true;
    }
    if (started?.size === 0) return false;
    return operation.operands.some((each) => (started ? started.has(bare(each)) : this.isWithin(each)));
  }
}

interface Candidate extends Start {
  readonly shape: Extract<Shape, { kind: "node" }>;
  /** What each operand has to be: an operator, or `const`. Most starts are turned away by that. */
  readonly needed: readonly (string | undefined)[];
  /** Is there a variable that stands in two places? */
  readonly repeats: boolean;
}

/** The candidates of one operator, by what their first operands have to be. */
class Candidates {
  private readonly open: Candidate[] = [];
  private readonly byFirst = new Map<string, Candidate[]>();
  private readonly bySecond = new Map<string, Candidate[]>();

  add(candidate: Candidate): void {
    const [first, second] = candidate.needed;
    if (first !== undefined) listAt(this.byFirst, first).push(candidate);
    else if (second !== undefined) listAt(this.bySecond, second).push(candidate);
    else this.open.push(candidate);
  }

  haveOneFor(operation: Operation): boolean {
    const seen = operation.operands.map(glanceAt);
    return (
      someFits(this.open, seen, operation) ||
      someFits(listFor(this.byFirst, seen[0]), seen, operation) ||
      someFits(literalList(this.byFirst, seen[0]), seen, operation) ||
      someFits(listFor(this.bySecond, seen[1]), seen, operation) ||
      someFits(literalList(this.bySecond, seen[1]), seen, operation)
    );
  }
}

/** The list at `key`, which is made where there is none. */
export function listAt<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

type Lists = ReadonlyMap<string, readonly Candidate[]>;

function listFor(lists: Lists, seen: Glance | undefined): readonly Candidate[] | undefined {
  return seen?.op === undefined ? undefined : lists.get(seen.op);
}

function literalList(lists: Lists, seen: Glance | undefined): readonly Candidate[] | undefined {
  return seen?.isLiteral === true ? lists.get("const") : undefined;
}

function someFits(list: readonly Candidate[] | undefined, seen: readonly Glance[], operation: Operation): boolean {
  if (list === undefined) return false;
  for (let i = 0; i < list.length; i++) if (agrees(list[i]!, seen) && fits(list[i]!, operation)) return true;
  return false;
}

function neededOf(shape: Shape, { constants }: Start): string | undefined {
  if (shape.kind === "var") return constants.has(shape.name) ? "const" : undefined;
  return shape.op;
}

/** An operand, as far as it takes to turn most starts away. */
interface Glance {
  readonly op: string | undefined;
  readonly isLiteral: boolean;
}

function glanceAt(node: t.Node): Glance {
  return { op: operatorOf(node), isLiteral: isLiteral(node) };
}

function agrees({ needed }: Candidate, seen: readonly Glance[]): boolean {
  if (needed.length !== seen.length) return false;
  for (let i = 0; i < seen.length; i++) {
    const op = needed[i];
    if (op !== undefined && (op === "const" ? !seen[i]!.isLiteral : op !== seen[i]!.op)) return false;
  }
  return true;
}

/** The variables of `shape`, as often as they stand in it. */
export function namesIn(shape: Shape): string[] {
  return shape.kind === "var" ? [shape.name] : shape.args.flatMap(namesIn);
}

/** What {@link operationOf} looks through. */
function bare(node: t.Node): t.Node {
  const isWrapper = node.type === "ParenthesizedExpression" || node.type === "TSNonNullExpression";
  return isWrapper ? bare(node.expression) : node;
}

function fits(start: Candidate, operation: Operation): boolean {
  const { shape } = start;
  const bound = start.repeats ? new Map<string, t.Node>() : undefined;
  if (!operandsFit(shape.args, operation.operands, start, bound)) return false;
  return !isWide(shape.args) || start.known.size === 0 || tellsKnown(start, shape.args, operation.operands);
}

/** Nothing but one operator: what such a rule needs to know makes all the difference. */
export function isWide(shapes: readonly Shape[]): boolean {
  const names = shapes.map((each) => (each.kind === "var" ? each.name : ""));
  return !names.includes("") && new Set(names).size === names.length;
}

/** Does the syntax of an operand tell anything of the values that it may have? */
function tellsKnown({ known }: Start, shapes: readonly Shape[], operands: readonly t.Node[]): boolean {
  return shapes.some((shape, index) => {
    const operand = operands[index];
    if (shape.kind !== "var" || !known.has(shape.name) || operand === undefined) return false;
    return literalOf(operand) !== undefined || operationOf(operand) !== undefined || operand.type === "TemplateLiteral";
  });
}

/** What variables stand for, where one is to be met twice. */
type Bound = Map<string, t.Node> | undefined;

function operandsFit(shapes: readonly Shape[], operands: readonly t.Node[], start: Start, bound: Bound): boolean {
  if (shapes.length !== operands.length) return false;
  return shapes.every((shape, index) => shapeFits(shape, operands[index]!, start, bound));
}

function shapeFits(shape: Shape, node: t.Node, start: Start, bound: Bound): boolean {
  if (node.type === "SpreadElement") return false;
  if (shape.kind === "var") {
    const other = bound?.get(shape.name);
    if (other !== undefined) return isSame(other, node);
    bound?.set(shape.name, node);
    return !start.constants.has(shape.name) || literalOf(node) !== undefined;
  }
  if (shape.op === "const") {
    const literal = literalOf(node);
    return literal !== undefined && shape.payload !== undefined && "const" in shape.payload
      ? Object.is(literal.value, shape.payload.const)
      : literal !== undefined;
  }
  const operation = operationOf(node);
  return operation?.op === shape.op && operandsFit(shape.args, operation.operands, start, bound);
}

/** Do both read the same? */
function isSame(a: t.Node, b: t.Node): boolean {
  if (a.type === "Identifier" && b.type === "Identifier") return a.name === b.name;
  if (a.type === "ThisExpression") return b.type === "ThisExpression";
  const literals = [literalOf(a), literalOf(b)];
  if (literals[0] !== undefined) return literals[1] !== undefined && Object.is(literals[0].value, literals[1].value);
  if (a.type === "MemberExpression" && b.type === "MemberExpression")
    return a.computed === b.computed && isSame(a.property, b.property) && isSame(a.object, b.object);
  const [first, second] = [operationOf(a), operationOf(b)];
  if (first === undefined || second === undefined || first.op !== second.op) return false;
  return (
    first.operands.length === second.operands.length &&
    first.operands.every((each, index) => isSame(each, second.operands[index]!))
  );
}
