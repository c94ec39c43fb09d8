import type * as t from "@babel/types";
import { type FlatTree, listOf, pushParts } from "../syntax/flat-tree.ts";
import { isStageCall, mayEndChain, type StandsForStage } from "./chain-prospect.ts";
import { mayBeScalarRoot } from "./scalar.ts";
import type { ScalarStarts } from "./scalar-start.ts";

/** A node at which a region may end, as far as a plain walk over the tree tells: what most files are answered by. */
export interface Prospect {
  readonly kind: "scalar" | "chain";
  /** In the list of nodes. */
  readonly index: number;
}

/**
 * The prospects of a tree, inner ones first, in the order of the source. Without `starts`, of every expression; with
 * `lone`, of stages that pay by themselves.
 */
export function prospectsIn(tree: FlatTree, starts: ScalarStarts | undefined, lone = true): readonly Prospect[] {
  const { nodes, parents } = tree;
  const found: Prospect[] = [];
  const started = new Set<t.Node>();
  const stages = new NamedStages(tree);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]!;
    const isStarted = starts === undefined || starts.isWithin(node, started);
    if (isStarted && starts !== undefined) started.add(node);
    if (isStarted && mayBeScalarRoot(node, nodes[parents[index]!])) found.push({ kind: "scalar", index });
    stages.at = index;
    if (mayEndChain(node, stages.isNamed, lone)) found.push({ kind: "chain", index });
    if (node.type === "VariableDeclaration") stages.declare(node, index);
  }
  return found;
}

/**
 * Is there one at all? Answers most files with neither lists nor sets of nodes: yes more often than
 * {@link prospectsIn} finds one.
 */
export function mayHoldProspect(root: t.Node, starts: ScalarStarts, lone: boolean): boolean {
  const stages = new Set<string>();
  const isNamed = (name: string): boolean => stages.has(name);
  const pending: t.Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.type) {
      case "BinaryExpression":
      case "LogicalExpression":
      case "UnaryExpression":
      case "ConditionalExpression":
        if (starts.isAt(node)) return true;
        break;
      case "CallExpression":
        if (starts.isAt(node) || mayEndChain(node, isNamed, lone)) return true;
        break;
      case "MemberExpression":
      case "ArrayExpression":
      case "NewExpression":
      case "ForOfStatement":
        if (mayEndChain(node, isNamed, lone)) return true;
        break;
      case "VariableDeclaration": {
        const name = stageName(node, isNamed);
        if (name !== undefined) stages.add(name);
        break;
      }
    }
    pushParts(node, pending);
  }
  return false;
}

/** The variable that stands for a stage, if that is all that is declared. */
function stageName({ kind, declarations }: t.VariableDeclaration, isNamed: StandsForStage): string | undefined {
  const [only] = declarations;
  if (kind === "var" || declarations.length !== 1 || only?.id.type !== "Identifier" || only.init == null)
    return undefined;
  return isStageCall(only.init, isNamed) ? only.id.name : undefined;
}

/** Variables of stages that the statement behind their declaration uses. */
class NamedStages {
  /** The node that asks. */
  at = 0;
  private readonly tree: FlatTree;
  private readonly declared = new Map<string, number[]>();

  constructor(tree: FlatTree) {
    this.tree = tree;
  }

  declare(declaration: t.VariableDeclaration, index: number): void {
    const name = stageName(declaration, this.isNamed);
    if (name !== undefined) this.declared.set(name, [...(this.declared.get(name) ?? []), index]);
  }

  readonly isNamed = (name: string): boolean => {
    const { at } = this;
    return this.declared.get(name)?.some((declaration) => this.isNext(declaration, at)) === true;
  };

  /** Is the node at `inside` in the statement that follows the declaration? */
  private isNext(declaration: number, inside: number): boolean {
    const { nodes, parents } = this.tree;
    const parent = parents[declaration]!;
    let statement = inside;
    while (statement >= 0 && parents[statement] !== parent) statement = parents[statement]!;
    const list = statement >= 0 ? listOf(nodes[declaration]!, nodes[parent]!) : undefined;
    return list !== undefined && list.indexOf(nodes[statement]!) === list.indexOf(nodes[declaration]!) + 1;
  }
}
