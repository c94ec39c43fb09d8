import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Chain } from "../ir/region.ts";
import { type ChainRefusal, liftChain } from "../lift/chain.ts";
import { chainsEndingAt, mayHoldChain } from "../lift/find-chains.ts";
import type { ResolvedOptions } from "./options.ts";
import type { ParsedFile } from "./parsed-file.ts";

/** The forms of one chain, longest first: where the longest is not understood, a prefix may be. */
export interface Candidate {
  readonly paths: readonly NodePath[];
}

/** The chains of a file, inner ones first, in the order of the source. */
export function findRegions(file: ParsedFile): readonly Candidate[] {
  if (!mayHoldChain(file.ast)) return [];
  const found: Candidate[] = [];
  const visit = (path: NodePath): void => {
    if (path.node.start == null) return;
    const paths = chainsEndingAt(path);
    if (paths.length > 0) found.push({ paths });
  };
  let isDynamic = false;
  file.traverse(file.ast, {
    CallExpression: {
      enter({ node: { callee } }) {
        if (callee.type === "Identifier" && callee.name === "eval") isDynamic = true;
      },
      exit: visit,
    },
    "NewExpression|MemberExpression|ArrayExpression": { exit: visit },
    // Names mean what they seem to mean only where no code can add some.
    WithStatement() {
      isDynamic = true;
    },
  });
  return isDynamic ? [] : found;
}

/** Lifts one form of a chain. */
export function liftRegion(path: NodePath, options: ResolvedOptions): Chain<t.Node> | ChainRefusal {
  return liftChain(path, options.assume) ?? { refused: "E-NOT-UNDERSTOOD", node: path.node };
}
