import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import { someNode } from "../syntax/tree-walk.ts";
import { namesWithin } from "./syntax-tree.ts";

/**
 * The names that the region mentions. Only the parameters of its callbacks are free: they are what readable output is
 * named after, and inlined bodies are set apart from them.
 */
export function namesOf(path: NodePath, region: Region<t.Node>): Set<string> {
  const names = new Set<string>();
  // Absorbed code keeps every name but those of its callbacks' parameters, which later stages do not see.
  const absorbed = region.kind === "chain" ? region.absorbed : [];
  for (const each of absorbed) for (const name of namesWithin(each, parametersWithin(each))) names.add(name);
  const add = (inner: NodePath<t.Identifier>): void => {
    if (isMemberName(inner)) return;
    // A label is no variable, whatever parameter has its name: two of one name, one inside of the other, are an error.
    const binding = inner.key === "label" ? undefined : inner.scope.getBinding(inner.node.name);
    const isOwn = binding?.kind === "param" && binding.path.findParent((each) => each.node === path.node) !== null;
    if (!isOwn) names.add(inner.node.name);
  };
  if (path.isIdentifier()) add(path);
  path.traverse({ Identifier: add, JSXIdentifier: ({ node }) => void names.add(node.name) });
  // A function that is declared elsewhere brings its own names along.
  for (const leaf of region.leaves) {
    if (leaf.form === "variable") names.add(leaf.name);
    else if (leaf.form === "callback" && ![path.node, ...absorbed].some((each) => isWithin(leaf.node, each)))
      for (const name of namesWithin(leaf.node, new Set())) names.add(name);
  }
  return names;
}

function isWithin(node: t.Node, outer: t.Node): boolean {
  return node.start != null && outer.start! <= node.start && node.end! <= outer.end!;
}

/** Names that are taken. */
export interface Names {
  has(name: string): boolean;
  add(name: string): void;
  /** A number from 2 on below which, behind `stem`, all names are taken. */
  firstNumber?(stem: string): number;
}

/** Names that are never free again, however many are given. */
export class GivenNames implements Names {
  private readonly names: Set<string>;
  private readonly numbers = new Map<string, number>();

  constructor(names: Set<string>) {
    this.names = names;
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  add(name: string): void {
    this.names.add(name);
  }

  firstNumber(stem: string): number {
    let number = this.numbers.get(stem) ?? 2;
    while (this.names.has(`${stem}${number}`)) number++;
    this.numbers.set(stem, number);
    return number;
  }
}

/** A name as near to `wish` as can be that is not in `taken`, which it joins. */
export function freshName(wish: string, taken: Names): string {
  const stem = /^[A-Za-z_$][\w$]*$/.test(wish) ? wish : "value";
  let name = stem;
  if (taken.has(name) || reserved.has(name))
    for (let number = taken.firstNumber?.(stem) ?? 2; name === stem || taken.has(name); number++)
      name = `${stem}${number}`;
  taken.add(name);
  return name;
}

/** What `inline-body.ts` wishes to call its labels. */
export const LABEL = "callback";

/** A wish that is the name of no function of ours, which the code around the variable calls. */
export const notOurs = (wish: string): string => (wish.startsWith("eqsat") ? "value" : wish);

const reserved: ReadonlySet<string> = new Set(
  (
    "arguments async await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new null of package " +
    "private protected public return static super switch this throw true try typeof undefined var void while with " +
    "yield Array Infinity Math NaN Object Proxy Reflect Set TypeError"
  ).split(" "),
);
/** The plain parameters of the functions in `root`. */
function parametersWithin(root: t.Node): Set<unknown> {
  const found = new Set<unknown>();
  const names = new Set<string>();
  someNode(root, (each) => {
    if (each.type !== "ArrowFunctionExpression") return false;
    for (const parameter of each.params) if (parameter.type === "Identifier") names.add(parameter.name);
    return false;
  });
  someNode(root, (each) => {
    if (each.type === "Identifier" && names.has(each.name)) found.add(each);
    return false;
  });
  return found;
}

/** Is it the name of a property, which no variable can clash with? */
function isMemberName({ node, parent, key }: NodePath<t.Identifier>): boolean {
  return (
    (key === "property" && parent.type === "MemberExpression" && !parent.computed && parent.property === node) ||
    (key === "key" && parent.type === "ObjectProperty" && !parent.computed && !parent.shorthand)
  );
}
