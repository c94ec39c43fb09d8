import type { NodePath, Visitor } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";
import { type ChainRefusal, liftChain } from "../lift/chain.ts";
import { chainsEndingAt, prospectsIn } from "../lift/find-chains.ts";
import { isScalarRoot, liftScalar } from "../lift/scalar.ts";
import { targetName } from "../lower/inline-body.ts";
import type { Event } from "./events.ts";
import type { ResolvedOptions } from "./options.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { scalarStartsOf } from "./scalar-starts.ts";
import { hidesBuiltin, isNamedByWord, mayNameByWord } from "./unseen-names.ts";
import { noteWrite } from "./unseen-writes.ts";

/** A place where a region may be. Of a chain, its forms, longest first: where one is not understood, a prefix may be. */
export interface Candidate {
  readonly kind: Region<t.Node>["kind"];
  readonly paths: readonly NodePath[];
  /** Is it told why it cannot be improved? */
  readonly isReported: boolean;
}

/** The candidates of a file, inner ones first, in the order of the source. */
export function findRegions(file: ParsedFile, options: ResolvedOptions): readonly Candidate[] {
  const { assume, extraction } = options;
  // A stress test looks for every form that an expression has, not for a gain.
  const starts = typeof extraction === "object" ? undefined : scalarStartsOf(options);
  const { chains, scalars } = starts === undefined ? { chains: true, scalars: true } : prospectsIn(file.ast, starts);
  if (!chains && !scalars) return [];
  const found: Candidate[] = [];
  let hidden = 0;
  const visit = (path: NodePath): void => {
    if (path.node.start == null || hidden > 0) return;
    if (scalars && isScalarRoot(path, assume, starts)) found.push({ kind: "scalar", paths: [path], isReported: false });
    if (!chains) return;
    const paths = chainsEndingAt(path);
    if (paths.length > 0) found.push({ kind: "chain", paths, isReported: true });
  };
  let isDynamic = false;
  const hide = (): void => {
    hidden++;
  };
  const show = (): void => {
    hidden--;
  };
  const words: Visitor = {
    Identifier(path) {
      if (isNamedByWord(path)) isDynamic = true;
    },
  };
  file.traverse(file.ast, {
    CallExpression: {
      enter({ node: { callee } }) {
        if (targetName(callee) === "eval") isDynamic = true;
      },
      exit: visit,
    },
    "NewExpression|MemberExpression|ArrayExpression|ForOfStatement": { exit: visit },
    "UnaryExpression|BinaryExpression|LogicalExpression|ConditionalExpression": { exit: visit },
    // Members of an enum see each other by their bare names, and TypeScript computes what is constant.
    TSEnumDeclaration: { enter: hide, exit: show },
    // Blocks of one namespace see what the others export, which can be assigned by its qualified name.
    TSModuleDeclaration: {
      enter(path) {
        if (hidesBuiltin(path)) isDynamic = true;
        hide();
      },
      exit: show,
    },
    TSImportEqualsDeclaration(path) {
      if (hidesBuiltin(path)) isDynamic = true;
    },
    "TSNonNullExpression|TSAsExpression|TSSatisfiesExpression|TSTypeAssertion": noteWrite,
    ...(file.sourceType !== "module" && mayNameByWord(file.source) && words),
    // Names mean what they seem to mean only where no code can add some.
    FunctionDeclaration(path) {
      if (assignsOuterName(path)) isDynamic = true;
    },
    WithStatement() {
      isDynamic = true;
    },
  });
  return isDynamic ? [] : found;
}

/** In sloppy code a function in a block is assigned to a variable of that name around it (ECMA-262, B.3.2). */
function assignsOuterName(path: NodePath<t.FunctionDeclaration>): boolean {
  const { parentPath: parent } = path;
  if (parent === null || parent.isProgram() || parent.isExportDeclaration() || path.isInStrictMode()) return false;
  if (parent.isBlockStatement() && parent.parentPath.isFunction()) return false;
  const name = path.node.id?.name;
  if (name === undefined) return false;
  // The first: seen as a variable of its own; the second: seen as a global.
  return parent.scope.parent?.hasBinding(name, true) === true || parent.scope.getProgramParent().hasGlobal(name);
}

/** Of a chain that goes on behind the prefix at `path`, if that is improved: what may be a region over what it gives. */
export function restOf({ kind, paths: [whole] }: Candidate, path: NodePath, { kind: outcome }: Event): Candidate[] {
  if (outcome !== "improved" || whole === undefined || whole === path) return [];
  const paths = chainsEndingAt(whole);
  return paths.length > 0 ? [{ kind, paths, isReported: false }] : [];
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
