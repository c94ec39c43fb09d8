import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import { chainEndingAt, prefixesOf } from "../lift/find-chains.ts";
import { type ChainRefusal, liftChain } from "../lift/lift-chain.ts";
import { mayHoldProspect, prospectsIn } from "../lift/prospects.ts";
import { isScalarRoot, liftScalar } from "../lift/scalar.ts";
import { targetName } from "../lower/inline-body.ts";
import { type FlatTree, flatTree, insideOf, TreePaths } from "../syntax/flat-tree.ts";
import type { Event } from "./events.ts";
import { isRestOfChain } from "./opt-out.ts";
import type { ResolvedOptions } from "./options.ts";
import { isNamedAsHelper } from "./own-helpers.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { scalarStartsOf } from "./scalar-starts.ts";
import { makesLoneLoops } from "./selected-rules.ts";
import { hidesBuiltin, isNamedByWord, mayNameByWord } from "./unseen-names.ts";
import { noteWrite } from "./unseen-writes.ts";

/** A place where a region may be. Of a chain, its forms, longest first: where one is not understood, a prefix may be. */
export interface Candidate {
  readonly kind: Region<t.Node>["kind"];
  readonly paths: readonly NodePath[];
  /** Of a chain all links, the first of them first. */
  readonly links: readonly NodePath[];
  /** Is it told why it cannot be improved? */
  readonly isReported: boolean;
}

/**
 * The candidates of a file, inner ones first, in the order of the source. Babel's scopes take most of the time that a
 * file costs: they are made where a plain walk has found a prospect.
 */
export function findRegions(file: ParsedFile, options: ResolvedOptions): readonly Candidate[] {
  const { assume, extraction } = options;
  // A stress test looks for every form that an expression has, not for a gain.
  const starts = typeof extraction === "object" ? undefined : scalarStartsOf(options);
  const lone = makesLoneLoops(options);
  if (starts !== undefined && !mayHoldProspect(file.ast.program, starts, lone)) return [];
  const tree = flatTree(file.ast.program);
  const isHidden = insideOf(tree, isLeftAlone);
  const prospects = prospectsIn(tree, starts, lone).filter(
    ({ index }) => tree.nodes[index]!.start != null && !isHidden(index),
  );
  if (prospects.length === 0 || holdsUnseenNames(tree, file)) return [];
  const paths = new TreePaths(tree, file.programPath());
  if (seesThroughScopes(tree, paths, file)) return [];
  return prospects.flatMap(({ kind, index }): Candidate[] => {
    const path = paths.at(index);
    if (kind === "scalar")
      return isScalarRoot(path, assume, starts) ? [{ kind, paths: [path], links: [], isReported: false }] : [];
    const links = chainEndingAt(path);
    const forms = prefixesOf(links, lone);
    return forms.length > 0 ? [{ kind, paths: forms, links, isReported: true }] : [];
  });
}

/**
 * Members of an enum see each other by their bare names, and TypeScript computes what is constant. Blocks of one
 * namespace see what the others export, which can be assigned by its qualified name.
 */
const namespaces: ReadonlySet<string> = new Set(["TSEnumDeclaration", "TSModuleDeclaration"]);

/** Besides, what earlier runs have written at the end of the file. */
function isLeftAlone(node: t.Node): boolean {
  return namespaces.has(node.type) || isNamedAsHelper(node) || isRestOfChain(node);
}

/** Names mean what they seem to mean only where no code can add some, and where nothing hides a built-in. */
function holdsUnseenNames(tree: FlatTree, { sourceType, source }: ParsedFile): boolean {
  const isUnseen = tree.nodes.some(
    (node) =>
      (node.type === "CallExpression" && targetName(node.callee) === "eval") ||
      ((node.type === "TSModuleDeclaration" || node.type === "TSImportEqualsDeclaration") && hidesBuiltin(node)) ||
      node.type === "WithStatement",
  );
  return isUnseen || (sourceType !== "module" && mayNameByWord(source) && isNamedByWord(tree));
}

/** Tells the scopes what they do not see; true where that cannot be done. */
function seesThroughScopes({ nodes, parents }: FlatTree, paths: TreePaths, { sourceType }: ParsedFile): boolean {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]!;
    switch (node.type) {
      case "FunctionDeclaration":
        if (sourceType === "module" || nodes[parents[index]!]!.type === "Program") break;
        if (assignsOuterName(paths.at(index))) return true;
        break;
      case "TSNonNullExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
        if (node.expression.type === "Identifier") noteWrite(paths.at(index));
        break;
    }
  }
  return false;
}

/** In sloppy code a function in a block is assigned to a variable of that name around it (ECMA-262, B.3.2). */
function assignsOuterName(path: NodePath): boolean {
  const { parentPath: parent } = path;
  if (
    !path.isFunctionDeclaration() ||
    parent === null ||
    parent.isProgram() ||
    parent.isExportDeclaration() ||
    path.isInStrictMode()
  )
    return false;
  if (parent.isBlockStatement() && parent.parentPath.isFunction()) return false;
  const name = path.node.id?.name;
  if (name === undefined) return false;
  // The first: seen as a variable of its own; the second: seen as a global.
  return parent.scope.parent?.hasBinding(name, true) === true || parent.scope.getProgramParent().hasGlobal(name);
}

/** Of a chain that goes on behind the prefix at `path`, if that is improved: what may be a region over what it gives. */
export function restOf({ kind, links }: Candidate, path: NodePath, { kind: outcome }: Event): Candidate[] {
  if (outcome !== "improved") return [];
  const rest = links.slice(links.indexOf(path) + 1);
  const paths = rest.length > 0 ? prefixesOf(rest) : [];
  return paths.length > 0 ? [{ kind, paths, links: rest, isReported: false }] : [];
}

/** Lifts one form of a candidate. */
export function liftRegion(
  path: NodePath,
  kind: Candidate["kind"],
  options: ResolvedOptions,
): Region<t.Node> | ChainRefusal {
  const lifted = kind === "chain" ? liftChain(path, options.assume) : liftScalar(path, options.assume);
  return lifted ?? { refused: "E-NOT-UNDERSTOOD", node: path.node };
}
