import type * as t from "@babel/types";
import { isChildKey, isNode, memberNames, mentionsAny, namesWithin, someNode } from "../syntax/tree-walk.ts";

type Callback = t.ArrowFunctionExpression | t.FunctionExpression;

/** Where the value of an inlined callback goes. */
export type Sink =
  /** `const name = …`, declared here. */
  | { readonly kind: "declare"; readonly name: string }
  | { readonly kind: "assign"; readonly name: string }
  | { readonly kind: "discard" };

/**
 * The statements that do what calling `original` with `args`, which are plain variables or constants, would do, and
 * store the result. Each `return` leaves a labelled block. The callback is taken apart: pass a copy.
 * Precondition: `isInlinable` of `lift/callback.ts`.
 */
export function inlineBody(
  original: Callback,
  args: readonly t.Expression[],
  sink: Sink,
  fresh: (wish: string) => string,
  typescript: boolean,
): t.Statement[] {
  const callback = unwrapped(original);
  // A parameter of that name would stand in the way of the result; so would code that runs once the result is there.
  const isAccumulator = sink.kind === "assign" && args.some((arg) => mentions(arg, sink.name));
  if (
    (sink.kind !== "discard" && declaredNames(callback, args).has(sink.name)) ||
    (isAccumulator && someNode(callback.body, runsAtTheEnd))
  ) {
    const inner = fresh("value");
    const statements = inlineBody(callback, args, { kind: "declare", name: inner }, fresh, typescript);
    return [...statements, store(sink, identifier(inner))];
  }
  const label = fresh("callback");
  renameParameters(callback, args);
  const { copies, values } = setApart(callback, args, fresh);
  const parameters = callback.params.flatMap((parameter, index) =>
    declareParameter(parameter, values[index], callback),
  );
  const block = callback.body.type === "BlockStatement";
  if (parameters.length === 0 && !block) return [store(sink, callback.body as t.Expression)];
  const inner: Sink = sink.kind === "declare" ? { kind: "assign", name: sink.name } : sink;
  const body = block
    ? leaveByBreak((callback.body as t.BlockStatement).body, inner, label)
    : [store(inner, callback.body as t.Expression)];
  const result: t.Statement[] =
    sink.kind === "declare" ? [declareVariable("let", identifier(sink.name), null, typescript)] : [];
  const labelled = mentionsBreak(body, label);
  const scoped = parameters.length > 0 || body.some((each) => each.type.endsWith("Declaration"));
  if (!scoped && !labelled) return [...result, ...body];
  // What initialises the parameters must not see the variables of the body.
  const hides = parameters.some((each) => mentionsAny(each, namesDeclaredBy(body)));
  const whole = blockOf(hides ? [...parameters, blockOf(body)] : [...parameters, ...body]);
  const last: t.Statement = labelled
    ? { ...node<t.LabeledStatement>("LabeledStatement"), label: identifier(label), body: whole }
    : whole;
  return [...result, ...copies, last];
}

/** Does it run code when its block is left, however that comes? */
function runsAtTheEnd(each: t.Node): boolean {
  if (each.type === "TryStatement") return each.finalizer != null;
  return each.type === "VariableDeclaration" && (each.kind === "using" || each.kind === "await using");
}

/** Lets the body mention the variables that it is given by their own names, where no name in it stands in the way. */
function renameParameters(callback: Callback, args: readonly t.Expression[]): void {
  for (const [index, parameter] of callback.params.entries()) {
    const arg = args[index];
    if (arg?.type !== "Identifier" || parameter.type !== "Identifier" || arg.name === parameter.name) continue;
    const others = callback.params.filter((each) => each !== parameter);
    const stands = [callback.body, ...others].some(
      (each) => mentions(each, arg.name) || redeclares(each, parameter.name),
    );
    if (stands || isReassigned(callback.body, parameter.name)) continue;
    rename(callback.body, parameter.name, arg.name);
    callback.params[index] = identifier(arg.name);
  }
}

/** Is `name` written somewhere at or below `root`, other than as the name of a property? */
function mentions(root: t.Node, name: string): boolean {
  if (root.type === "Identifier" || root.type === "JSXIdentifier") return root.name === name;
  const member = "computed" in root && root.computed !== true ? memberNames[root.type] : undefined;
  return Object.entries(root).some(
    ([key, value]) =>
      isChildKey(key) && key !== member && [value].flat().some((child) => isNode(child) && mentions(child, name)),
  );
}

/** May `name` mean anything but the parameter, somewhere at or below `root`? */
function redeclares(root: t.Node, name: string): boolean {
  return someNode(root, (each) => {
    if (each.type.startsWith("TS") || each.type.startsWith("JSX")) return mentions(each, name);
    if (each.type === "BreakStatement" || each.type === "ContinueStatement" || each.type === "LabeledStatement")
      return each.label?.name === name;
    const declared: readonly unknown[] = isFunctionNode(each)
      ? ["id" in each ? each.id : undefined, ...("params" in each ? each.params : [])]
      : each.type === "VariableDeclarator"
        ? [each.id]
        : each.type === "CatchClause"
          ? [each.param]
          : [];
    return declared.some((part) => isNode(part) && mentions(part, name));
  });
}

function rename(root: t.Node, from: string, to: string): void {
  someNode(root, (each) => {
    if (each.type === "ObjectProperty" && each.shorthand && mentions(each.value, from)) {
      each.shorthand = false;
      each.key = { ...each.key };
    }
    return false;
  });
  const visit = (node: t.Node): void => {
    if (node.type === "Identifier" && node.name === from) node.name = to;
    const member = "computed" in node && node.computed !== true ? memberNames[node.type] : undefined;
    for (const [key, value] of Object.entries(node)) {
      if (isChildKey(key) && key !== member) for (const child of [value].flat()) if (isNode(child)) visit(child);
    }
  };
  visit(root);
}

/** `{ return x; }` is what `x` is. */
function unwrapped(callback: Callback): Callback {
  const [only, ...more] = callback.body.type === "BlockStatement" ? callback.body.body : [];
  if (only?.type !== "ReturnStatement" || only.argument == null || more.length > 0) return callback;
  const { params } = callback;
  return {
    ...node<t.ArrowFunctionExpression>("ArrowFunctionExpression"),
    params,
    body: only.argument,
    async: false,
    expression: true,
  };
}

/**
 * The arguments as they can be mentioned where the parameters are declared: what mentions a parameter's name means an
 * outer variable, and is copied to a name of its own first.
 */
function setApart(
  callback: Callback,
  args: readonly t.Expression[],
  fresh: (wish: string) => string,
): { readonly copies: t.Statement[]; readonly values: readonly t.Expression[] } {
  const declared = declaredNames(callback, args);
  const copies: t.Statement[] = [];
  const values = args.map((arg) => {
    if (!someNode(arg, (each) => each.type === "Identifier" && declared.has(each.name))) return arg;
    const copy = identifier(fresh("argument"));
    copies.push(declareVariable("const", copy, arg, false));
    return copy;
  });
  return { copies, values };
}

/** The names that `statements` declare in their own block. */
function namesDeclaredBy(statements: readonly t.Statement[]): Set<string> {
  const names = new Set<string>();
  for (const each of statements) {
    if (each.type === "ClassDeclaration" || each.type === "FunctionDeclaration") names.add(each.id?.name ?? "");
    if (each.type !== "VariableDeclaration") continue;
    for (const { id } of each.declarations) for (const name of namesWithin(id)) names.add(name);
  }
  return names;
}

function blockOf(body: t.Statement[]): t.BlockStatement {
  return { ...node<t.BlockStatement>("BlockStatement"), body, directives: [] };
}

/** The names that have to be declared for the parameters. */
function declaredNames(callback: Callback, args: readonly t.Expression[]): Set<string> {
  const declared = new Set<string>();
  for (const [index, parameter] of callback.params.entries()) {
    if (declareParameter(parameter, args[index], callback).length === 0) continue;
    for (const name of namesWithin(parameter)) declared.add(name);
  }
  return declared;
}

function declareParameter(parameter: t.Node, arg: t.Expression | undefined, callback: Callback): t.Statement[] {
  const value = arg ?? identifier("undefined");
  // The default of a parameter may assign another one.
  const parts = [callback.body, ...callback.params];
  const reassigned = namesWithin(parameter).some((name) => parts.some((each) => isReassigned(each, name)));
  if (!reassigned && parameter.type === "Identifier" && value.type === "Identifier" && value.name === parameter.name)
    return [];
  return [declareVariable(reassigned ? "let" : "const", parameter as t.Identifier | t.ObjectPattern, value, false)];
}

function declareVariable(
  kind: "let" | "const",
  id: t.Identifier | t.ObjectPattern,
  init: t.Expression | null,
  anyType: boolean,
): t.Statement {
  const declared = anyType && id.type === "Identifier" ? { ...id, typeAnnotation: anyAnnotation() } : id;
  return {
    ...node<t.VariableDeclaration>("VariableDeclaration"),
    kind,
    declarations: [{ ...node<t.VariableDeclarator>("VariableDeclarator"), id: declared, init }],
  };
}

function anyAnnotation(): t.TSTypeAnnotation {
  return { ...node<t.TSTypeAnnotation>("TSTypeAnnotation"), typeAnnotation: node<t.TSAnyKeyword>("TSAnyKeyword") };
}

function store(sink: Sink, given: t.Expression): t.Statement {
  const value = sink.kind === "discard" ? given : unnamed(given);
  if (sink.kind === "declare") return declareVariable("const", identifier(sink.name), value, false);
  if (sink.kind === "discard") return { ...node<t.ExpressionStatement>("ExpressionStatement"), expression: value };
  if (value.type === "Identifier" && value.name === sink.name) return node<t.EmptyStatement>("EmptyStatement");
  const assignment: t.AssignmentExpression = {
    ...node<t.AssignmentExpression>("AssignmentExpression"),
    operator: "=",
    left: identifier(sink.name),
    right: value,
  };
  return { ...node<t.ExpressionStatement>("ExpressionStatement"), expression: assignment };
}

/** A function or class that is assigned to a variable is named after it (ECMA-262, 8.4.5); returned, it is not. */
function unnamed(value: t.Expression): t.Expression {
  if (!isAnonymous(value)) return value;
  const zero: t.Expression = { ...node<t.NumericLiteral>("NumericLiteral"), value: 0 };
  // TypeScript warns of `(0, f)`.
  const nothing: t.Expression = {
    ...node<t.UnaryExpression>("UnaryExpression"),
    operator: "void",
    prefix: true,
    argument: zero,
  };
  return { ...node<t.SequenceExpression>("SequenceExpression"), expressions: [nothing, value] };
}

/** Casts and parentheses aside. */
function isAnonymous(value: t.Node): boolean {
  if (value.type === "ArrowFunctionExpression") return true;
  if (value.type === "FunctionExpression" || value.type === "ClassExpression") return value.id == null;
  return "expression" in value && isNode(value.expression) && isAnonymous(value.expression);
}

/** Falling off the end of a function gives `undefined`, so a result that is kept starts as that. */
function leaveByBreak(statements: readonly t.Statement[], sink: Sink, label: string): t.Statement[] {
  const leave = (): t.Statement => ({ ...node<t.BreakStatement>("BreakStatement"), label: identifier(label) });
  const replaceReturn = (statement: t.ReturnStatement, last: boolean): t.Statement[] => {
    const value = statement.argument ?? undefined;
    const stored =
      value !== undefined ? [store(sink, value)] : sink.kind === "assign" ? [store(sink, identifier("undefined"))] : [];
    return last ? stored : [...stored, leave()];
  };
  const rewritten = statements.flatMap((statement, index) =>
    statement.type === "ReturnStatement"
      ? replaceReturn(statement, index === statements.length - 1)
      : [replaceNested(statement, (each) => replaceReturn(each, false))],
  );
  const last = statements.at(-1);
  const fallsOff = sink.kind === "assign" && last?.type !== "ReturnStatement";
  return fallsOff ? [...rewritten, store(sink, identifier("undefined"))] : rewritten;
}

/** `statement` with every `return` in it, functions aside, replaced by what `replace` gives. */
function replaceNested(statement: t.Statement, replace: (each: t.ReturnStatement) => t.Statement[]): t.Statement {
  const visit = (value: unknown): unknown => {
    // In a list of statements, no block is needed.
    if (Array.isArray(value))
      return value.flatMap((item) =>
        isNode(item) && item.type === "ReturnStatement" ? replace(item as t.ReturnStatement) : [visit(item)],
      );
    if (!isNode(value) || isFunctionNode(value)) return value;
    if (value.type === "ReturnStatement") {
      return { ...node<t.BlockStatement>("BlockStatement"), body: replace(value as t.ReturnStatement), directives: [] };
    }
    const fields = value as unknown as Record<string, unknown>;
    for (const key of Object.keys(fields)) {
      if (isChildKey(key)) fields[key] = visit(fields[key]);
    }
    return value;
  };
  return visit(statement) as t.Statement;
}

function isReassigned(part: t.Node, name: string): boolean {
  return someNode(part, (each) => {
    if (each.type === "UpdateExpression") return targetName(each.argument) === name;
    // `o[i] = x` assigns neither `o` nor `i`.
    if (each.type === "AssignmentExpression" && each.left.type === "MemberExpression") return false;
    if (each.type === "AssignmentExpression")
      return someNode(each.left, (part) => part.type === "Identifier" && part.name === name);
    if (each.type === "ForInStatement" || each.type === "ForOfStatement")
      return someNode(each.left, (part) => part.type === "Identifier" && part.name === name);
    return false;
  });
}

/** The variable that `target` is, casts and parentheses aside. */
export function targetName(target: t.Node): string | undefined {
  if (target.type === "Identifier") return target.name;
  return "expression" in target && isNode(target.expression) ? targetName(target.expression) : undefined;
}

function mentionsBreak(statements: readonly t.Statement[], label: string): boolean {
  return statements.some((statement) =>
    someNode(statement, (each) => each.type === "BreakStatement" && each.label?.name === label),
  );
}

function isFunctionNode(value: t.Node): boolean {
  return /^(Function|ArrowFunction|ObjectMethod|Class)/.test(value.type);
}

function identifier(name: string): t.Identifier {
  return { ...node<t.Identifier>("Identifier"), name };
}

function node<T extends t.Node>(type: T["type"]): T {
  return { type } as T;
}
