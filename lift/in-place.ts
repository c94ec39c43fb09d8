import type * as t from "@babel/types";
import type { InPlaceBody } from "./copying-step.ts";
import { type Copy, copyOf, type FunctionLiteral, type Literal, nameOf, unwrapped } from "./copying-syntax.ts";
import { collectNames, freshName } from "./own-syntax.ts";

/** The helpers that a step calls to add to its accumulator. */
const PUT = "eqsatPut";
const KEY = "eqsatKey";
const MERGE = "eqsatMerge";
const SET = "eqsatSet";
const CONCAT = "eqsatConcat";

/**
 * The body of `callback` with additions to `accumulator` in place of its copies (`copying-syntax.ts`). Of parameters
 * that `isFixed` tells, it does not matter when they are read.
 */
export function inPlaceBody(
  callback: FunctionLiteral,
  accumulator: string,
  shape: Literal,
  isTyped: boolean,
  isFixed: (name: string) => boolean,
): InPlaceBody {
  const writer = new InPlaceWriter(callback, accumulator, shape, isTyped, isFixed);
  const { body } = callback;
  const statements = body.type === "BlockStatement" ? writer.statements(body.body) : writer.additions(body);
  return { body: blockOf(statements), calls: [...writer.calls] };
}

class InPlaceWriter {
  readonly calls = new Set<string>();
  private readonly accumulator: string;
  private readonly shape: Literal;
  private readonly isTyped: boolean;
  private readonly isFixed: (name: string) => boolean;
  private readonly taken = new Set<string>();

  constructor(
    callback: FunctionLiteral,
    accumulator: string,
    shape: Literal,
    isTyped: boolean,
    isFixed: (name: string) => boolean,
  ) {
    this.accumulator = accumulator;
    this.shape = shape;
    this.isTyped = isTyped;
    this.isFixed = isFixed;
    collectNames(callback, this.taken);
  }

  /** `statements` with every `return` that is the step's own in place. */
  statements(statements: readonly t.Statement[]): t.Statement[] {
    return statements.flatMap((each) => {
      if (each.type !== "ReturnStatement") return [this.visit(each) as t.Statement];
      return [...this.additions(each.argument!), leave()];
    });
  }

  private visit(value: unknown): unknown {
    if (Array.isArray(value)) {
      const visited = value.flatMap((each) =>
        isReturn(each) ? [...this.additions(each.argument!), leave()] : [this.visit(each)],
      );
      return visited.length !== value.length || visited.some((each, index) => each !== value[index]) ? visited : value;
    }
    if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string")
      return value;
    if (isReturn(value)) return blockOf([...this.additions(value.argument!), leave()]);
    if (/^(?:Arrow)?Function|Method$|^Class/.test(value.type)) return value;
    const changed = Object.entries(value).flatMap(([key, field]) => {
      if (key === "loc" || key === "extra" || key.endsWith("Comments")) return [];
      const visited = this.visit(field);
      return visited === field ? [] : [[key, visited] as const];
    });
    if (changed.length === 0) return value;
    const { start: _start, end: _end, loc: _loc, ...rest } = value as t.Node;
    return { ...rest, ...Object.fromEntries(changed) };
  }

  /** What gives `given` does to the accumulator. */
  additions(given: t.Node): t.Statement[] {
    const node = unwrapped(given);
    if (node.type === "Identifier") return [];
    if (node.type === "ConditionalExpression") return this.choice(node);
    const { copy } = copyOf(node, this.accumulator, this.shape)!;
    return this.added(copy);
  }

  private choice({ test, consequent, alternate }: t.ConditionalExpression): t.Statement[] {
    const [yes, no] = [this.additions(consequent), this.additions(alternate)];
    if (yes.length > 0) return [ifStatement(test, yes, no)];
    return no.length > 0 ? [ifStatement(negated(test), no, [])] : [statementOf(test)];
  }

  private added(copy: Copy): t.Statement[] {
    switch (copy.kind) {
      case "push":
        return copy.values.length === 0 ? [] : [statementOf(call(member(this.own(), "push"), ...copy.values))];
      case "push-all": {
        const name = freshName("item", this.taken);
        const left = declaration(name, undefined);
        const body = blockOf([statementOf(call(member(this.own(), "push"), identifier(name)))]);
        return [{ ...node<t.ForOfStatement>("ForOfStatement"), left, right: copy.value, body, await: false }];
      }
      case "concat":
        return [statementOf(this.helper(CONCAT, identifier(this.accumulator), copy.value))];
      case "merge":
        return [statementOf(this.helper(MERGE, identifier(this.accumulator), copy.value))];
      case "set": {
        const { property } = copy;
        const value = property.value as t.Expression;
        return [statementOf(this.helper(SET, identifier(this.accumulator), this.keyOf(property, value), value))];
      }
      case "put":
        return this.put(copy.properties);
    }
  }

  /** Every key and value is evaluated before the first is added, as they were before. */
  private put(properties: readonly t.ObjectProperty[]): t.Statement[] {
    const isOnly = properties.length === 1;
    const before: t.Statement[] = [];
    const kept = (value: t.Expression): t.Expression => {
      if (isOnly || this.isInert(value)) return value;
      const name = freshName("value", this.taken);
      before.push(declaration(name, value));
      return identifier(name);
    };
    const after = properties.map((property) => {
      const value = property.value as t.Expression;
      const name = nameOf(property);
      if (name !== undefined && !(name in Object.prototype)) {
        const target = member(this.own(), name);
        const right = kept(value);
        return statementOf({
          ...node<t.AssignmentExpression>("AssignmentExpression"),
          operator: "=",
          left: target,
          right,
        });
      }
      const key = kept(this.keyOf(property, isOnly ? value : undefined));
      return statementOf(this.helper(PUT, identifier(this.accumulator), key, kept(value)));
    });
    return [...before, ...after];
  }

  /** The key of a property, converted where it stands if what is evaluated behind it could tell. */
  private keyOf(property: t.ObjectProperty, behind: t.Expression | undefined): t.Expression {
    const name = nameOf(property);
    if (name !== undefined) return { ...node<t.StringLiteral>("StringLiteral"), value: name };
    const key = property.key as t.Expression;
    if (isText(key) || (behind !== undefined && this.isInert(behind))) return key;
    return this.helper(KEY, key);
  }

  /** Can nothing be seen of evaluating it, and does it not matter when? */
  private isInert(value: t.Expression): boolean {
    const inner = unwrapped(value);
    if (inner.type === "Identifier") return this.isFixed(inner.name);
    if (inner.type === "ArrayExpression")
      return inner.elements.every((each) => each !== null && each.type !== "SpreadElement" && this.isInert(each));
    return /^(?:Numeric|String|Boolean|Null)Literal$/.test(inner.type) || isEmptyObject(inner);
  }

  private helper(name: string, ...args: t.Expression[]): t.CallExpression {
    this.calls.add(name);
    return call(identifier(name), ...args);
  }

  /** The accumulator, to be added to. */
  private own(): t.Expression {
    const own = identifier(this.accumulator);
    if (!this.isTyped) return own;
    return {
      ...node<t.TSAsExpression>("TSAsExpression"),
      expression: own,
      typeAnnotation: node<t.TSAnyKeyword>("TSAnyKeyword"),
    };
  }
}

function isReturn(value: unknown): value is t.ReturnStatement {
  return typeof value === "object" && value !== null && "type" in value && value.type === "ReturnStatement";
}

/** Does it certainly give a primitive? */
function isText({ type }: t.Expression): boolean {
  return type === "TemplateLiteral" || type === "StringLiteral" || type === "NumericLiteral";
}

function isEmptyObject(node: t.Node): boolean {
  return node.type === "ObjectExpression" && node.properties.length === 0;
}

function negated(test: t.Expression): t.Expression {
  if (test.type === "UnaryExpression" && test.operator === "!") return test.argument;
  const opposite = test.type === "BinaryExpression" ? opposites[test.operator] : undefined;
  if (test.type === "BinaryExpression" && opposite !== undefined) {
    const { left, right } = test;
    return { ...node<t.BinaryExpression>("BinaryExpression"), operator: opposite, left, right };
  }
  return { ...node<t.UnaryExpression>("UnaryExpression"), operator: "!", prefix: true, argument: test };
}

const opposites: Readonly<Partial<Record<t.BinaryExpression["operator"], t.BinaryExpression["operator"]>>> = {
  "===": "!==",
  "!==": "===",
  "==": "!=",
  "!=": "==",
};

function ifStatement(test: t.Expression, yes: t.Statement[], no: t.Statement[]): t.IfStatement {
  const alternate = no.length === 0 ? null : blockOf(no);
  return { ...node<t.IfStatement>("IfStatement"), test, consequent: blockOf(yes), alternate };
}

function leave(): t.ReturnStatement {
  return { ...node<t.ReturnStatement>("ReturnStatement"), argument: null };
}

function declaration(name: string, init: t.Expression | undefined): t.VariableDeclaration {
  const declarator = { ...node<t.VariableDeclarator>("VariableDeclarator"), id: identifier(name), init: init ?? null };
  return { ...node<t.VariableDeclaration>("VariableDeclaration"), kind: "const", declarations: [declarator] };
}

function blockOf(body: t.Statement[]): t.BlockStatement {
  return { ...node<t.BlockStatement>("BlockStatement"), body, directives: [] };
}

function statementOf(expression: t.Expression): t.ExpressionStatement {
  return { ...node<t.ExpressionStatement>("ExpressionStatement"), expression };
}

function call(callee: t.Expression, ...args: t.Expression[]): t.CallExpression {
  return { ...node<t.CallExpression>("CallExpression"), callee, arguments: args };
}

function member(object: t.Expression, name: string): t.MemberExpression {
  const isName = /^[A-Za-z_$][\w$]*$/.test(name);
  const property = isName ? identifier(name) : { ...node<t.StringLiteral>("StringLiteral"), value: name };
  return { ...node<t.MemberExpression>("MemberExpression"), object, property, computed: !isName };
}

function identifier(name: string): t.Identifier {
  return { ...node<t.Identifier>("Identifier"), name };
}

function node<T extends t.Node>(type: T["type"]): T {
  return { type } as T;
}
