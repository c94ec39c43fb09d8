import type { NodePath } from "@babel/traverse";
import { loneStages, parseChain } from "./chain-syntax.ts";
import { useOfValue } from "./single-use.ts";

/**
 * The chain that `path` ends, from the longest prefix to the shortest, if no longer chain goes on from it. With `lone`,
 * a single stage that pays by itself is one.
 */
export function chainsEndingAt(path: NodePath, lone = true): NodePath[] {
  if (parseChain(path) === undefined || isContinued(path)) return [];
  const prefixes: NodePath[] = [];
  for (let prefix: NodePath | undefined = path; prefix !== undefined; prefix = shorter(prefix)) {
    if (parseChain(prefix) !== undefined && (lone || !isLone(prefix))) prefixes.push(prefix);
  }
  return prefixes;
}

/** Is it one stage over an array, and nothing else? */
function isLone(path: NodePath): boolean {
  const parsed = parseChain(path);
  const [only, ...more] = parsed?.links ?? [];
  if (only?.kind !== "method" || more.length > 0 || parsed?.head.kind !== "array") return false;
  return loneStages.has(only.method) && parsed.head.part === undefined;
}

/** The chain without its last link. */
function shorter(path: NodePath): NodePath | undefined {
  const links = parseChain(path)?.links;
  const before = links?.at(-2);
  return before?.path;
}

/** Does a longer chain go on from here? */
function isContinued(path: NodePath): boolean {
  const parent = path.parentPath;
  if (parent === null) return false;
  const used = useOfValue(path)?.use;
  if (used !== undefined && used.parentPath !== null && continues(used, path)) return true;
  return continues(path, path);
}

/** Does a chain go on from `place` that has `path` as one of its links? */
function continues(place: NodePath, path: NodePath): boolean {
  const parent = place.parentPath;
  if (parent === null) return false;
  const outer = parent.isSpreadElement()
    ? parent.parentPath
    : parent.isMemberExpression() && place.key === "object"
      ? parent.parentPath.isCallExpression() && parent.key === "callee"
        ? parent.parentPath
        : parent
      : parent.isNewExpression() || (parent.isCallExpression() && place.listKey === "arguments")
        ? parent
        : parent.isForOfStatement() && place.key === "right"
          ? parent
          : undefined;
  if (outer == null) return false;
  return parseChain(outer)?.links.some((link) => link.path.node === path.node) === true;
}
