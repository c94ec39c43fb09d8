import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, isWithin, type Kinds, STRING, UNDEFINED } from "../ir/kinds.ts";
import { FRESH, PACKED, PLAIN, PRIVATE } from "../ir/region.ts";
import { type ArrayFacts, arrayFacts } from "./array-facts.ts";
import { enclosing, isInitialised } from "./binding.ts";
import type { LiftAssumptions } from "./builder.ts";
import { arrayOfLength, isGlobal } from "./chain-syntax.ts";
import { keepsToElements, useOfCollection } from "./collection-use.ts";
import { initOfConstant } from "./constant-init.ts";
import type { KindsOf } from "./declared-kinds.ts";

/** Who asks: where, under which assumptions, and how the kinds of other expressions are found. */
export interface Asking {
  readonly site: NodePath;
  readonly assume: LiftAssumptions;
  readonly kindsOf: KindsOf;
}

/**
 * What is known, whenever the region at `site` runs, of the array at `path`: one that built-ins have just made, or in a
 * variable, one that the code has made itself, that only grows, and that nobody else gets hold of before the region has
 * run.
 */
export function ownArrayFacts(path: NodePath, { site, assume, kindsOf }: Asking): ArrayFacts | undefined {
  const finder = new Finder(assume, kindsOf);
  return path.isIdentifier() ? factsOfVariable(path, site, finder) : finder.made(path);
}

function factsOfVariable(path: NodePath<t.Identifier>, site: NodePath, finder: Finder): ArrayFacts | undefined {
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || site.scope.getBinding(path.node.name) !== binding || !isInitialised(binding, path))
    return undefined;
  const uses = finder.usesOf(binding);
  return uses?.escapes.every((each) => escapesLater(each, binding, site)) === true ? uses.facts : undefined;
}

interface Uses {
  readonly facts: ArrayFacts;
  readonly escapes: readonly NodePath[];
}

/** What was found, by what the user promised; `false` where nothing is known, or not yet. */
const found = new WeakMap<LiftAssumptions, WeakMap<Binding, Uses | false>>();

/** One such array may be made of another: this many are looked into. */
const MOST_OPEN = 12;
const MOST_ELEMENTS = 16;
let open = 0;

class Finder {
  readonly #known: WeakMap<Binding, Uses | false>;
  readonly #kindsOf: KindsOf;

  constructor(assume: LiftAssumptions, kindsOf: KindsOf) {
    this.#known = found.get(assume) ?? new WeakMap();
    found.set(assume, this.#known);
    this.#kindsOf = kindsOf;
  }

  usesOf(binding: Binding): Uses | undefined {
    let uses = this.#known.get(binding);
    if (uses === undefined && open < MOST_OPEN) {
      this.#known.set(binding, false);
      open++;
      try {
        uses = this.#find(binding) ?? false;
      } finally {
        open--;
      }
      this.#known.set(binding, uses);
    }
    return uses === false ? undefined : uses;
  }

  #find(binding: Binding): Uses | undefined {
    const init = initOfConstant(binding);
    const made = init && this.made(init);
    if (made === undefined) return undefined;
    const escapes: NodePath[] = [];
    const added: NodePath[] = [];
    for (const reference of binding.referencePaths) {
      const use = useOfCollection(reference);
      if (use === "changes") return undefined;
      if (use === "escapes") escapes.push(reference);
      else if (use === "grows") added.push(...argumentsOfMethod(reference));
    }
    const isEmpty = init?.isArrayExpression() === true && init.node.elements.length === 0;
    const elements = added.reduce((kinds, each) => kinds | this.#kindsOfAdded(each), isEmpty ? 0 : made.elements);
    // Its elements may be objects that others hold, and it may grow while it is read.
    const facts = { ...made, elements: elements === 0 ? ANY : elements, array: made.array & ~PRIVATE, entries: false };
    return { facts, escapes };
  }

  #isText(path: NodePath): boolean {
    return path.isStringLiteral() || isWithin(this.#kindsOfAdded(path), STRING);
  }

  #kindsOfAdded(path: NodePath): Kinds {
    return path.isExpression() ? this.#kindsOf(path) : ANY;
  }

  /** As {@link arrayFacts}, and of what built-in methods make of an array of which something is known. */
  made(path: NodePath): ArrayFacts | undefined {
    if (path.isIdentifier()) return factsOfVariable(path, path, this);
    const facts = arrayFacts(path);
    if (facts !== undefined && path.isArrayExpression()) return { ...facts, elements: this.#elementsOf(path, facts) };
    if (facts !== undefined || !path.isCallExpression()) return facts;
    const callee = path.get("callee") as NodePath;
    if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
      return undefined;
    const { name } = callee.node.property;
    const object = callee.get("object") as NodePath;
    const args = path.get("arguments") as NodePath[];
    if (args.some((each) => each.isSpreadElement())) return undefined;
    if (isGlobal(object, "Array")) return name === "of" || name === "from" ? unknownElements(FRESH) : undefined;
    // With bounds, it leaves holes outside of them.
    if (name === "fill" && arrayOfLength(object) !== undefined)
      return unknownElements(args.length <= 1 ? FRESH : FRESH & ~PACKED);
    if (name === "split" && this.#isText(object) && args[0] !== undefined && this.#isText(args[0]))
      return { ...unknownElements(FRESH), elements: STRING };
    const source = this.made(object);
    if (source === undefined) return undefined;
    return name === "concat" ? joined([source, ...args.map((each) => this.made(each))]) : madeBy(name, source, args[0]);
  }

  /** Closer than what `facts` tell of a literal, unless it is long. */
  #elementsOf(path: NodePath<t.ArrayExpression>, facts: ArrayFacts): Kinds {
    const elements = path.get("elements") as NodePath<t.Node | null>[];
    if (facts.elements !== ANY || elements.length > MOST_ELEMENTS) return facts.elements;
    let kinds = 0;
    for (const each of elements) {
      if (each.node === null) kinds |= UNDEFINED;
      else if (each.isSpreadElement()) kinds |= this.made(each.get("argument"))?.elements ?? ANY;
      else kinds |= this.#kindsOfAdded(each as NodePath);
      if (kinds === ANY) break;
    }
    return kinds === 0 ? ANY : kinds;
  }
}

function argumentsOfMethod(object: NodePath): NodePath[] {
  const call = object.parentPath?.parentPath;
  return call?.isCallExpression() === true ? (call.get("arguments") as NodePath[]) : [];
}

/** Does the array get to others only when the same run of the function cannot come to `site` any more? */
function escapesLater(reference: NodePath, binding: Binding, site: NodePath): boolean {
  const owner = enclosing(binding.path);
  if (owner === undefined || enclosing(site) !== owner) return false;
  const holdsSite = (path: NodePath): boolean => site.find((each) => each.node === path.node) !== null;
  const [end, start] = [site.node.end, reference.node.start];
  let isBehind = end != null && start != null && end <= start;
  let leaves: NodePath | undefined;
  let isTried = false;
  for (let at: NodePath | null = reference; at !== null && at.node !== owner; at = at.parentPath) {
    if (at.isFunction() || at.isClass() || at.isExportSpecifier()) return false;
    if (at.isReturnStatement()) leaves = at;
    if (at.isTryStatement()) isTried = true;
    if (holdsSite(at) && !runsInOrder(at, binding)) isBehind = false;
  }
  return isBehind || (leaves !== undefined && !isTried && !holdsSite(leaves));
}

/** Does what stands further behind in `path` run later, of one array that `binding` holds? */
function runsInOrder(path: NodePath, binding: Binding): boolean {
  // Each round of a loop has an array of its own only if its body declares it.
  if (path.isLoop()) return isInBody(binding.path, path);
  // All tests of a switch run before a default; a value is there before the defaults of a pattern in front of it.
  return !(path.isSwitchStatement() || path.isVariableDeclarator() || path.isAssignmentExpression());
}

function isInBody(path: NodePath, loop: NodePath<t.Loop>): boolean {
  return path.find((each) => each.key === "body" && each.parentPath?.node === loop.node) !== null;
}

/** What the method `name` gives for an array with these facts. */
function madeBy(name: string, source: ArrayFacts, callback: NodePath | undefined): ArrayFacts | undefined {
  switch (name) {
    case "slice":
    case "reverse":
      return source;
    case "sort":
      return { ...source, entries: source.entries && (callback === undefined || looksIntoPairs(callback)) };
    case "filter":
      return callback && keepsToElements(callback, 2) ? { ...source, array: FRESH } : undefined;
    case "map":
      return callback && keepsToElements(callback, 2) ? unknownElements(source.array) : undefined;
    case "flatMap":
      return callback && keepsToElements(callback, 2) ? unknownElements(FRESH) : undefined;
    default:
      return undefined;
  }
}

/** What `concat` makes of arrays, and of what may not be arrays. */
function joined(parts: readonly (ArrayFacts | undefined)[]): ArrayFacts {
  const known = parts.filter((each) => each !== undefined);
  if (known.length < parts.length) return unknownElements(PLAIN | PRIVATE);
  const made = unknownElements(PLAIN | PRIVATE | known.reduce((array, each) => array & each.array, PACKED));
  return { ...made, elements: known.reduce((kinds, each) => kinds | each.elements, 0) };
}

/** Does a callback take no pair, only what is in it? */
function looksIntoPairs(callback: NodePath): boolean {
  if (!callback.isArrowFunctionExpression()) return false;
  return callback.node.params.every((each) => {
    if (each.type === "ArrayPattern") return each.elements.every((part) => part === null || part.type === "Identifier");
    const binding = each.type === "Identifier" ? callback.scope.getBinding(each.name) : undefined;
    return binding?.constant === true && binding.referencePaths.every((use) => useOfCollection(use) === "reads");
  });
}

function unknownElements(array: number): ArrayFacts {
  return { elements: ANY, array, entries: false, name: (array & PACKED) === 0 ? "array" : "items" };
}
