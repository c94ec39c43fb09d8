import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, SEES, stateOf, UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY, BOOLEAN, type Kinds, NULLISH, NUMBER, OBJECT, PRIMITIVE, STRING } from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { constant, type Term, term } from "../ir/term.ts";
import type { ArrayFacts } from "./array-facts.ts";
import { readEffect } from "./binding.ts";
import { type LiftAssumptions, RegionBuilder, unknownVariable } from "./builder.ts";
import { declaredKinds, type KindsOf } from "./declared-kinds.ts";
import { globalConstant, globalFunction, mathConstantOf } from "./global-names.ts";
import { askedKinds } from "./known-collection.ts";
import { ownArrayFacts } from "./own-array.ts";
import { isStableCallee, type Promised, promisedPure } from "./promised-pure.ts";
import { isSearch } from "./regexp-search.ts";
import { isTextByName, stringOnlyMethods, takesText } from "./text-methods.ts";

/** What the variables of an opened callback stand for. */
export type Environment = ReadonlyMap<Binding, Term>;

/** Text or a number: what concatenation converts without running user code. */
const PRINTABLE: Kinds = STRING | NUMBER;

const arithmetic = new Set(["-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>"]);
const relations = new Set(["<", "<=", ">", ">="]);
const equalities = new Set(["===", "!=="]);
const binary = new Set([...arithmetic, ...relations, ...equalities, "==", "!=", "+"]);

/** The term of reading the property `key` of `object`, or undefined where that may run user code. */
export function liftProperty(object: Term, key: Term, builder: RegionBuilder): Term | undefined {
  return new ExpressionLifter(builder, new Map()).property(object, key);
}

/** Is `node` an expression that its operands and an operator make up, and nothing else? */
export function isOperation(node: t.Node): boolean {
  switch (node.type) {
    case "UnaryExpression":
      return ["!", "-", "+", "~", "typeof", "void"].includes(node.operator);
    case "BinaryExpression":
      return binary.has(node.operator);
    case "LogicalExpression":
    case "ConditionalExpression":
      return true;
    default:
      return false;
  }
}

/** The term of `path`, or undefined where it holds something that we do not look into. */
export function liftExpression(path: NodePath, builder: RegionBuilder, environment: Environment): Term | undefined {
  return new ExpressionLifter(builder, environment).lift(path);
}

class ExpressionLifter {
  private readonly builder: RegionBuilder;
  private readonly environment: Environment;

  constructor(builder: RegionBuilder, environment: Environment) {
    this.builder = builder;
    this.environment = environment;
  }

  lift(path: NodePath): Term | undefined {
    const node = path.node;
    switch (node.type) {
      case "NumericLiteral":
        return this.builder.literal(node);
      case "StringLiteral":
      case "BooleanLiteral":
        return constant(node.value);
      case "NullLiteral":
        return constant(null);
      case "BigIntLiteral":
        return constant(BigInt(node.value));
      case "Identifier":
        return this.identifier(path as NodePath<t.Identifier>);
      case "UnaryExpression":
        return this.unary(path as NodePath<t.UnaryExpression>);
      case "BinaryExpression":
        return this.binary(path as NodePath<t.BinaryExpression>);
      case "LogicalExpression":
        return this.operands(path, node.operator, ["left", "right"]);
      case "ConditionalExpression":
        return this.operands(path, "?:", ["test", "consequent", "alternate"]);
      case "TemplateLiteral":
        return this.template(path as NodePath<t.TemplateLiteral>);
      case "CallExpression":
        return this.call(path as NodePath<t.CallExpression>);
      case "MemberExpression":
        return this.member(path as NodePath<t.MemberExpression>);
      case "ArrayExpression":
        return this.array(path as NodePath<t.ArrayExpression>);
      case "ObjectExpression":
        return this.object(path as NodePath<t.ObjectExpression>);
      case "ParenthesizedExpression":
        return this.lift(path.get("expression") as NodePath);
      case "TSNonNullExpression":
        return this.asserted(path as NodePath<t.TSNonNullExpression>);
      default:
        return undefined;
    }
  }

  /** An operand. Where nothing is speculated, what we do not look into is a leaf, evaluated where it stands. */
  private child(path: NodePath, key: string): Term | undefined {
    return this.operand(path.get(key) as NodePath);
  }

  private operand(path: NodePath): Term | undefined {
    const lifted = this.lift(path);
    if (lifted !== undefined || this.builder.speculates) return lifted;
    return this.builder.leaf({
      form: "expression",
      node: path.node,
      name: "",
      kinds: ANY,
      effect: UNKNOWN_EFFECT,
      elem: ANY,
      array: 0,
    });
  }

  /**
   * `x!`. Where the region may test its operands, the test that a value is of the right kind narrows it for TypeScript
   * too. Otherwise the assertion stays: with one of its uses, a variable is written so in all of them.
   */
  private asserted(path: NodePath<t.TSNonNullExpression>): Term | undefined {
    const inner = this.lift(path.get("expression"));
    if (this.builder.speculates || inner === undefined || inner.op === "const") return inner;
    if (inner.op !== "var") return undefined;
    const leaf = this.builder.leaves[Number(inner.payload)];
    if (leaf !== undefined) this.builder.leaves[Number(inner.payload)] = { ...leaf, node: path.node };
    return inner;
  }

  private operands(path: NodePath, op: string, keys: readonly string[]): Term | undefined {
    const args: Term[] = [];
    for (const key of keys) {
      const arg = this.child(path, key);
      if (arg === undefined) return undefined;
      args.push(arg);
    }
    return term(op, ...args);
  }

  private identifier(path: NodePath<t.Identifier>): Term | undefined {
    const { name } = path.node;
    const binding = path.scope.getBinding(name);
    if (binding === undefined) return globalConstant(name);
    const bound = this.environment.get(binding);
    if (bound !== undefined) return bound;
    // A variable of the callback in its dead zone: at the site its name may mean another one.
    if (this.builder.site.scope.getBinding(name) !== binding) return undefined;
    return liftVariable(path, binding, this.builder);
  }

  private unary(path: NodePath<t.UnaryExpression>): Term | undefined {
    const operator = path.node.operator;
    const argument = this.child(path, "argument");
    if (argument === undefined) return undefined;
    if (operator === "typeof" && this.mentionsUnresolved(argument)) return undefined;
    if (operator === "!" || operator === "typeof" || operator === "void") return term(operator, argument);
    const number = this.number(argument);
    if (number === undefined) return undefined;
    if (operator === "-") {
      // `-1` is a constant like `1`: printing writes it back the same.
      if (number.op === "const" && typeof number.payload === "number") return constant(-number.payload);
      return term("neg", number);
    }
    if (operator === "+") return term("pos", number);
    return operator === "~" ? term("~", number) : undefined;
  }

  /** `typeof x` asks whether there is an `x` at all. No other use of the name does. */
  private mentionsUnresolved({ op, payload, args }: Term): boolean {
    const leaf = op === "var" || op === "opaque" ? this.builder.leaves[Number(payload)] : undefined;
    if (leaf?.form === "expression" && leaf.node.type === "Identifier") return true;
    return args.some((arg) => this.mentionsUnresolved(arg));
  }

  /** `operand` as a number where the region may test that, else whatever it is. */
  private number(operand: Term): Term | undefined {
    return this.builder.speculates ? this.builder.numeric(operand) : operand;
  }

  private binary(path: NodePath<t.BinaryExpression>): Term | undefined {
    const operator = path.node.operator;
    if (!binary.has(operator)) return undefined;
    const left = this.child(path, "left");
    const right = this.child(path, "right");
    if (left === undefined || right === undefined) return undefined;
    if (!this.builder.speculates || equalities.has(operator)) return term(operator, left, right);
    const wanted = this.wanted(operator, left, right);
    const [a, b] = [this.builder.within(left, wanted[0]), this.builder.within(right, wanted[1])];
    return a === undefined || b === undefined ? undefined : term(operator, a, b);
  }

  /** The kinds of both operands under which `operator` runs no user code, as the operands suggest them. */
  private wanted(operator: string, left: Term, right: Term): readonly [Kinds, Kinds] {
    const [a, b] = [this.builder.kinds(left), this.builder.kinds(right)];
    const isText = (kinds: Kinds): boolean => (kinds & ~STRING) === 0;
    if (operator === "==" || operator === "!=") return looselyComparable(a, b) ? [ANY, ANY] : [PRINTABLE, PRINTABLE];
    if (relations.has(operator) && (isText(a) || isText(b))) return [STRING, STRING];
    if (operator === "+") {
      if (isText(a)) return [STRING, (b & ~(PRINTABLE | BOOLEAN | NULLISH)) === 0 ? b : PRINTABLE];
      if (isText(b)) return [(a & ~(PRINTABLE | BOOLEAN | NULLISH)) === 0 ? a : PRINTABLE, STRING];
      if ((a & ~PRINTABLE) === 0 && (b & ~PRINTABLE) === 0) return [a, b];
    }
    return [NUMBER, NUMBER];
  }

  private template(path: NodePath<t.TemplateLiteral>): Term | undefined {
    const { quasis } = path.node;
    const expressions = path.get("expressions") as NodePath[];
    const args: Term[] = [];
    for (const [index, quasi] of quasis.entries()) {
      if (quasi.value.cooked == null) return undefined;
      args.push(constant(quasi.value.cooked));
      const inner = expressions[index];
      if (inner === undefined) continue;
      const value = this.operand(inner);
      if (value === undefined) return undefined;
      const printable = this.printable(value);
      if (printable === undefined) return undefined;
      args.push(printable);
    }
    return term("template", ...args);
  }

  private printable(value: Term): Term | undefined {
    if (!this.builder.speculates) return value;
    const kinds = this.builder.kinds(value);
    return (kinds & ~(PRINTABLE | BOOLEAN | NULLISH)) === 0 ? value : this.builder.within(value, PRINTABLE);
  }

  private call(path: NodePath<t.CallExpression>): Term | undefined {
    const callee = path.get("callee") as NodePath;
    if (this.builder.speculates) {
      const promised = promisedPure(path, this.builder.assume.pure);
      if (promised !== undefined) return this.pureCall(path, promised);
    }
    // What a name means is known only while nobody patches the built-ins.
    if (!this.builder.assume.builtinsIntact) return undefined;
    const name = globalFunction(callee);
    if (name !== undefined) return this.globalCall(path, name);
    if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
      return undefined;
    const { name: method } = callee.node.property;
    return this.asking(path, callee) ?? this.stringMethod(path, callee, method);
  }

  /** A call that looks into a collection of the code's own, or `/…/.test(text)`. */
  private asking(path: NodePath<t.CallExpression>, callee: NodePath<t.MemberExpression>): Term | undefined {
    if (!this.builder.speculates || path.node.optional === true || path.node.arguments.length !== 1) return undefined;
    const searching = isSearch(callee);
    const kinds = searching ? BOOLEAN : askedKinds(callee, this.builder.site);
    const [given] = kinds === undefined ? [] : (this.arguments(path) ?? []);
    const argument = given && searching ? this.builder.within(given, STRING) : given;
    if (kinds === undefined || argument === undefined) return undefined;
    const effect = searching ? CONST : SEES;
    return this.builder.leaf(
      { form: "pure", node: callee.node, name: "", kinds, effect, elem: ANY, array: 0 },
      argument,
    );
  }

  /** Of objects it may read properties, which others may write. */
  private pureCall(path: NodePath<t.CallExpression>, promised: Promised): Term | undefined {
    const args = this.arguments(path);
    const callee = path.get("callee") as NodePath;
    if (args === undefined || path.node.optional === true || !isStableCallee(callee)) return undefined;
    const isOfPrimitives = args.every((each) => (this.builder.kinds(each) & ~PRIMITIVE) === 0);
    const effect = promised === "name" && isOfPrimitives ? CONST : SEES;
    const { node } = callee;
    return this.builder.leaf({ form: "pure", node, name: "", kinds: ANY, effect, elem: ANY, array: 0 }, ...args);
  }

  private arguments(path: NodePath<t.CallExpression>): Term[] | undefined {
    const args: Term[] = [];
    for (const each of path.get("arguments")) {
      const arg = each.isSpreadElement() || each.isArgumentPlaceholder() ? undefined : this.operand(each);
      if (arg === undefined) return undefined;
      args.push(arg);
    }
    return args;
  }

  private globalCall(path: NodePath<t.CallExpression>, name: string): Term | undefined {
    const row = operators.get(name);
    if (row === undefined || row.form.kind !== "call") return undefined;
    const args = this.arguments(path);
    if (args === undefined) return undefined;
    if (row.arity !== -1 && row.arity !== args.length) return undefined;
    if (!this.builder.speculates) return { op: name, args };
    const converted: Term[] = [];
    for (const arg of args) {
      const wanted = name.startsWith("Math.") ? NUMBER : converts.get(name);
      const made = wanted === undefined ? arg : this.builder.within(arg, wanted);
      if (made === undefined) return undefined;
      converted.push(made);
    }
    return { op: name, args: converted };
  }

  private stringMethod(
    path: NodePath<t.CallExpression>,
    callee: NodePath<t.MemberExpression>,
    name: string,
  ): Term | undefined {
    const op = `str.${name}`;
    const row = operators.get(op);
    if (row === undefined) return undefined;
    const receiver = this.child(callee, "object");
    if (receiver === undefined) return undefined;
    const isText = (this.builder.kinds(receiver) & ~STRING) === 0;
    if (!isText && !stringOnlyMethods.has(name) && !(this.builder.speculates && isTextByName(callee))) return undefined;
    const text = this.builder.within(receiver, STRING);
    const given = this.arguments(path);
    if (text === undefined || given === undefined) return undefined;
    const args = given.map((each, index) => this.converted(each, name, index));
    const made: Term = { op, args: [text, ...args] };
    if (row.arity !== -1 && row.arity !== made.args.length) return undefined;
    const pure =
      row.effect(
        made.args.map((arg) => this.builder.kinds(arg)),
        this.builder.assume,
      ) === CONST;
    return pure ? made : undefined;
  }

  /** An argument of a method of strings, tested for what the method converts it to. */
  private converted(argument: Term, method: string, index: number): Term {
    if (!this.builder.speculates || (this.builder.kinds(argument) & OBJECT) === 0) return argument;
    const wanted = takesText.has(method) && (index === 0 || method.startsWith("replace")) ? STRING : NUMBER;
    return this.builder.within(argument, wanted) ?? argument;
  }

  private member(path: NodePath<t.MemberExpression>): Term | undefined {
    const { property, computed } = path.node;
    const mathConstant = mathConstantOf(path, this.builder);
    if (mathConstant !== undefined) return mathConstant;
    const object = this.child(path, "object");
    if (object === undefined) return undefined;
    if (!computed && property.type === "Identifier") return this.property(object, constant(property.name));
    if (!computed) return undefined;
    const key = this.child(path, "property");
    if (key === undefined) return undefined;
    if ((this.builder.kinds(object) & ~STRING) === 0 && (this.builder.kinds(key) & ~NUMBER) === 0)
      return this.builder.assume.builtinsIntact ? term("str.index", object, key) : undefined;
    const harmless = this.builder.within(key, PRINTABLE);
    return harmless === undefined ? undefined : this.property(object, harmless);
  }

  property(object: Term, key: Term): Term | undefined {
    const kinds = this.builder.kinds(object);
    if (key.payload === "length" && (kinds & ~STRING) === 0) return term("str.length", object);
    if (object.op === "object") return { op: "load", payload: 0, args: [object, key] };
    if (this.builder.entries.has(object) && (key.payload === 0 || key.payload === 1)) {
      return term(key.payload === 0 ? "entryKey" : "entryValue", object);
    }
    const part = this.builder.partOfArray(object, key);
    if (part !== undefined) return part;
    if (this.builder.assume.pureGetters !== true || !this.builder.speculates) return undefined;
    const readable = this.builder.readable(object);
    return readable === undefined ? undefined : { op: "load", payload: 0, args: [readable, key] };
  }

  private array(path: NodePath<t.ArrayExpression>): Term | undefined {
    if (!this.builder.speculates) return undefined;
    const args: Term[] = [];
    const elements = path.get("elements") as NodePath<t.Node | null>[];
    const copied = this.copied(elements[0], elements.slice(1));
    for (const each of copied === undefined ? elements : elements.slice(1)) {
      const value = each.node === null || each.isSpreadElement() ? undefined : this.lift(each as NodePath);
      if (value === undefined) return undefined;
      args.push(value);
    }
    return copied === undefined
      ? { op: "array", payload: this.builder.allocationKey(), args }
      : term("append", copied, ...args);
  }

  /** The accumulator, if that is what `first` spreads and none of `more` spreads anything. */
  private copied(
    first: NodePath<t.Node | null> | undefined,
    more: readonly NodePath<t.Node | null>[],
  ): Term | undefined {
    if (this.builder.copied === undefined || first?.isSpreadElement() !== true || more.length === 0) return undefined;
    const spread = this.child(first, "argument");
    const isOnly = more.every((each) => !each.isSpreadElement());
    return isOnly && spread === this.builder.copied ? spread : undefined;
  }

  private object(path: NodePath<t.ObjectExpression>): Term | undefined {
    if (!this.builder.speculates) return undefined;
    const args: Term[] = [];
    const [first, second, ...more] = path.get("properties") as NodePath[];
    const copied = more.length === 0 && second?.isObjectProperty() ? this.copied(first, [second]) : undefined;
    if (copied !== undefined) {
      const added = this.objectProperty(second as NodePath<t.ObjectProperty>);
      return added && term("put", copied, ...added.args);
    }
    for (const each of path.get("properties")) {
      if (each.isSpreadElement()) {
        const value = this.child(each, "argument");
        if (value === undefined || this.builder.assume.pureGetters !== true) return undefined;
        args.push(term("spread", value));
      } else if (each.isObjectProperty()) {
        const made = this.objectProperty(each);
        if (made === undefined) return undefined;
        args.push(made);
      } else return undefined;
    }
    return { op: "object", payload: this.builder.allocationKey(), args };
  }

  private objectProperty(path: NodePath<t.ObjectProperty>): Term | undefined {
    const { key, computed } = path.node;
    const value = this.child(path, "value");
    if (value === undefined) return undefined;
    if (computed) {
      const name = this.child(path, "key");
      const harmless = name && this.builder.within(name, PRINTABLE);
      return harmless && term("prop", harmless, value);
    }
    const name = key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
    // `{ __proto__: p }` sets the prototype (ECMA-262, B.3.1).
    return name === undefined || name === "__proto__" ? undefined : term("prop", constant(name), value);
  }
}

/** ToNumber, ToString or nothing: the kinds on which these global functions run no user code. */
const converts: ReadonlyMap<string, Kinds> = new Map([
  ["Number", PRINTABLE | BOOLEAN | NULLISH],
  ["String", PRINTABLE | BOOLEAN | NULLISH],
  ["isNaN", NUMBER],
  ["isFinite", NUMBER],
  ["parseInt", PRINTABLE],
  ["parseFloat", PRINTABLE],
]);

/** May `a == b` run no user code? */
function looselyComparable(a: Kinds, b: Kinds): boolean {
  return (a & ~NULLISH) === 0 || (b & ~NULLISH) === 0 || ((a | b) & OBJECT) === 0;
}

/** The leaf of a variable that the region does not bind. */
export function liftVariable(path: NodePath<t.Identifier>, binding: Binding, builder: RegionBuilder): Term {
  const effect = readEffect(binding, path, builder.site);
  return builder.variable(binding, effect, () => {
    const leaf = unknownVariable(path.node, path.node.name, effect);
    if (stateOf(effect) !== CONST) return leaf;
    const kinds = declaredKinds(binding, builder.assume, kindsIn(builder.assume));
    const facts = effect === CONST ? ownArray(path, builder) : undefined;
    return facts === undefined ? { ...leaf, kinds } : { ...leaf, kinds, elem: facts.elements, array: facts.array };
  });
}

/** What is known of an array of the code's own in the variable at `path`. */
export function ownArray(path: NodePath, { site, assume }: RegionBuilder): ArrayFacts | undefined {
  return assume.builtinsIntact ? ownArrayFacts(path, { site, assume, kindsOf: kindsIn(assume) }) : undefined;
}

/** The kinds of expressions, by what operators and built-ins give. */
function kindsIn(assume: LiftAssumptions): KindsOf {
  return (path) => {
    const builder = new RegionBuilder(path, assume, false);
    const value = liftExpression(path, builder, new Map());
    return value === undefined ? ANY : builder.kinds(value);
  };
}
