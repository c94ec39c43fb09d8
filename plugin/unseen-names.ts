import type * as t from "@babel/types";
import { operators } from "../ir/operators.ts";
import { isChildKey, isNode, memberNames, someNode } from "../syntax/tree-walk.ts";

/** Words that are names in sloppy code, and something else in a generator, an async function or at a statement's start. */
const contextual: ReadonlySet<string> = new Set(["await", "let", "yield"]);

/** Can `source`, a script, hold a name that is a word elsewhere? A `let` that declares is followed by a name or pattern. */
export function mayNameByWord(source: string): boolean {
  return /\b(?:await|yield)\b|\blet\s*(?![\w$\s[{\\/])/.test(source);
}

/** Does any name at or below `root` read as such a word? */
export function isNamedByWord(root: t.Node): boolean {
  return someNode(root, (parent) =>
    Object.entries(parent).some(([key, value]) => {
      const isMember = key === memberNames[parent.type] && !("computed" in parent && parent.computed === true);
      return !isMember && isChildKey(key) && [value].flat().some(isWord);
    }),
  );
}

function isWord(value: unknown): boolean {
  return isNode(value) && value.type === "Identifier" && contextual.has(value.name);
}

/** What is read as a built-in, or written as one. */
const builtins: ReadonlySet<string> = new Set([
  ..."Array BigInt Infinity Map Math NaN Number Object Proxy Reflect Set String TypeError undefined".split(" "),
  ...[...operators.values()].flatMap(({ form }) => (form.kind === "call" ? [form.callee.replace(/\..*/, "")] : [])),
]);

/** Does a namespace or `import x = …`, which Babel's scopes do not know as variables, stand for a built-in's name? */
export function hidesBuiltin({ id }: t.TSModuleDeclaration | t.TSImportEqualsDeclaration): boolean {
  return id.type === "Identifier" && builtins.has(id.name);
}
