import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST } from "../ir/effects.ts";
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FALSE,
  isWithin,
  type Kinds,
  NAN,
  NULLISH,
  NUMBER,
  OBJECT,
  PRIMITIVE,
  STRING,
  SYMBOL,
  UNDEFINED,
  ZERO,
} from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { printTerm } from "../ir/sexpr.ts";
import type { Term } from "../ir/term.ts";
import type { RegionBuilder } from "./builder.ts";
import { globalFunction } from "./global-names.ts";
import type { Location } from "./own-location.ts";

/** What is known of a value inside a body that writes what is its own. */
export interface Value {
  readonly kinds: Kinds;
  /** The object of the body's own that it is. */
  readonly location?: Location;
  /**
   * What its objects are: `arrays` that the body has made and keeps to itself, `builtin` what plain objects inherit,
   * whose conversion to a primitive runs no code of the user's, or either; absent: any.
   */
  readonly objects?: "arrays" | "builtin" | "either";
  /** The part of the body that gives it, where a term can. */
  readonly occurrence?: Occurrence;
}

/** A part of the body, and the term that is evaluated before the body in its place. */
export interface Occurrence {
  readonly node: t.Node;
  term: Term;
  /** Does it mention what the body declares, whose declaration may be gone? */
  readonly isLocal: boolean;
}

/** Text or a number: what concatenation converts without running user code. */
const PRINTABLE: Kinds = STRING | NUMBER;
/** What arithmetic makes a number of, or text. */
const PLAIN: Kinds = PRIMITIVE & ~(SYMBOL | BIGINT);

const arithmetic = new Set(["-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>"]);
const comparisons = new Set(["<", "<=", ">", ">="]);

/**
 * The values of expressions that write nothing but what is the body's own, and run no code of the user's. Undefined
 * where an expression might do anything else.
 */
export abstract class OwnValues {
  /** Everything that is evaluated before the body, in the order of the body. */
  protected readonly occurrences: Occurrence[] = [];
  protected readonly builder: RegionBuilder;
  /** What the body writes. */
  protected readonly touched: ReadonlyMap<Binding, Location>;
  /** Variables of the body that are no terms. */
  protected readonly locals: Map<Binding, Value> = new Map();
  /** May the body throw? */
  protected throws = false;
  /** Terms that are tested somewhere, so that they may as well be tested everywhere. */
  private readonly tested = new Map<string, Term>();

  constructor(builder: RegionBuilder, touched: ReadonlyMap<Binding, Location>) {
    this.builder = builder;
    this.touched = touched;
  }

  /** The term of an expression that has nothing to do with what the body writes. */
  protected abstract lifted(path: NodePath): Term | undefined;

  /** Does it mention variables of the body that are terms? */
  protected abstract mentionsTerms(path: NodePath): boolean;

  protected value(path: NodePath): Value | undefined {
    const { node } = path;
    const lifted = this.lifted(path);
    if (lifted !== undefined) return this.occurrence(node, lifted, this.mentionsTerms(path));
    if (path.isIdentifier()) return this.variable(path);
    if (path.isAssignmentExpression()) return this.assignment(path);
    if (path.isUpdateExpression()) return this.update(path);
    if (path.isMemberExpression()) return this.member(path);
    if (path.isCallExpression()) return this.call(path);
    if (path.isBinaryExpression()) return this.binary(path);
    if (path.isUnaryExpression()) return this.unary(path);
    if (path.isLogicalExpression()) return this.logical(path);
    if (path.isConditionalExpression()) {
      const test = this.plain(path.get("test"));
      const yes = this.value(path.get("consequent"));
      const no = this.value(path.get("alternate"));
      return test && yes && no && either(yes, no);
    }
    if (path.isSequenceExpression()) {
      const values = path.get("expressions").map((each) => this.value(each));
      return values.includes(undefined) ? undefined : values.at(-1);
    }
    if (path.isArrayExpression()) return this.array(path);
    if (path.isObjectExpression()) return this.object(path);
    if (path.isTSAsExpression() || path.isTSNonNullExpression() || path.isTSSatisfiesExpression())
      return this.value(path.get("expression") as NodePath);
    return path.isParenthesizedExpression() ? this.value(path.get("expression") as NodePath) : undefined;
  }

  /** A value that is no object of the body's own. */
  private plain(path: NodePath): Value | undefined {
    const value = this.value(path);
    return value?.location === undefined ? value : undefined;
  }

  /** A value that may go where nobody keeps count of it. */
  private loose(path: NodePath): Value | undefined {
    const value = this.plain(path);
    return value?.objects === "arrays" || value?.objects === "either" ? undefined : value;
  }

  private occurrence(node: t.Node, lifted: Term, isLocal: boolean): Value {
    if (lifted.op === "const" && !isLocal) return { kinds: this.builder.kinds(lifted) };
    const made: Occurrence = { node, term: this.tested.get(printTerm(lifted)) ?? lifted, isLocal };
    this.occurrences.push(made);
    return { kinds: this.builder.kinds(made.term), occurrence: made };
  }

  /** `value`, known to be within `kinds`: by a test before the body, if need be. */
  private within(value: Value, kinds: Kinds): Value | undefined {
    if (isWithin(value.kinds, kinds)) return value;
    const { occurrence } = value;
    if (occurrence === undefined) return undefined;
    const checked = this.builder.within(occurrence.term, kinds);
    if (checked === undefined) return undefined;
    this.tested.set(printTerm(occurrence.term), checked);
    occurrence.term = checked;
    return { kinds: this.builder.kinds(checked), occurrence };
  }

  private variable(path: NodePath<t.Identifier>): Value | undefined {
    const binding = path.scope.getBinding(path.node.name);
    if (binding === undefined) return undefined;
    const location = this.touched.get(binding);
    if (location === undefined) return this.locals.get(binding);
    return location.shape === "variable" ? { kinds: location.kinds } : { kinds: OBJECT, location };
  }

  private locationOf(path: NodePath): Location | undefined {
    const binding = path.isIdentifier() ? path.scope.getBinding(path.node.name) : undefined;
    return binding && this.touched.get(binding);
  }

  // Writes.

  private store(location: Location, value: Value): Value {
    location.kinds |= widened(value.kinds);
    if ((value.kinds & OBJECT) !== 0 && value.objects !== "arrays") location.ofArrays = false;
    return value;
  }

  private assignment(path: NodePath<t.AssignmentExpression>): Value | undefined {
    const { operator } = path.node;
    const left = path.get("left") as NodePath;
    const place = this.place(left);
    if (place === undefined) return undefined;
    const { location, mayInherit } = place;
    if (operator === "=") {
      const value = location.shape === "variable" ? this.loose(path.get("right")) : this.plain(path.get("right"));
      return value && this.stored(location, value, mayInherit);
    }
    const before = this.read(location, mayInherit);
    const right = this.plain(path.get("right"));
    if (right === undefined) return undefined;
    const logical = operator === "??=" || operator === "||=" || operator === "&&=";
    const value = logical
      ? lazily(operator.slice(0, 2), before, right)
      : this.arithmetic(operator.slice(0, -1), before, right);
    // An assignment that does not happen stores nothing.
    return (
      value && (logical ? this.stored(location, right, mayInherit) && value : this.stored(location, value, mayInherit))
    );
  }

  private stored(location: Location, value: Value, mayInherit: boolean): Value | undefined {
    // `o["__proto__"] = value` sets the prototype to any object, whose setters the next assignment would call.
    if (mayInherit && (value.kinds & OBJECT) !== 0 && value.objects !== "arrays") return undefined;
    return this.store(location, value);
  }

  private update(path: NodePath<t.UpdateExpression>): Value | undefined {
    const place = this.place(path.get("argument") as NodePath);
    if (place === undefined) return undefined;
    const before = primitive(this.read(place.location, place.mayInherit));
    if (before === undefined || !isWithin(before, PLAIN)) return undefined;
    return this.store(place.location, { kinds: NUMBER });
  }

  /** What an assignment to `path` writes, and whether a property of that name may be inherited. */
  private place(path: NodePath): { readonly location: Location; readonly mayInherit: boolean } | undefined {
    if (path.isIdentifier()) {
      const location = this.locationOf(path);
      return location?.shape === "variable" ? { location, mayInherit: false } : undefined;
    }
    if (!path.isMemberExpression()) return undefined;
    const location = this.locationOf(path.get("object") as NodePath);
    if (location === undefined) return undefined;
    const { property, computed } = path.node;
    const isObject = location.shape === "object" || location.shape === "record";
    if (!isObject && location.shape !== "array") return undefined;
    if (!computed) {
      if (!isObject || property.type !== "Identifier") return undefined;
      return { location, mayInherit: location.shape === "object" && property.name in Object.prototype };
    }
    const key = this.plain(path.get("property") as NodePath);
    if (key === undefined) return undefined;
    // Numbers name nothing that anything inherits, nor the length of an array.
    if (location.shape === "array") {
      location.mayBeFull = true;
      return this.within(key, NUMBER) && { location, mayInherit: false };
    }
    const primitiveKey = isWithin(key.kinds, PRIMITIVE) ? key : this.within(key, PRINTABLE);
    if (primitiveKey === undefined) return undefined;
    return { location, mayInherit: location.shape === "object" && !isWithin(primitiveKey.kinds, NUMBER) };
  }

  /** What reading the location, or a property of it, gives. */
  private read(location: Location, mayInherit: boolean): Value {
    if (location.shape === "variable") return { kinds: location.kinds };
    const kinds = location.kinds | UNDEFINED | (mayInherit ? OBJECT : 0);
    if ((location.kinds & OBJECT) === 0) return mayInherit ? { kinds, objects: "builtin" } : { kinds };
    if (!location.ofArrays) return { kinds };
    return { kinds, objects: mayInherit ? "either" : "arrays" };
  }

  // Reads and calls.

  private member(path: NodePath<t.MemberExpression>): Value | undefined {
    const { property, computed } = path.node;
    const location = this.locationOf(path.get("object") as NodePath);
    if (location !== undefined && !computed && property.type === "Identifier") {
      const size = location.shape === "array" ? "length" : "size";
      const isCounted = location.shape === "array" || location.shape === "map" || location.shape === "set";
      if (isCounted) return property.name === size ? { kinds: NUMBER } : undefined;
    }
    const place = this.place(path);
    return place && this.read(place.location, place.mayInherit);
  }

  private call(path: NodePath<t.CallExpression>): Value | undefined {
    const callee = path.get("callee") as NodePath;
    const args = path.get("arguments") as NodePath[];
    const name = globalFunction(callee);
    if (name !== undefined) return this.builtin(name, args);
    if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
      return undefined;
    const method = callee.node.property.name;
    const object = this.value(callee.get("object") as NodePath);
    if (object === undefined) return undefined;
    const location = object.location;
    if (location === undefined) return this.pushToOwn(object, method, args);
    const given: Value[] = [];
    for (const each of args) {
      const isElement = location.shape === "array" || (location.shape === "map" && given.length === 1);
      const value = isElement ? this.plain(each) : this.loose(each);
      if (value === undefined) return undefined;
      given.push(value);
    }
    return this.method(location, method, given);
  }

  private method(location: Location, method: string, args: readonly Value[]): Value | undefined {
    const [first, second] = args;
    switch (`${location.shape}.${method}`) {
      case "array.push":
        // At the longest length that there is, it throws.
        if (location.mayBeFull) this.throws = true;
        for (const each of args) this.store(location, each);
        return { kinds: NUMBER };
      case "map.set":
        if (args.length !== 2 || second === undefined) return undefined;
        this.store(location, second);
        return { kinds: OBJECT, location };
      case "map.get":
        return args.length === 1 ? this.read(location, false) : undefined;
      case "set.add":
        if (args.length !== 1 || first === undefined) return undefined;
        return { kinds: OBJECT, location };
      case "map.has":
      case "set.has":
      case "map.delete":
      case "set.delete":
        return args.length === 1 ? { kinds: BOOLEAN } : undefined;
      default:
        return undefined;
    }
  }

  /** `lists[key].push(x)`: on an array of the body's own, or on something that surely has no such method. */
  private pushToOwn(object: Value, method: string, args: readonly NodePath[]): Value | undefined {
    const isEmpty = (object.kinds & OBJECT) === 0;
    if (method !== "push" || !isWithin(object.kinds, OBJECT | NULLISH)) return undefined;
    if (!isEmpty && object.objects === undefined) return undefined;
    if (object.objects !== "arrays" || !isWithin(object.kinds, OBJECT)) this.throws = true;
    return args.every((each) => !each.isSpreadElement() && this.loose(each) !== undefined)
      ? { kinds: NUMBER }
      : undefined;
  }

  private builtin(name: string, args: readonly NodePath[]): Value | undefined {
    const row = operators.get(name);
    if (row === undefined || (row.arity !== -1 && row.arity !== args.length)) return undefined;
    const kinds: Kinds[] = [];
    for (const each of args) {
      const value = each.isSpreadElement() ? undefined : this.plain(each);
      const wanted = value && (name.startsWith("Math.") ? this.within(value, NUMBER) : this.convertible(value));
      if (wanted === undefined) return undefined;
      kinds.push(wanted.kinds);
    }
    if (row.effect(kinds, this.builder.assume) !== CONST) return undefined;
    return { kinds: row.result(kinds, undefined) };
  }

  private convertible(value: Value): Value | undefined {
    return isWithin(value.kinds, PLAIN) ? value : this.within(value, PRINTABLE);
  }

  // Operators.

  private binary(path: NodePath<t.BinaryExpression>): Value | undefined {
    if (path.node.left.type === "PrivateName") return undefined;
    const left = this.plain(path.get("left") as NodePath);
    const right = this.plain(path.get("right"));
    return left && right && this.arithmetic(path.node.operator, left, right);
  }

  private arithmetic(operator: string, left: Value, right: Value): Value | undefined {
    if (operator === "===" || operator === "!==") return { kinds: BOOLEAN };
    if (operator === "==" || operator === "!=")
      return isWithin(left.kinds, NULLISH) || isWithin(right.kinds, NULLISH) ? { kinds: BOOLEAN } : undefined;
    if (operator !== "+" && !arithmetic.has(operator) && !comparisons.has(operator)) return undefined;
    const isText = (value: Value): boolean => operator === "+" && isWithin(value.kinds, STRING);
    const isTextual = isText(left) || isText(right);
    const isCompared = comparisons.has(operator) && (isWithin(left.kinds, STRING) || isWithin(right.kinds, STRING));
    const wanted = isTextual ? PRINTABLE : isCompared ? STRING : NUMBER;
    const [a, b] = [this.operand(left, wanted), this.operand(right, wanted)];
    const row = operators.get(operator);
    if (a === undefined || b === undefined || row === undefined) return undefined;
    if (row.effect([a, b], this.builder.assume) !== CONST) return undefined;
    return { kinds: row.result([a, b], undefined) };
  }

  /** The kinds that an operator sees of its operand, which it converts without code of the user's. */
  private operand(value: Value, wanted: Kinds): Kinds | undefined {
    const known = primitive(value);
    return known !== undefined && isWithin(known, PLAIN) ? known : this.within(value, wanted)?.kinds;
  }

  private unary(path: NodePath<t.UnaryExpression>): Value | undefined {
    const value = this.plain(path.get("argument"));
    if (value === undefined) return undefined;
    switch (path.node.operator) {
      case "!":
        return { kinds: BOOLEAN };
      case "void":
        return { kinds: UNDEFINED };
      case "typeof":
        return { kinds: STRING };
      case "-":
      case "+":
        return this.operand(value, NUMBER) === undefined ? undefined : { kinds: NUMBER };
      default:
        return undefined;
    }
  }

  private logical(path: NodePath<t.LogicalExpression>): Value | undefined {
    const left = this.plain(path.get("left"));
    const right = this.plain(path.get("right"));
    return left && right && lazily(path.node.operator, left, right);
  }

  // Literals.

  /** An array that nobody else holds. */
  private array(path: NodePath<t.ArrayExpression>): Value | undefined {
    const isKnown = (path.get("elements") as NodePath<t.Node | null>[]).every(
      (each) => each.node !== null && !each.isSpreadElement() && this.loose(each as NodePath) !== undefined,
    );
    return isKnown ? { kinds: OBJECT, objects: "arrays" } : undefined;
  }

  private object(path: NodePath<t.ObjectExpression>): Value | undefined {
    const isKnown = path.get("properties").every((each) => {
      if (!each.isObjectProperty() || each.node.computed) return false;
      const { key } = each.node;
      const name = key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : "__proto__";
      return name !== "__proto__" && this.loose(each.get("value") as NodePath) !== undefined;
    });
    return isKnown ? { kinds: OBJECT } : undefined;
  }
}

/** What conversion to a primitive makes of it; undefined where that might run code of the user's. */
function primitive({ kinds, objects }: Value): Kinds | undefined {
  if ((kinds & OBJECT) === 0) return kinds;
  return objects === "builtin" ? (kinds & ~OBJECT) | STRING : undefined;
}

function either(a: Value, b: Value): Value | undefined {
  if (a.location !== undefined || b.location !== undefined)
    return a.location === b.location ? { kinds: OBJECT, location: a.location! } : undefined;
  const kinds = a.kinds | b.kinds;
  const holders = [a, b].filter((each) => (each.kinds & OBJECT) !== 0);
  const [first, ...more] = holders.map(({ objects }) => objects);
  if (first === undefined || more.includes(undefined)) return hides(holders) ? undefined : { kinds };
  return { kinds, objects: more.every((each) => each === first) ? first : "either" };
}

/** Would arrays of the body's own be lost sight of among others? */
function hides(values: readonly Value[]): boolean {
  return values.some(({ objects }) => objects === "arrays" || objects === "either");
}

/** Of a value that the operator does not go on from. */
const passing: Readonly<Record<string, Kinds>> = {
  "??": ANY & ~NULLISH,
  "||": ANY & ~(NULLISH | FALSE | ZERO | NAN),
  "&&": ANY,
};

function lazily(operator: string, left: Value, right: Value): Value | undefined {
  const kinds = left.kinds & (passing[operator] ?? ANY);
  return either({ ...left, kinds }, right);
}

/** Coarse enough for the kinds of what is written over and over to settle. */
function widened(kinds: Kinds): Kinds {
  return (kinds & NUMBER) === 0 ? kinds : kinds | NUMBER;
}
