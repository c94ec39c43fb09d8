import type * as t from "@babel/types";
import { operators } from "../ir/operators.ts";
import { childKeysOf } from "../syntax/child-keys.ts";
import type { FlatTree } from "../syntax/flat-tree.ts";
import { isNode, memberNames } from "../syntax/tree-walk.ts";

/** Words that are names in sloppy code, and something else in a generator, an async function or at a statement's start. */
const contextual: ReadonlySet<string> = new Set(["await", "let", "yield"]);

/** Can `source`, a script, hold a name that is a word elsewhere? A `let` that declares is followed by a name or pattern. */
export function mayNameByWord(source: string): boolean {
  return /\b(?:await|yield)\b|\blet\s*(?![\w$\s[{\\/])/.test(source);
}

/** Does any name in the tree read as such a word? */
export function isNamedByWord({ nodes }: FlatTree): boolean {
  return nodes.some((parent) => {
    const member = "computed" in parent && parent.computed === true ? undefined : memberNames[parent.type];
    return childKeysOf(parent).some((key) => key !== member && holdsWord(Reflect.get(parent, key)));
  });
}

function holdsWord(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsWord);
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
