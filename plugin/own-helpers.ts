import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { type Helper, helperNames, helperSource } from "../lower/guard.ts";
import { isNode } from "../syntax/tree-walk.ts";
import { importsOf } from "./imported-helpers.ts";
import type { ParsedFile } from "./parsed-file.ts";

const HELD = "eqsatHeld";

/** The helpers as this file's parser reads them. */
const known = new WeakMap<t.Program, ReadonlyMap<string, string>>();

/** What the helpers of an earlier run say: asked for each region, and nobody changes them. */
const said = new WeakMap<t.Node, string>();

/** Does `name` mean something else at `path` than a helper that an earlier run has written? */
export function isTaken(path: NodePath, name: string, file: ParsedFile): boolean {
  const binding = path.scope.getBinding(name);
  // A global of that name would mean our helper from then on. Scopes may know what we have written ourselves.
  if (binding === undefined) return mentions(file, name) && path.scope.getProgramParent().hasGlobal(name);
  if (!binding.scope.path.isProgram()) return true;
  const { node, parent } = binding.path;
  if (parent.type === "ImportDeclaration") return !importsOf(parent).includes(name);
  if (name === HELD)
    return binding.kind !== "var" || [...binding.referencePaths, ...binding.constantViolations].some(isForeign);
  if (node.type !== "FunctionDeclaration") return true;
  const text = said.get(node) ?? textOf(node);
  said.set(node, text);
  return text !== helpersIn(file).get(name);
}

/** The names of helpers in the text of a file: looked for once, however many regions ask. */
const mentioned = new WeakMap<t.Program, ReadonlySet<string>>();

function mentions({ ast: { program }, source }: ParsedFile, name: string): boolean {
  let names = mentioned.get(program);
  if (names === undefined) {
    names = new Set(source.includes("eqsat") ? helperNames.filter((each) => source.includes(each)) : []);
    mentioned.set(program, names);
  }
  return names.has(name);
}

/** Is it a function with a helper's name? What stands in a helper is nobody's to improve: it would be one no more. */
export function isNamedAsHelper(node: t.Node): boolean {
  return node.type === "FunctionDeclaration" && helperNames.includes(node.id?.name ?? "");
}

/** Only the helpers use what they hold. */
function isForeign(use: NodePath): boolean {
  const around = use.getFunctionParent()?.node;
  return around === undefined || !isNamedAsHelper(around);
}

function helpersIn(file: ParsedFile): ReadonlyMap<string, string> {
  const { program } = file.ast;
  let texts = known.get(program);
  if (texts === undefined) {
    const all = helperNames.filter((name): name is Helper => name !== HELD);
    const statements = file.parseFragment(helperSource(new Set(all), file.typescript));
    texts = new Map(
      statements.flatMap((each) => (each.type === "FunctionDeclaration" ? [[each.id?.name ?? "", textOf(each)]] : [])),
    );
    known.set(program, texts);
  }
  return texts;
}

/** What `node` says, in whatever layout, quotes and types. */
function textOf(node: t.Node): string {
  if (node.type.startsWith("TS")) return "expression" in node && isNode(node.expression) ? textOf(node.expression) : "";
  const parts = Object.entries(node).map(([key, value]) => {
    if (layout.has(key) || key.endsWith("Comments")) return "";
    const children: unknown[] = Array.isArray(value) ? value : [value];
    const texts = children.map((each) => (isNode(each) ? textOf(each) : typeof each === "object" ? "" : String(each)));
    return texts.join("") === "" ? "" : `${key}:${texts.join(",")};`;
  });
  return `{${parts.join("")}}`;
}

const layout: ReadonlySet<string> = new Set("start end loc range extra optional definite declare predicate".split(" "));
