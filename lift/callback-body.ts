import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { mayBeDropped, mayThrow, READ, stateOf } from "../ir/effects.ts";
import { ANY, type Kinds, NUMBER, STRING } from "../ir/kinds.ts";
import { constant, type Term, term } from "../ir/term.ts";
import { type RegionBuilder, undefinedTerm } from "./builder.ts";
import { liftExpression, liftProperty } from "./expression.ts";
import { globalFunction } from "./global-names.ts";
import { stringOnlyMethods } from "./text-methods.ts";

/** The functions whose bodies can be opened. */
export type Callee = NodePath<t.ArrowFunctionExpression | t.FunctionExpression | t.FunctionDeclaration>;

/** A callback's body over the arguments that it is called with. */
export interface OpenedBody {
  readonly body: Term;
  /** The arguments as the loop should use them: tested, where the body suggests of what kinds they are. */
  readonly args: readonly Term[];
}

/** The body of `callee`, called with `args`, as a term; undefined where it holds what we do not look into. */
export function openBody(callee: Callee, args: readonly Term[], builder: RegionBuilder): OpenedBody | undefined {
  if (callee.isFunctionExpression() && callee.node.id != null) return undefined;
  return new BodyOpener(builder).open(callee, args);
}

/**
 * Binds parameters to `given` in `environment`. Gives what patterns evaluate on the way; undefined where one of them is
 * not understood.
 */
export function bindParameters(
  params: readonly NodePath[],
  given: readonly Term[],
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): readonly Term[] | undefined {
  const opener = new BodyOpener(builder, environment);
  const taken: Term[] = [];
  return params.every((each, index) => opener.bind(each, given[index]!, taken) !== undefined) ? taken : undefined;
}

class BodyOpener {
  private readonly builder: RegionBuilder;
  private readonly environment: Map<Binding, Term>;

  constructor(builder: RegionBuilder, environment: Map<Binding, Term> = new Map()) {
    this.builder = builder;
    this.environment = environment;
  }

  open(callee: Callee, given: readonly Term[]): OpenedBody | undefined {
    const args = [...given];
    const taken: Term[] = [];
    for (const [index, parameter] of (callee.get("params") as NodePath[]).entries()) {
      const bound = this.bind(parameter, args[index]!, taken);
      if (bound === undefined) return undefined;
      args[index] = bound;
    }
    const inner = callee.get("body") as NodePath;
    const body = inner.isBlockStatement() ? this.block(inner.get("body"), 0) : this.expression(inner);
    return body && { body: this.after(taken, body), args };
  }

  private expression(path: NodePath): Term | undefined {
    return liftExpression(path, this.builder, this.environment);
  }

  /**
   * `body`, after what the function has evaluated before it. A value that only a test makes harmless is evaluated
   * even if nobody uses it: where the test fails, the original does what the value would do.
   */
  private after(taken: readonly Term[], body: Term): Term {
    return taken.reduceRight(
      (rest, value) => (mayBeDropped(this.builder.effect(value)) ? rest : term(",", value, rest)),
      body,
    );
  }

  /** Binds what `pattern` declares to parts of `value`. Gives the value itself, tested where that pays. */
  bind(pattern: NodePath, value: Term, taken: Term[]): Term | undefined {
    if (pattern.isIdentifier()) return this.bindName(pattern, value);
    if (pattern.isAssignmentPattern()) {
      const fallback = this.expression(pattern.get("right"));
      if (fallback === undefined) return undefined;
      const filled = term("?:", term("===", value, undefinedTerm), fallback, value);
      return this.bindPart(pattern.get("left") as NodePath, filled, taken) ? value : undefined;
    }
    if (pattern.isObjectPattern()) return this.bindObject(pattern, value, taken) ? value : undefined;
    if (pattern.isArrayPattern()) return this.bindPair(pattern, value, taken) ? value : undefined;
    return undefined;
  }

  private bindName(pattern: NodePath<t.Identifier>, value: Term): Term | undefined {
    const binding = pattern.scope.getBinding(pattern.node.name);
    if (binding === undefined || !binding.constant) return undefined;
    const wanted = suggestedKinds(binding);
    const made = wanted === ANY ? value : (this.builder.within(value, wanted) ?? value);
    this.environment.set(binding, made);
    return made;
  }

  /** Binds a part that is evaluated on the way: it may throw nothing, and matters only by the tests in it. */
  private bindPart(pattern: NodePath, part: Term | undefined, taken: Term[]): boolean {
    if (part === undefined) return false;
    const effect = this.builder.effect(part);
    if (mayThrow(effect) || stateOf(effect) > READ) return false;
    taken.push(part);
    return this.bind(pattern, part, taken) !== undefined;
  }

  private bindObject(pattern: NodePath<t.ObjectPattern>, value: Term, taken: Term[]): boolean {
    // `{}` reads nothing, and throws where there is nothing to read from.
    if (pattern.node.properties.length === 0) return false;
    return pattern.get("properties").every((property) => {
      if (!property.isObjectProperty() || property.node.computed) return false;
      const { key } = property.node;
      const name = key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
      if (name === undefined) return false;
      return this.bindPart(property.get("value") as NodePath, this.read(value, name), taken);
    });
  }

  /** The property `name` of `value`, which is tested first: what is evaluated on the way does not throw. */
  private read(value: Term, name: string): Term | undefined {
    const { mayThrow } = this.builder;
    this.builder.mayThrow = false;
    const part = liftProperty(value, constant(name), this.builder);
    this.builder.mayThrow = mayThrow;
    return part;
  }

  /** `[key, value]` of an entry, or of an array literal: its iterator is the pristine one of arrays. */
  private bindPair(pattern: NodePath<t.ArrayPattern>, value: Term, taken: Term[]): boolean {
    const elements = pattern.get("elements") as NodePath<t.Node | null>[];
    const isEntry = this.builder.entries.has(value) && elements.length <= 2;
    if (!isEntry && !this.builder.arrays.has(value)) return false;
    return elements.every((element, index) => {
      if (element.node === null) return true;
      return this.bindPart(element as NodePath, liftProperty(value, constant(index), this.builder), taken);
    });
  }

  /** Straight-line code and early returns, as one conditional expression. */
  private block(statements: readonly NodePath<t.Statement>[], from: number): Term | undefined {
    const statement = statements[from];
    if (statement === undefined) return undefinedTerm;
    const rest = (): Term | undefined => this.block(statements, from + 1);
    if (statement.isReturnStatement()) {
      const argument = statement.get("argument");
      return argument.node == null ? undefinedTerm : this.expression(argument as NodePath);
    }
    if (statement.isVariableDeclaration()) return this.locals(statement, rest);
    if (statement.isIfStatement()) return this.choice(statement, rest);
    return statement.isEmptyStatement() ? rest() : undefined;
  }

  private locals(declaration: NodePath<t.VariableDeclaration>, rest: () => Term | undefined): Term | undefined {
    if (declaration.node.kind !== "const" && declaration.node.kind !== "let") return undefined;
    const taken: Term[] = [];
    for (const each of declaration.get("declarations")) {
      const init = each.get("init") as NodePath;
      if (init.node == null || !this.bindPart(each.get("id") as NodePath, this.expression(init), taken))
        return undefined;
    }
    const body = rest();
    return body && this.after(taken, body);
  }

  private choice(statement: NodePath<t.IfStatement>, rest: () => Term | undefined): Term | undefined {
    const test = this.expression(statement.get("test"));
    const branch = statement.get("consequent");
    const yes = alwaysReturns(branch) ? this.block(bodyOf(branch), 0) : undefined;
    if (test === undefined || yes === undefined) return undefined;
    const otherwise = statement.get("alternate") as NodePath<t.Statement>;
    const isMissing = (otherwise.node as t.Statement | null | undefined) == null;
    if (!isMissing && !alwaysReturns(otherwise)) return undefined;
    const no = isMissing ? rest() : this.block(bodyOf(otherwise), 0);
    return no && term("?:", test, yes, no);
  }
}

function bodyOf(statement: NodePath<t.Statement>): NodePath<t.Statement>[] {
  return statement.isBlockStatement() ? statement.get("body") : [statement];
}

function alwaysReturns(statement: NodePath<t.Statement>): boolean {
  const last = bodyOf(statement).at(-1);
  if (last === undefined) return false;
  if (last.isReturnStatement()) return true;
  if (!last.isIfStatement() || last.node.alternate == null) return false;
  return alwaysReturns(last.get("consequent")) && alwaysReturns(last.get("alternate") as NodePath<t.Statement>);
}

/** What the uses of a parameter suggest that it is: text, a number, or nothing. */
function suggestedKinds(binding: Binding): Kinds {
  let kinds = ANY;
  for (const reference of binding.referencePaths) {
    const parent = reference.parentPath;
    if (parent === null) continue;
    if (parent.isMemberExpression() && reference.key === "object") {
      const { property, computed } = parent.node;
      if (!computed && property.type === "Identifier" && stringOnlyMethods.has(property.name)) return STRING;
      return ANY;
    }
    if (isLazy(reference)) continue;
    if (parent.isBinaryExpression() && isArithmetic(parent.node, reference.node)) kinds = NUMBER;
    if (parent.isUnaryExpression() && (parent.node.operator === "-" || parent.node.operator === "~")) kinds = NUMBER;
    if (
      parent.isCallExpression() &&
      reference.listKey === "arguments" &&
      globalFunction(parent.get("callee") as NodePath)?.startsWith("Math.")
    )
      kinds = NUMBER;
  }
  return kinds;
}

/** May the reference not be evaluated at all? Then a test of it up front would leave the loop needlessly. */
function isLazy(reference: NodePath): boolean {
  for (let path = reference; path.parentPath !== null; path = path.parentPath) {
    const parent = path.parentPath;
    if (parent.isFunction()) return false;
    if (parent.isLogicalExpression() && path.key === "right") return true;
    if (parent.isConditionalExpression() && path.key !== "test") return true;
    if (parent.isIfStatement() && path.key !== "test") return true;
  }
  return false;
}

function isArithmetic(node: t.BinaryExpression, operand: t.Node): boolean {
  if (["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"].includes(node.operator)) return true;
  if (!["<", "<=", ">", ">=", "+"].includes(node.operator)) return false;
  const other = node.left === operand ? node.right : node.left;
  return other.type === "NumericLiteral";
}
