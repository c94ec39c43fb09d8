import type { NodePath, Visitor } from "@babel/traverse";
import type * as t from "@babel/types";
import type { ImprovedEvent } from "../plugin/events.ts";
import { openFile } from "../plugin/open-file.ts";
import type { Span } from "../plugin/source-range.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { builtinNames } from "./naming.ts";

/** The function around an improved expression, with what it needs of its file: a program that can be run by itself. */
export interface Unit {
  readonly source: string;
  /** Where the expression stands in `source`. */
  readonly range: Span;
  /** Names that somebody else has to provide: imports, variables that are computed when the file is loaded, globals. */
  readonly given: readonly string[];
  readonly isStrict: boolean;
}

/** The variable of a unit that holds its function. */
export const ENTRY = "eqsatUnit";

/** Why an expression cannot be run by itself, in words. */
export interface NoUnit {
  readonly not: string;
}

/** Cuts units out of one file. */
export type Cutter = (event: ImprovedEvent) => Unit | NoUnit;

/** Parses `source`, the text of the file `filename`, once for all of its units. */
export function unitCutter(source: string, filename: string): Cutter {
  const opened = openFile(source, { filename, syntax: syntaxOf(filename) }, "infer");
  if ("fault" in opened) return () => ({ not: "its file cannot be parsed" });
  const { ast, traverse, sourceType } = opened.file;
  let program: NodePath<t.Program> | undefined;
  traverse(ast, {
    Program(path) {
      program = path;
      path.stop();
    },
  });
  return ({ range: { start, end } }) => {
    if (program === undefined) return { not: "it is not in one expression of the file" };
    return new Cut(source, program, sourceType === "module").around({ start: start.offset, end: end.offset });
  };
}

/** A piece of the file in the unit. */
interface Piece {
  readonly start: number;
  readonly text: string;
}

class Cut {
  readonly #source: string;
  readonly #program: NodePath<t.Program>;
  readonly #isModule: boolean;
  readonly #kept = new Map<t.Node, Piece>();
  readonly #given = new Set<string>();
  #obstacle: string | undefined;

  constructor(source: string, program: NodePath<t.Program>, isModule: boolean) {
    this.#source = source;
    this.#program = program;
    this.#isModule = isModule;
  }

  around(span: Span): Unit | NoUnit {
    const path = outermostFunction(this.#program, span) ?? expressionAt(this.#program, span);
    if (path === undefined) return { not: "it is not in one expression of the file" };
    this.#need(path);
    const { text, offset } = this.#entry(path);
    if (this.#obstacle !== undefined) return { not: this.#obstacle };
    const isModule = this.#isModule;
    const given = [...this.#given].sort();
    const imports = isModule && given.length > 0 ? `import { ${given.join(", ")} } from "eqsat-trial";\n` : "";
    const kept = [...this.#kept.values()].sort((a, b) => a.start - b.start).map((piece) => `${piece.text}\n`);
    const head = `${imports}${this.#types()}${kept.join("")}`;
    const shift = head.length + offset - path.node.start!;
    return {
      source: `${head}${text}${isModule ? `\nexport { ${ENTRY} };` : ""}\n`,
      range: { start: span.start + shift, end: span.end + shift },
      given,
      isStrict: isModule || this.#program.node.directives.some(({ value }) => value.value === "use strict"),
    };
  }

  /** Types vanish before anything runs, and tell the optimizer and us about values until then. */
  #types(): string {
    const texts = this.#program.node.body.flatMap((statement) => {
      const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      const isType = declared?.type === "TSInterfaceDeclaration" || declared?.type === "TSTypeAliasDeclaration";
      return isType ? [`${this.#text(declared)}\n`] : [];
    });
    return texts.join("");
  }

  #text(node: t.Node): string {
    return this.#source.slice(node.start!, node.end!);
  }

  /** The function as the value of a variable, and where its own text begins in that. */
  #entry(path: NodePath): { text: string; offset: number } {
    const { node } = path;
    const declare = (head: string, body: string): { text: string; offset: number } => ({
      text: `const ${ENTRY} = ${head}${body};`,
      offset: `const ${ENTRY} = ${head}`.length,
    });
    if (node.type === "FunctionDeclaration" && node.id != null) {
      return { text: `${this.#text(node)}\nconst ${ENTRY} = ${node.id.name};`, offset: 0 };
    }
    if (path.isStatement() && !path.isFunction()) return declare("() => { ", `${this.#text(node)} }`);
    if (!path.isFunction()) return declare("() => ", this.#text(node));
    if (path.isObjectMethod() || path.isClassMethod() || path.isClassPrivateMethod()) {
      const { key, typeParameters, async, generator } = path.node;
      const from = typeParameters?.start ?? this.#source.indexOf("(", key.end!);
      const head = `${async ? "async " : ""}function${generator ? "*" : ""} `;
      const made = declare(head, this.#public(path).slice(from - node.start!));
      return { text: made.text, offset: made.offset - (from - node.start!) };
    }
    return declare("", this.#public(path));
  }

  /** Private names are an object's own: outside of its class, ordinary ones of the same length stand for them. */
  #public(path: NodePath): string {
    const chars = this.#text(path.node).split("");
    path.traverse({
      PrivateName: ({ node }) => {
        chars[node.start! - path.node.start!] = "_";
      },
    });
    return chars.join("");
  }

  /** Sees to everything that the code at `path` mentions and does not declare. */
  #need(path: NodePath): void {
    const obstacle = (text: string): void => {
      this.#obstacle ??= text;
    };
    const seeIdentifier = (mention: NodePath<t.Identifier | t.JSXIdentifier>): void => this.#needName(mention, path);
    const visitor: Visitor = {
      ReferencedIdentifier: seeIdentifier,
      AssignmentExpression: ({ node, scope }) => {
        if (node.left.type === "Identifier" && this.#isOutside(scope.getBinding(node.left.name)?.scope.block, path)) {
          obstacle(`it writes ${node.left.name}, a variable outside`);
        }
      },
      UpdateExpression: ({ node, scope }) => {
        if (
          node.argument.type === "Identifier" &&
          this.#isOutside(scope.getBinding(node.argument.name)?.scope.block, path)
        ) {
          obstacle(`it writes ${node.argument.name}, a variable outside`);
        }
      },
      Super: () => obstacle("it mentions super"),
      MetaProperty: () => obstacle("it mentions import.meta or new.target"),
      JSX: () => obstacle("it has JSX in it"),
      Import: () => obstacle("it imports when it runs"),
    };
    path.traverse(visitor);
    if (path.isIdentifier()) seeIdentifier(path);
    if (!path.isFunction() && containsAwait(path)) obstacle("it awaits at the top level");
    if (path.isArrowFunctionExpression() && mentionsThis(path))
      obstacle("it mentions `this` of the class or file around it");
  }

  #isOutside(block: t.Node | undefined, path: NodePath): boolean {
    return block !== undefined && (block.start! < path.node.start! || block.end! > path.node.end!);
  }

  #needName(mention: NodePath<t.Identifier | t.JSXIdentifier>, path: NodePath): void {
    if (/^TS(?!As|Satisfies|NonNull)/.test(mention.parent.type)) return;
    const { name } = mention.node;
    const binding = mention.scope.getBinding(name);
    if (binding === undefined) {
      if (!builtinNames.has(name) && name !== "undefined" && name !== "arguments") this.#given.add(name);
      return;
    }
    const { block } = binding.scope;
    // The function's own name is bound by its text; whatever is bound inside of it as well.
    if (!this.#isOutside(block, path) || binding.path.node === path.node) return;
    if (this.#kept.has(binding.path.node)) return;
    const text = block.type === "Program" && binding.constant ? this.#inertText(binding.path) : undefined;
    if (text === undefined) {
      this.#given.add(name);
      return;
    }
    this.#kept.set(binding.path.node, { start: binding.path.node.start!, text });
    this.#need(binding.path);
  }

  /** The declaration, where running it does nothing but make a value. */
  #inertText(path: NodePath): string | undefined {
    const { node } = path;
    if (node.type === "FunctionDeclaration" && node.id != null) return this.#text(node);
    if (node.type === "ClassDeclaration" && node.superClass == null && node.id != null) {
      const isInert = node.body.body.every(({ type }) => type === "ClassMethod" || type === "ClassPrivateMethod");
      return isInert && node.decorators == null ? this.#text(node) : undefined;
    }
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier") return undefined;
    return node.init != null && isInert(node.init) ? `const ${this.#text(node)};` : undefined;
  }
}

/** Does evaluating it run nobody's code, and give the same each time? */
function isInert(node: t.Node | null): boolean {
  switch (node?.type) {
    case undefined:
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "RegExpLiteral":
    case "BigIntLiteral":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "UnaryExpression":
      return node.operator !== "delete" && isInert(node.argument) && node.argument.type.endsWith("Literal");
    case "ArrayExpression":
      return node.elements.every((item) => item?.type !== "SpreadElement" && isInert(item));
    case "ObjectExpression":
      return node.properties.every((each) => each.type === "ObjectProperty" && !each.computed && isInert(each.value));
    case "BinaryExpression":
      return [node.left, node.right].every((side) => side.type === "NumericLiteral");
    case "NewExpression":
      return (
        node.callee.type === "Identifier" &&
        (node.callee.name === "Set" || node.callee.name === "Map") &&
        node.arguments.every((arg) => arg.type === "ArrayExpression" && isInert(arg))
      );
    case "MemberExpression":
      return node.object.type === "Identifier" && ["Math", "Number"].includes(node.object.name) && !node.computed;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return isInert(node.expression);
    default:
      return false;
  }
}

function covers({ start, end }: t.Node, span: Span): boolean {
  return start! <= span.start && end! >= span.end;
}

function outermostFunction(program: NodePath<t.Program>, span: Span): NodePath | undefined {
  let found: NodePath | undefined;
  program.traverse({
    enter(path) {
      if (!covers(path.node, span)) path.skip();
      else if (path.isFunction()) {
        found = path;
        path.stop();
      }
    },
  });
  return found;
}

/** The expression or loop that has just this extent. */
function expressionAt(program: NodePath<t.Program>, span: Span): NodePath | undefined {
  let found: NodePath | undefined;
  program.traverse({
    enter(path) {
      if (!covers(path.node, span)) path.skip();
      else if (
        path.node.start === span.start &&
        path.node.end === span.end &&
        (path.isExpression() || path.isForOfStatement())
      ) {
        found = path;
        path.stop();
      }
    },
  });
  return found;
}

function containsAwait(path: NodePath): boolean {
  let found = path.isAwaitExpression();
  path.traverse({
    Function: (inner) => inner.skip(),
    AwaitExpression: () => {
      found = true;
    },
  });
  return found;
}

function mentionsThis(path: NodePath): boolean {
  let found = false;
  path.traverse({
    ThisExpression: () => {
      found = true;
    },
    Function: (inner) => {
      if (!inner.isArrowFunctionExpression()) inner.skip();
    },
  });
  return found;
}
