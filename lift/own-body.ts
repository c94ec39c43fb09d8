import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, joinEffects, mayBeDropped, mayThrow, OWN, READ, stateOf } from "../ir/effects.ts";
import { ANY, OBJECT, UNDEFINED } from "../ir/kinds.ts";
import { type Term, term } from "../ir/term.ts";
import type { RegionBuilder } from "./builder.ts";
import { bindParameters } from "./callback-body.ts";
import { negated } from "./condition.ts";
import { liftExpression } from "./expression.ts";
import type { Held, Value } from "./known-value.ts";
import { type Location, ownLocation } from "./own-location.ts";
import { parameterNames, rewritten } from "./own-syntax.ts";
import { OwnValues } from "./own-value.ts";
import { isStatic } from "./static-method.ts";

/** A body that writes nothing but what is its own, as a leaf over what it takes from outside. */
export interface OwnBody {
  /** Conditions in front of the body: where one fails, it does nothing. */
  readonly guards: readonly Term[];
  readonly body: Term;
}

/** A callback that may write what is its own, or the body of a `for…of` loop. */
export interface OwnUse {
  /** What nothing else may share variables with. */
  readonly path: NodePath;
  readonly params: readonly NodePath[];
  readonly body: NodePath;
  /** The accumulator that its first parameter is, if it has to return it: an object that the reduction has made. */
  readonly accumulator?: Location | undefined;
  readonly loop?: t.ForOfStatement;
}

/** How often the kinds of what is written are widened before they are given up. */
const ROUNDS = 4;

/**
 * What `use` does with `args`, if everything that it does beside writing what is its own can be evaluated before it, as
 * terms. Undefined where it does anything else.
 */
export function openOwnBody(use: OwnUse, args: readonly Term[], builder: RegionBuilder): OwnBody | undefined {
  const { body } = use;
  if (body.isBlockStatement() && body.node.directives.length > 0) return undefined;
  const touched = touchedBy(use, builder);
  if (touched === undefined || touched.size === 0) return undefined;
  const variables = assignedIn(use);
  const known = (): string => JSON.stringify([...touched.values(), ...variables.values()]);
  const { mayThrow } = builder;
  // What is evaluated before the body may not throw where the body would not have come to it.
  builder.mayThrow = false;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const before = known();
      const opened = new OwnBodyOpener(builder, use, touched, variables).open(args);
      if (opened === undefined || known() === before) return opened?.();
    }
    return undefined;
  } finally {
    builder.mayThrow = mayThrow;
  }
}

/** What the body writes, by its variables; undefined where some of it is not its own. */
function touchedBy(use: OwnUse, builder: RegionBuilder): Map<Binding, Location> | undefined {
  const touched = new Map<Binding, Location>();
  let isOwn = true;
  const touch = (path: NodePath): void => {
    const binding = path.isIdentifier() ? path.scope.getBinding(path.node.name) : undefined;
    if (binding === undefined) {
      if (path.isIdentifier()) isOwn = false;
      return;
    }
    if (touched.has(binding) || isDeclaredIn(binding, use.path)) return;
    const location = ownLocation(binding, use.path, builder.site);
    if (location === undefined) isOwn = false;
    else touched.set(binding, location);
  };
  if (use.accumulator !== undefined) {
    const [parameter] = use.params;
    const binding = parameter?.isIdentifier() ? parameter.scope.getBinding(parameter.node.name) : undefined;
    if (binding?.constant !== true) return undefined;
    touched.set(binding, { ...use.accumulator });
  }
  const write = (path: NodePath): void => {
    const target = path.isAssignmentExpression()
      ? (path.get("left") as NodePath)
      : path.isUpdateExpression()
        ? (path.get("argument") as NodePath)
        : undefined;
    if (target !== undefined) touch(target.isMemberExpression() ? (target.get("object") as NodePath) : target);
    const callee = path.isCallExpression() ? (path.get("callee") as NodePath) : undefined;
    if (callee !== undefined && isStatic(callee, "Object", "assign")) touch(path.get("arguments.0") as NodePath);
    if (callee?.isMemberExpression() !== true || callee.node.computed || callee.node.property.type !== "Identifier")
      return;
    if (changing.has(callee.node.property.name)) touch(callee.get("object") as NodePath);
  };
  write(use.body);
  use.body.traverse({ "AssignmentExpression|UpdateExpression|CallExpression": write });
  return isOwn ? touched : undefined;
}

/** The variables that the body declares with `let` and assigns to. */
function assignedIn(use: OwnUse): ReadonlyMap<Binding, Held> {
  const found = new Map<Binding, Held>();
  use.body.traverse({
    VariableDeclaration({ node, scope }) {
      for (const { id } of node.declarations) {
        const binding = node.kind === "let" && id.type === "Identifier" ? scope.getBinding(id.name) : undefined;
        if (binding?.constant === false) found.set(binding, { kinds: 0, objects: 0 });
      }
    },
  });
  return found;
}

/** Does the code at `path` mention a variable of which `isWanted` holds? */
function mentionsAny(path: NodePath, isWanted: (binding: Binding) => boolean): boolean {
  let found = false;
  const look = (inner: NodePath): void => {
    const binding = inner.scope.getBinding((inner.node as t.Identifier).name);
    if (binding !== undefined && isWanted(binding)) found = true;
  };
  if (path.isIdentifier()) look(path);
  path.traverse({ Identifier: look });
  return found;
}

const changing: ReadonlySet<string> = new Set(["push", "set", "add", "delete"]);

function isDeclaredIn(binding: Binding, callback: NodePath): boolean {
  return binding.scope.path.find((each) => each.node === callback.node) !== null;
}

/** What becomes of the control after a statement. */
type Exit = "falls" | "returns";

class OwnBodyOpener extends OwnValues {
  private readonly use: OwnUse;
  private readonly environment = new Map<Binding, Term>();
  private readonly guards: Term[] = [];
  /** What is evaluated on the way, whoever uses it. */
  private taken: Term[] = [];
  private readonly declared = new Set<t.Node>();
  /** Declarations of what has become a term. */
  private readonly dropped = new Set<t.Node>();

  constructor(
    builder: RegionBuilder,
    use: OwnUse,
    touched: ReadonlyMap<Binding, Location>,
    variables: ReadonlyMap<Binding, Held>,
  ) {
    super(builder, touched, variables);
    this.use = use;
  }

  /** What makes the leaf of the body, once the kinds of what it writes have been found. */
  open(args: readonly Term[]): (() => OwnBody) | undefined {
    const { params, body, accumulator } = this.use;
    const from = accumulator === undefined ? 0 : 1;
    const taken = bindParameters(params.slice(from), args.slice(from), this.builder, this.environment);
    if (taken === undefined) return undefined;
    this.taken = [...taken];
    if (!body.isBlockStatement() && !body.isStatement()) {
      const value = this.value(body);
      if (value === undefined || !this.mayReturn(value)) return undefined;
      return () => this.leafOf(body.node as t.Expression, args);
    }
    const statements = this.peel(body.isBlockStatement() ? body.get("body") : [body as NodePath<t.Statement>]);
    if (statements === undefined) return undefined;
    const exit = this.block(statements);
    if (exit === undefined || (accumulator !== undefined && exit !== "returns")) return undefined;
    const block = { type: "BlockStatement", body: statements.map(({ node }) => node), directives: [] };
    return () => this.leafOf(block as unknown as t.BlockStatement, args);
  }

  /**
   * The statements behind the conditions in front: `if (!p) return;`, or all of the rest inside `if (p)`. A condition
   * is evaluated for itself, so that what hangs on it need not be evaluated where it fails.
   */
  private peel(statements: readonly NodePath<t.Statement>[]): readonly NodePath<t.Statement>[] | undefined {
    if (this.use.accumulator !== undefined) return statements;
    let rest = statements;
    for (;;) {
      const [first, ...more] = rest;
      if (first?.isVariableDeclaration() === true) {
        if (!this.declaration(first)) return undefined;
        if (!first.node.declarations.every((each) => this.dropped.has(each))) return rest;
        rest = more;
        continue;
      }
      if (first?.isIfStatement() !== true || first.node.alternate != null) return rest;
      const test = this.lifted(first.get("test"));
      if (test === undefined) return rest;
      const branch = first.get("consequent");
      const inner = branch.isBlockStatement() ? branch.get("body") : [branch];
      if (inner.length === 1 && this.isExit(inner[0]!.node)) {
        this.guard(negated(test));
        rest = more;
      } else if (more.length === 0) {
        this.guard(test);
        rest = inner;
      } else return rest;
    }
  }

  private isExit(node: t.Statement): boolean {
    if (this.use.loop !== undefined) return node.type === "ContinueStatement" && node.label == null;
    return node.type === "ReturnStatement" && node.argument == null;
  }

  /** A condition, after what has been evaluated before it. */
  private guard(test: Term): void {
    this.guards.push(this.taken.reduceRight((rest, each) => (this.isSeen(each) ? term(",", each, rest) : rest), test));
    this.taken = [];
  }

  private isSeen(each: Term): boolean {
    return !mayBeDropped(this.builder.effect(each));
  }

  private block(statements: readonly NodePath<t.Statement>[]): Exit | undefined {
    for (const [index, statement] of statements.entries()) {
      const exit = this.statement(statement);
      if (exit === undefined) return undefined;
      // Code that is never reached would be code that nobody has looked into.
      if (exit === "returns") return index === statements.length - 1 ? exit : undefined;
    }
    return "falls";
  }

  private statement(path: NodePath<t.Statement>): Exit | undefined {
    if (path.isExpressionStatement()) return this.value(path.get("expression")) && "falls";
    if (path.isVariableDeclaration()) return this.isKnown(path) || this.declaration(path) ? "falls" : undefined;
    if (path.isBlockStatement()) return this.block(path.get("body"));
    if (path.isEmptyStatement()) return "falls";
    if (path.isIfStatement()) return this.choice(path);
    if (this.isExit(path.node) && this.use.accumulator === undefined) return "returns";
    if (!path.isReturnStatement() || this.use.loop !== undefined || path.node.argument == null) return undefined;
    const value = this.value(path.get("argument") as NodePath);
    return value !== undefined && this.mayReturn(value) ? "returns" : undefined;
  }

  /** Nobody looks at what `forEach` gets back; a reduction goes on with the accumulator. */
  private mayReturn(value: Value): boolean {
    return (
      this.use.accumulator === undefined || (value.location !== undefined && value.location === this.accumulator())
    );
  }

  private accumulator(): Location | undefined {
    return [...this.touched.values()][0];
  }

  private choice(path: NodePath<t.IfStatement>): Exit | undefined {
    const test = this.value(path.get("test"));
    if (test === undefined || test.location !== undefined) return undefined;
    const yes = this.statement(path.get("consequent"));
    const alternate = path.get("alternate") as NodePath<t.Statement>;
    const no = path.node.alternate == null ? "falls" : this.statement(alternate);
    if (yes === undefined || no === undefined) return undefined;
    return yes === "returns" && no === "returns" ? "returns" : "falls";
  }

  private isKnown({ node }: NodePath<t.VariableDeclaration>): boolean {
    return node.declarations.every(({ id }) => id.type === "Identifier" && this.declared.has(id));
  }

  private declaration(path: NodePath<t.VariableDeclaration>): boolean {
    if (path.node.kind !== "const" && path.node.kind !== "let") return false;
    return path.get("declarations").every((each) => {
      const { id, init } = each.node;
      const binding = id.type === "Identifier" ? path.scope.getBinding(id.name) : undefined;
      if (id.type !== "Identifier" || binding === undefined) return false;
      this.declared.add(id);
      if (!binding.constant) return this.declareHeld(binding, each);
      if (init == null) return false;
      const made = this.lifted(each.get("init") as NodePath);
      if (made !== undefined) {
        this.environment.set(binding, made);
        this.dropped.add(each.node);
        this.taken.push(made);
        return true;
      }
      const value = this.value(each.get("init") as NodePath);
      if (value === undefined || value.location !== undefined) return false;
      this.locals.set(binding, value);
      return true;
    });
  }

  private declareHeld(binding: Binding, declarator: NodePath<t.VariableDeclarator>): boolean {
    const held = this.variables.get(binding);
    if (held === undefined) return false;
    if (declarator.node.init == null) held.kinds |= UNDEFINED;
    else if (this.reassign(binding, declarator.get("init") as NodePath) === undefined) return false;
    this.locals.set(binding, held);
    return true;
  }

  protected override lifted(path: NodePath): Term | undefined {
    if (this.mentionsState(path)) return undefined;
    const made = liftExpression(path, this.builder, this.environment);
    if (made === undefined) return undefined;
    const effect = this.builder.effect(made);
    if (mayThrow(effect) || stateOf(effect) > READ) return undefined;
    return allocates(made) ? undefined : made;
  }

  /** Does it mention what the body writes, or a variable of the body that is no term? */
  private mentionsState(path: NodePath): boolean {
    return mentionsAny(path, (binding) => this.touched.has(binding) || this.locals.has(binding));
  }

  protected override mentionsTerms(path: NodePath): boolean {
    return mentionsAny(path, (binding) => this.environment.has(binding));
  }

  private leafOf(body: t.Expression | t.BlockStatement, args: readonly Term[]): OwnBody {
    const { path, params, accumulator, loop } = this.use;
    this.testEverywhere();
    const own = accumulator === undefined ? [] : [params[0]!.node as t.Identifier];
    const { names, wishes, replaced, terms } = parameterNames(
      this.occurrences,
      path.node,
      (each) => this.builder.effect(each) === CONST,
    );
    const { start, end } = path.node;
    const node = {
      type: "ArrowFunctionExpression",
      start,
      end,
      params: [...own, ...names.map((name) => ({ type: "Identifier", name }))],
      body: rewritten(body, { replaced, dropped: this.dropped, accumulator: own[0]?.name }),
      async: false,
      expression: body.type !== "BlockStatement",
    } as unknown as t.ArrowFunctionExpression;
    const assigns = [...this.touched].flatMap(([{ identifier }, { shape }]) =>
      shape === "variable" ? [identifier.name] : [],
    );
    const leaf = this.builder.own(
      {
        form: "callback",
        node,
        name: "",
        parameters: [...own.map(({ name }) => name), ...wishes],
        kinds: accumulator === undefined ? ANY : OBJECT,
        effect: joinEffects(OWN, this.throws),
        elem: ANY,
        array: 0,
        assigns,
        ...(loop === undefined ? {} : { loop }),
      },
      ...(own.length > 0 ? [args[0]!] : []),
      ...terms,
    );
    return { guards: this.guards, body: this.withTests(leaf) };
  }

  /** The body, after the tests of what is evaluated before it and used by nobody. */
  private withTests(body: Term): Term {
    const used = new Set<Term>();
    const visit = (each: Term): void => {
      used.add(each);
      each.args.forEach(visit);
    };
    visit(body);
    return this.taken
      .filter((each) => this.isSeen(each) && !used.has(each))
      .reduceRight((rest, each) => term(",", each, rest), body);
  }
}

function allocates(made: Term): boolean {
  // An element is there already, whatever the array of all of them is made of.
  if (made.op === "el" || made.op === "ix") return false;
  return made.op === "array" || made.op === "object" || made.args.some(allocates);
}
