import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, type Effect, joinEffects, THROWS, TYPE_ERROR } from "../ir/effects.ts";
import {
  BIGINT,
  BOOLEAN,
  isWithin,
  type Kinds,
  NULLISH,
  NUMBER,
  OBJECT,
  PRIMITIVE,
  PROTO,
  STRING,
  SYMBOL,
  UNDEFINED,
} from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import type { Term } from "../ir/term.ts";
import type { RegionBuilder } from "./builder.ts";
import { globalFunction } from "./global-names.ts";
import {
  either,
  type Held,
  hides,
  lazily,
  mayBeUsers,
  named,
  type Occurrence,
  objectsOf,
  primitive,
  type Target,
  untested,
  type Value,
  widened,
} from "./known-value.ts";
import { ARRAYS, BUILTIN, type Location } from "./own-location.ts";
import { isHasOwnCall, isStatic } from "./static-method.ts";

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
  /** Variables of the body's own that it assigns to, and what they may hold. */
  protected readonly variables: ReadonlyMap<Binding, Held>;
  /** Variables of the body that are no terms. */
  protected readonly locals: Map<Binding, Value> = new Map();
  /** What the body may throw. */
  protected throws: Effect = CONST;
  /** Terms that are tested somewhere, so that they may as well be tested everywhere: as they are without the test. */
  private readonly tested = new Map<string, Term>();

  constructor(builder: RegionBuilder, touched: ReadonlyMap<Binding, Location>, variables: ReadonlyMap<Binding, Held>) {
    this.builder = builder;
    this.touched = touched;
    this.variables = variables;
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
    return value !== undefined && hides(value) ? undefined : value;
  }

  private occurrence(node: t.Node, lifted: Term, isLocal: boolean): Value {
    if (lifted.op === "const" && !isLocal) return { kinds: this.builder.kinds(lifted) };
    const made: Occurrence = { node, term: this.tested.get(untested(lifted)) ?? lifted, isLocal };
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
    this.tested.set(untested(occurrence.term), checked);
    occurrence.term = checked;
    return { kinds: this.builder.kinds(checked), occurrence };
  }

  /** What was tested somewhere is tested before the body, where all of it is evaluated. */
  protected testEverywhere(): void {
    for (const each of this.occurrences) each.term = this.tested.get(untested(each.term)) ?? each.term;
  }

  private variable(path: NodePath<t.Identifier>): Value | undefined {
    const binding = path.scope.getBinding(path.node.name);
    if (binding === undefined) return undefined;
    const location = this.touched.get(binding);
    if (location === undefined) return this.reassigned(binding) ?? this.locals.get(binding);
    return location.shape === "variable" ? { kinds: location.kinds } : { kinds: OBJECT, location };
  }

  /** What a variable of the body's own holds that the body assigns, if it has been declared by now. */
  private reassigned(binding: Binding): Value | undefined {
    const held = this.locals.has(binding) ? this.variables.get(binding) : undefined;
    return held && { kinds: held.kinds, objects: held.objects };
  }

  /** Assigns to a variable of the body's own, which no other round sees. */
  protected reassign(binding: Binding, path: NodePath): Value | undefined {
    const value = this.plain(path);
    const held = this.variables.get(binding);
    if (value === undefined || held === undefined) return undefined;
    held.kinds |= widened(value.kinds);
    held.objects |= objectsOf(value);
    return { kinds: value.kinds, objects: objectsOf(value) };
  }

  private locationOf(path: NodePath): Location | undefined {
    const binding = path.isIdentifier() ? path.scope.getBinding(path.node.name) : undefined;
    return binding && this.touched.get(binding);
  }

  // Writes.

  private store(location: Location, value: Value): Value {
    location.kinds |= widened(value.kinds);
    location.objects |= objectsOf(value);
    return value;
  }

  private assignment(path: NodePath<t.AssignmentExpression>): Value | undefined {
    const { operator } = path.node;
    const left = path.get("left") as NodePath;
    const local = operator === "=" && left.isIdentifier() ? path.scope.getBinding(left.node.name) : undefined;
    if (local !== undefined && this.variables.has(local) && this.locals.has(local))
      return this.reassign(local, path.get("right"));
    const place = this.place(left);
    if (place === undefined) return undefined;
    const { location, mayInherit } = place;
    if (operator === "=") {
      const value = location.shape === "variable" ? this.loose(path.get("right")) : this.plain(path.get("right"));
      return value && this.stored(place, value);
    }
    const before = this.read(location, mayInherit);
    const right = this.plain(path.get("right"));
    if (right === undefined) return undefined;
    const logical = operator === "??=" || operator === "||=" || operator === "&&=";
    const value = logical
      ? lazily(operator.slice(0, 2), before, right)
      : this.arithmetic(operator.slice(0, -1), before, right);
    if (value === undefined || !logical) return value && this.stored(place, value);
    // An assignment that does not happen stores nothing. Where there is a prototype, these do not assign another one.
    const isFirst = operator !== "&&=";
    return this.stored(isFirst ? { location, mayInherit } : place, right) && value;
  }

  /**
   * `o["__proto__"] = value` sets the prototype to any object: what is not there is then read from that, and its setters
   * are called by the next assignment.
   */
  private stored({ location, key }: Target, value: Value): Value | undefined {
    if (key !== undefined && (value.kinds & OBJECT) !== 0 && this.within(key, PRINTABLE & ~PROTO) === undefined)
      return undefined;
    return this.store(location, value);
  }

  private update(path: NodePath<t.UpdateExpression>): Value | undefined {
    const place = this.place(path.get("argument") as NodePath);
    if (place === undefined) return undefined;
    const before = primitive(this.read(place.location, place.mayInherit));
    if (before === undefined || !isWithin(before, PLAIN)) return undefined;
    return this.store(place.location, { kinds: NUMBER });
  }

  private place(path: NodePath): Target | undefined {
    if (path.isIdentifier()) {
      const location = this.locationOf(path);
      return location?.shape === "variable" ? { location, mayInherit: false } : undefined;
    }
    if (!path.isMemberExpression()) return undefined;
    const location = this.locationOf(path.get("object") as NodePath);
    return location && this.property(path, location);
  }

  private property(path: NodePath<t.MemberExpression>, location: Location): Target | undefined {
    const { property, computed } = path.node;
    const isObject = location.shape === "object" || location.shape === "record";
    if (!isObject && location.shape !== "array") return undefined;
    if (!computed) {
      return isObject && property.type === "Identifier" ? named(location, property.name) : undefined;
    }
    return this.keyedBy(location, path.get("property") as NodePath);
  }

  /** The property of the location that has `key` for a name. */
  private keyed(location: Location, key: Value): Target | undefined {
    // Numbers name nothing that anything inherits, nor the length of an array.
    if (location.shape === "array") {
      location.mayBeFull = true;
      return this.within(key, NUMBER) && { location, mayInherit: false };
    }
    const name = isWithin(key.kinds, PRIMITIVE) ? key : this.within(key, PRINTABLE);
    if (name === undefined) return undefined;
    if (location.shape === "record") return { location, mayInherit: false };
    const mayBeProto = (name.kinds & PROTO) !== 0;
    return { location, mayInherit: !isWithin(name.kinds, NUMBER), key: mayBeProto ? name : undefined };
  }

  /** What reading the location, or a property of it, gives. */
  private read(location: Location, mayInherit: boolean): Value {
    if (location.shape === "variable") return { kinds: location.kinds };
    const objects = location.objects | (mayInherit ? BUILTIN : 0);
    return { kinds: location.kinds | UNDEFINED | (mayInherit ? OBJECT : 0), objects };
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
    if (isStatic(callee, "Object", "assign")) return this.assign(args);
    if (isStatic(callee, "Object", "hasOwn") || isHasOwnCall(callee))
      return this.asked(args[0], args[1], args.length === 2);
    if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
      return undefined;
    const method = callee.node.property.name;
    const object = this.value(callee.get("object") as NodePath);
    if (object === undefined) return undefined;
    const location = object.location;
    if (location === undefined) return this.callOfOwn(object, method, args);
    if (method === "hasOwnProperty" && (location.objects & ~ARRAYS) === 0) {
      // The object may have a property of that name, which is no function.
      this.mayThrow(TYPE_ERROR);
      return this.asked(callee.get("object") as NodePath, args[0], location.shape === "object" && args.length === 1);
    }
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
        if (location.mayBeFull) this.mayThrow(THROWS);
        for (const each of args) this.store(location, each);
        return { kinds: NUMBER };
      case "array.includes":
        return args.length === 1 ? { kinds: BOOLEAN } : undefined;
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
  private callOfOwn(object: Value, method: string, args: readonly NodePath[]): Value | undefined {
    if ((method !== "push" && method !== "includes") || !isWithin(object.kinds, OBJECT | NULLISH) || mayBeUsers(object))
      return undefined;
    if (objectsOf(object) !== ARRAYS || !isWithin(object.kinds, OBJECT)) this.mayThrow(TYPE_ERROR);
    if (method === "includes" && args.length !== 1) return undefined;
    const areKnown = args.every((each) => !each.isSpreadElement() && this.loose(each) !== undefined);
    return areKnown ? { kinds: method === "push" ? NUMBER : BOOLEAN } : undefined;
  }

  /** `Object.assign(o, { [k]: v })`, which assigns one after the other what has all been evaluated. */
  private assign([target, ...sources]: readonly NodePath[]): Value | undefined {
    const location = target && this.value(target)?.location;
    if (location?.shape !== "object" && location?.shape !== "record") return undefined;
    const properties = sources.flatMap((each) => (each.isObjectExpression() ? each.get("properties") : [undefined]));
    const areKnown = properties.every((each) => each !== undefined && this.assigned(location, each));
    return areKnown ? { kinds: OBJECT, location } : undefined;
  }

  private assigned(location: Location, property: NodePath): boolean {
    if (!property.isObjectProperty()) return false;
    const { key, computed } = property.node;
    const place = computed
      ? this.keyedBy(location, property.get("key") as NodePath)
      : key.type === "Identifier" && key.name !== "__proto__"
        ? named(location, key.name)
        : undefined;
    const value = this.plain(property.get("value") as NodePath);
    return place !== undefined && value !== undefined && this.stored(place, value) !== undefined;
  }

  private keyedBy(location: Location, path: NodePath): Target | undefined {
    const key = this.plain(path);
    return key && this.keyed(location, key);
  }

  /** Whether an object of the body's own has a property, which nobody is asked for. */
  private asked(object: NodePath | undefined, key: NodePath | undefined, isCalled = true): Value | undefined {
    const location = object && isCalled ? this.value(object)?.location : undefined;
    if (location?.shape !== "object" && location?.shape !== "record") return undefined;
    return key && this.keyedBy(location, key) && { kinds: BOOLEAN };
  }

  private mayThrow(effect: Effect): void {
    this.throws = joinEffects(this.throws, effect);
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
    if (path.node.operator === "in") return this.asked(path.get("right"), path.get("left") as NodePath);
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
    const isKnown = (path.get("elements") as NodePath<t.Node | null>[]).every((each) => {
      if (each.isSpreadElement()) return this.isSpreadOfOwn(each.get("argument"));
      return each.node !== null && this.loose(each as NodePath) !== undefined;
    });
    return isKnown ? { kinds: OBJECT, objects: ARRAYS } : undefined;
  }

  /** Is it an array of the body's own, or something that surely cannot be iterated over? */
  private isSpreadOfOwn(path: NodePath): boolean {
    const value = this.value(path);
    if (value?.location !== undefined) return value.location.shape === "array";
    if (value === undefined || !isWithin(value.kinds, OBJECT | NULLISH) || mayBeUsers(value)) return false;
    if (objectsOf(value) !== ARRAYS || !isWithin(value.kinds, OBJECT)) this.mayThrow(TYPE_ERROR);
    return true;
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
