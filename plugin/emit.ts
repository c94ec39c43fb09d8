import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import { type Helper, helperSource, withNeeded } from "../lower/guard.ts";
import type { Lowered, RegionPlace } from "../lower/output.ts";
import { type Captured, capturedBy } from "./captured.ts";
import { applied, spaced } from "./change-text.ts";
import { hasHelper, importHelpers, isModule, startOfCode } from "./imported-helpers.ts";
import { commentsBetween, keepComments } from "./kept-comments.ts";
import { NamesInUse, type TakenNames } from "./names-in-use.ts";
import { operandText, standsAlone } from "./operand-text.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Change, ParsedFile } from "./parsed-file.ts";
import type { Site } from "./place.ts";
import { indentAt, indented, printNode, printStatements, type Style, styleOf } from "./print.ts";
import { freshName, GivenNames, LABEL, namesOf, notOurs } from "./region-names.ts";
import { copyOf, fillHoles, nameCounts, namesWithin } from "./syntax-tree.ts";

/** Writes lowered regions back into one file: into its tree, and as edits of its text. */
export class Emitter {
  private readonly file: ParsedFile;
  private readonly helpers = new Set<Helper>();
  private readonly functions: t.Statement[] = [];
  private readonly functionTexts: string[] = [];
  private allNames: GivenNames | undefined;
  /** The names that the output has brought into each function. */
  private readonly brought = new Map<t.Node, Set<string>>();
  private readonly names = new NamesInUse();
  private changes: Change[] = [];
  private knownStyle: Style | undefined;
  private readonly origins = new WeakMap<t.Node, t.Node>();

  private readonly importsHelpers: boolean;
  /** Where an import can stand in front of all statements. */
  private readonly start: number;

  constructor(file: ParsedFile, { helpers }: Pick<ResolvedOptions, "helpers">) {
    this.file = file;
    this.importsHelpers = helpers === "import";
    // Imports go in front of all statements that there are now.
    this.start = this.importsHelpers ? startOfCode(file.ast.program, file.source) : 0;
  }

  /** Of most files nobody asks how they are written. */
  private get style(): Style {
    this.knownStyle ??= styleOf(this.file.source);
    return this.knownStyle;
  }

  /** Names and target for a region at `path` that is to stand at `site`. */
  placeFor(path: NodePath, site: Site, region: Region<t.Node>): RegionPlace<t.Node> {
    const target =
      site.kind === "declaration"
        ? { name: site.name, keyword: site.keyword, annotation: site.annotation != null }
        : undefined;
    // Most expressions need no name, and looking for those around costs as much as all the rest.
    let known: { inside: Set<string>; taken: TakenNames; own: Set<string> } | undefined;
    const names = (): NonNullable<typeof known> => {
      if (known !== undefined) return known;
      const inside = namesOf(path, region);
      const absorbed = region.kind === "chain" ? region.absorbed : [];
      const function_ = path.getFunctionParent()?.node ?? this.file.ast.program;
      const taken = this.names.around(function_, [path.node, ...absorbed]);
      for (const name of inside) taken.add(name);
      const around = functionAround(path);
      const own = this.brought.get(around) ?? new Set<string>();
      this.brought.set(around, own);
      if (target !== undefined) inside.add(target.name);
      known = { inside, taken, own };
      return known;
    };
    return {
      fresh: (wish) => {
        const { inside, taken, own } = names();
        const name = freshName(notOurs(wish), taken);
        own.add(name);
        inside.add(name);
        return name;
      },
      inner: (wish) => {
        const { inside, taken, own } = names();
        // A block hides variables around it that nothing inside mentions. Labels it must not hide.
        const name = freshName(notOurs(wish), wish === LABEL ? taken : inside);
        own.add(name);
        inside.add(name);
        taken.add(name);
        return name;
      },
      typescript: this.file.typescript,
      target,
      passed: (nodes, own) => {
        const { stays, ...passed } = this.captured(path, nodes, own);
        return stays ? undefined : passed;
      },
      freshFunction: (wish) => {
        this.allNames ??= new GivenNames(namesWithin(this.file.ast.program, new Set()));
        return freshName(wish, this.allNames);
      },
    };
  }

  private captured(path: NodePath, nodes: readonly t.Node[], own: ReadonlySet<string> = new Set()): Captured {
    const brought = path.getAncestry().flatMap(({ node }) => this.brought.get(node) ?? []);
    const isOurs = (name: string): boolean => brought.some((each) => each.has(name));
    return capturedBy(path, nodes, { file: this.file, names: this.names, isOurs }, own);
  }

  /** Puts `lowered` in the place of `path`. Gives the text that stands for the region now. */
  emit(path: NodePath, site: Site, lowered: Lowered<t.Node>, place: RegionPlace<t.Node>): string {
    this.file.settlePaths();
    for (const helper of lowered.helpers) this.helpers.add(helper);
    // Both at once: each run of the parser costs more than what it reads here. The setup may end without a semicolon.
    const parsed = this.file.parseFragment(`${lowered.setup === "" ? "" : `${lowered.setup}\n;`}(${lowered.value});`);
    const statement = parsed.pop();
    if (statement?.type !== "ExpressionStatement") throw new Error(`no expression: ${lowered.value}`);
    if (parsed.at(-1)?.type === "EmptyStatement") parsed.pop();
    const setup = fillHoles(parsed, lowered, place.inner, this.file.typescript, this.origins);
    const value = fillHoles(
      [statement],
      lowered,
      place.inner,
      this.file.typescript,
      this.origins,
    )[0] as t.ExpressionStatement;
    for (const text of lowered.functions) {
      const parsedFunction = this.file.parseFragment(text);
      const declarations = fillHoles(parsedFunction, lowered, place.inner, this.file.typescript, this.origins);
      this.functions.push(...declarations);
      this.functionTexts.push(this.statements(declarations, ""));
    }
    const { start, end } = path.node;
    keepComments(
      setup,
      commentsBetween(this.file.ast.comments ?? [], path.node as t.Node & { start: number; end: number }, lowered),
    );
    const replaced = nameCounts([
      site.kind === "declaration" || site.kind === "statement" ? site.statement.node : path.node,
    ]);
    const { changes: raw, written } = this.put(path, site, setup, value.expression);
    this.names.replace(path, replaced, written);
    const region = { start: start!, end: end! };
    const changes = raw.map((each) => ({ ...spaced(this.file.source, each), region }));
    const outer = {
      start: Math.min(start!, ...changes.map((each) => each.start)),
      end: Math.max(end!, ...changes.map((each) => each.end)),
    };
    this.changes = this.changes.filter(
      (each) => !(each.start >= start! && each.end <= end! && !(each.start === start && each.end === start)),
    );
    this.changes.push(...changes);
    return applied(this.file.source.slice(outer.start, outer.end), changes, outer.start);
  }

  /** Gives the edits, and what stands in the tree now. */
  private put(
    path: NodePath,
    site: Site,
    setup: t.Statement[],
    value: t.Expression,
  ): { readonly changes: Change[]; readonly written: readonly t.Node[] } {
    const { source } = this.file;
    const { start, end } = path.node as { start: number; end: number };
    switch (site.kind) {
      case "declaration": {
        const { statement } = site;
        for (const each of setup) keepAnnotation(each, site);
        const text = this.statements(setup, indentAt(source, statement.node.start!));
        const comments = statement.node.leadingComments;
        if (comments != null && setup[0] !== undefined)
          setup[0].leadingComments = [...comments, ...(setup[0].leadingComments ?? [])];
        const change = { start: statement.node.start!, end: statement.node.end!, text };
        replaceInList(statement, setup);
        return { changes: [change], written: setup };
      }
      case "statement":
      case "before": {
        const { statement } = site;
        const at = statement.node.start!;
        const indent = indentAt(source, at);
        const whole = site.kind === "statement";
        const inList = Array.isArray(statement.container);
        const inner = inList ? indent : `${indent}${this.style.unit}`;
        const text = this.statements(setup, inner);
        const changes = whole
          ? [{ start: at, end: statement.node.end!, text: inList ? text : `{\n${inner}${text}\n${indent}}` }]
          : [
              { start: at, end: at, text: inList ? `${text}\n${indent}` : `{\n${inner}${text}\n${inner}` },
              { start, end, text: this.print(value, indent) },
              ...(inList ? [] : [{ start: statement.node.end!, end: statement.node.end!, text: `\n${indent}}` }]),
            ];
        if (!whole) replaceNode(path, value);
        const list = whole ? setup : [...setup, statement.node];
        if (inList) replaceInList(statement, list);
        else replaceOnly(statement, list);
        return { changes, written: whole ? setup : [...setup, value] };
      }
      case "expression": {
        replaceNode(path, value);
        const text = operandText(path, value, this.print(value, indentAt(source, lineOf(source, start))));
        return { changes: [{ start, end, text }], written: [value] };
      }
      case "arrow": {
        const block = blockOf([...setup, { type: "ReturnStatement", argument: value } as t.ReturnStatement]);
        const text = this.print(block, indentAt(source, lineOf(source, start)));
        replaceNode(path, block);
        (path.parent as t.ArrowFunctionExpression).expression = false;
        return { changes: [{ start, end, text }], written: [block] };
      }
      case "call": {
        const body = blockOf([...setup, { type: "ReturnStatement", argument: value } as t.ReturnStatement]);
        const passed = this.captured(path, [path.node]).names.map(identifier);
        const arrow = {
          type: "ArrowFunctionExpression",
          params: passed,
          body,
          async: false,
          expression: false,
        } as unknown as t.ArrowFunctionExpression;
        const call = {
          type: "CallExpression",
          callee: arrow,
          arguments: passed.map(copyOf),
        } as unknown as t.CallExpression;
        const text = this.print(call, indentAt(source, lineOf(source, start)));
        replaceNode(path, call);
        return { changes: [{ start, end, text }], written: [call] };
      }
    }
  }

  /** Removes the declarations that a region has absorbed. */
  remove(site: Site, region: Region<t.Node>): void {
    if (region.kind === "scalar" || !("statement" in site)) return;
    for (const node of region.absorbed) {
      const list = site.statement.container as unknown as t.Node[];
      list.splice(list.indexOf(node), 1);
      this.names.replace(site.statement, nameCounts([node]), []);
      const start = node.start!;
      const { source } = this.file;
      const gap = /^[^\S\n]*;?(?:[^\S\n]*\r?\n)*[^\S\n]*/.exec(source.slice(node.end!))?.[0].length ?? 0;
      const end = node.end! + gap;
      // What stands in front of it stays: another region's loop, whose result it mentions.
      const isInside = (each: Change): boolean =>
        each.start === each.end ? each.start > start && each.start < end : each.start >= start && each.end <= end;
      this.changes = this.changes.filter((each) => !isInside(each));
      this.changes.push({ start, end, text: "", region: region.range });
    }
  }

  private print(node: t.Node, indent: string): string {
    return this.file.printable ? printNode(node, indent, this.style, this.verbatim) : "";
  }

  private statements(nodes: readonly t.Statement[], indent: string): string {
    return this.file.printable ? printStatements(nodes, indent, this.style, this.verbatim) : "";
  }

  /** What nothing was changed in is printed as it was, if it reads the same in any place. */
  private readonly verbatim = (node: t.Node, parent: t.Node | undefined): string | undefined => {
    const origin = this.origins.get(node);
    if (origin?.start == null || origin.end == null) return undefined;
    const { start, end } = origin;
    const isArgument = parent?.type === "CallExpression" && parent.callee !== node && isFunction.test(node.type);
    // The text of a function is what `+` makes of it.
    const isOperand = parent?.type === "BinaryExpression" && node.type === "FunctionExpression";
    if (!isArgument && !isOperand && node.type !== "ArrayExpression" && !standsAlone.has(node.type)) return undefined;
    if (this.changes.some((each) => each.start >= start && each.end <= end)) return undefined;
    const text = this.file.source.slice(start, end);
    // Lines of a literal are not to be indented.
    if (/[`\\]/.test(text) && text.includes("\n")) return undefined;
    return text.replaceAll(`\n${indentAt(this.file.source, lineOf(this.file.source, start))}`, "\n");
  };

  /** Every edit, and the helpers: imported, or at the end of the file. */
  finish(): readonly Change[] {
    if (!this.changed) return [];
    const { source, ast, typescript } = this.file;
    const imports = this.importsHelpers && isModule(ast.program);
    const wanted = imports ? this.helpers : withNeeded(this.helpers);
    const missing = [...wanted].filter((name) => !hasHelper(ast.program, name)).sort();
    const imported = imports ? missing : [];
    const written = new Set(missing.filter((name) => !imported.includes(name)));
    if (imported.length > 0) this.changes.push(importHelpers(ast.program, this.start, imported, this.style));
    if (written.size > 0 || this.functions.length > 0) {
      const text = helperSource(written, typescript);
      const quoted = this.style.quotes === "single" ? text.replaceAll('"', "'") : text;
      const printed = [...this.functionTexts, indented(quoted, this.style.unit)].filter((each) => each !== "");
      const at = endOfCode(source);
      const before = source.slice(0, at);
      const gap = before === "" || before.endsWith("\n") ? "\n" : "\n\n";
      this.changes.push({ start: at, end: at, text: `${gap}${printed.join("\n")}\n` });
      const helpers = written.size > 0 && this.file.keepsTree ? this.file.parseFragment(text) : [];
      ast.program.body.push(...this.functions, ...helpers);
    }
    // Line ends of a literal count as "\n" however they are written (ECMA-262, 12.9.6).
    const eol = source.includes("\r\n") ? "\r\n" : "\n";
    return this.changes
      .map((each) => ({ ...each, text: each.text.replaceAll(/\r?\n/g, eol) }))
      .sort((a, b) => a.start - b.start || a.end - b.end);
  }

  get changed(): boolean {
    return this.changes.length > 0;
  }
}

/** A comment that names the source map has to stay the last line. */
function endOfCode(source: string): number {
  return /(?:^|\n)(\/\/[#@][ \t]*source(?:Mapping)?URL=[^\n]*\s*)$/d.exec(source)?.indices?.[1]?.[0] ?? source.length;
}

function functionAround(path: NodePath): t.Node {
  return path.findParent((each) => each.isFunction() || each.isProgram())?.node ?? path.node;
}

const isFunction = /^(?:ArrowFunction|Function)Expression$/;

/** The first offset on the line that is not white space, to indent by. */
function lineOf(source: string, offset: number): number {
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  return lineStart + (/^[\t ]*/.exec(source.slice(lineStart))?.[0].length ?? 0);
}

function keepAnnotation(statement: t.Statement, site: Extract<Site, { kind: "declaration" }>): void {
  if (statement.type !== "VariableDeclaration" || site.annotation == null) return;
  const [declarator] = statement.declarations;
  if (declarator?.id.type === "Identifier" && declarator.id.name === site.name)
    declarator.id.typeAnnotation = site.annotation;
}

function identifier(name: string): t.Identifier {
  return { type: "Identifier", name } as t.Identifier;
}

function blockOf(body: t.Statement[]): t.BlockStatement {
  return { type: "BlockStatement", body, directives: [] } as unknown as t.BlockStatement;
}

function replaceInList(path: NodePath, nodes: readonly t.Node[]): void {
  const list = path.container as t.Node[];
  const at = list.indexOf(path.node);
  list.splice(at < 0 ? Number(path.key) : at, 1, ...nodes);
}

/** Where one statement must stand, a block takes several: the one that an earlier region has put there, if one has. */
function replaceOnly(path: NodePath, nodes: t.Statement[]): void {
  const now = (path.container as unknown as Record<string, t.Node>)[path.key as string];
  const at = now?.type === "BlockStatement" && now !== path.node ? now.body.indexOf(path.node as t.Statement) : -1;
  if (now?.type === "BlockStatement" && at >= 0) now.body.splice(at, 1, ...nodes);
  else replaceNode(path, blockOf(nodes));
}

function replaceNode(path: NodePath, node: t.Node): void {
  const container = path.container as unknown as Record<string | number, unknown>;
  if (Array.isArray(container)) {
    const at = container.indexOf(path.node);
    container[at < 0 ? Number(path.key) : at] = node;
  } else container[path.key as string] = node;
}
