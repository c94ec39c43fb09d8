import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { operators } from "../ir/operators.ts";
import { memberNames } from "../lower/syntax-walk.ts";

/** Words that are names in sloppy code, and something else in a generator, an async function or at a statement's start. */
const contextual: ReadonlySet<string> = new Set(["await", "let", "yield"]);

/** Can `source`, a script, hold a name that is a word elsewhere? A `let` that declares is followed by a name or pattern. */
export function mayNameByWord(source: string): boolean {
  return /\b(?:await|yield)\b|\blet\s*(?![\w$\s[{\\/])/.test(source);
}

export function isNamedByWord(path: NodePath): boolean {
  if (!path.isIdentifier() || !contextual.has(path.node.name)) return false;
  const { parent, key } = path;
  return key !== memberNames[parent.type] || ("computed" in parent && parent.computed === true);
}

/** What is read as a built-in, or written as one. */
const builtins: ReadonlySet<string> = new Set([
  ..."Array BigInt Infinity Map Math NaN Number Object Proxy Reflect Set String TypeError undefined".split(" "),
  ...[...operators.values()].flatMap(({ form }) => (form.kind === "call" ? [form.callee.replace(/\..*/, "")] : [])),
]);

/** Does a namespace or `import x = …`, which Babel's scopes do not know as variables, stand for a built-in's name? */
export function hidesBuiltin(path: NodePath<t.TSModuleDeclaration | t.TSImportEqualsDeclaration>): boolean {
  const { id } = path.node;
  return id.type === "Identifier" && builtins.has(id.name);
}
