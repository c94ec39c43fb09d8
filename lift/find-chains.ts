import type { NodePath } from "@babel/traverse";
import { LINKS, loneStages, type ParsedChain, parseChain, readable } from "./chain-syntax.ts";
import { isWrapper } from "./copying-syntax.ts";
import { useOfValue } from "./single-use.ts";

/** Links of one loop, at most: what a search costs grows with the square of them. A longer chain is done in pieces. */
const LINKS_OF_PIECE = 16;

/** The links of the chain that `path` ends, the first of them first, if no longer chain goes on from it. */
export function chainEndingAt(path: NodePath): NodePath[] {
  if (parseChain(path, { most: 2 }) === undefined || isContinued(path)) return [];
  const links = parseChain(path, readable)?.links.map((link) => link.path) ?? [];
  return links.length > LINKS ? [path] : links;
}

/**
 * Where a loop over the first of these links of a chain may end, from the longest such prefix to the shortest. With
 * `lone`, a single stage that pays by itself is one.
 */
export function prefixesOf(links: readonly NodePath[], lone = true): NodePath[] {
  return links
    .slice(0, LINKS_OF_PIECE)
    .reverse()
    .filter((prefix) => {
      const parsed = parseChain(prefix, readable);
      return parsed !== undefined && (lone || !isLone(parsed));
    });
}

/** Is it one stage over an array, and nothing else? */
function isLone({ links: [only, ...more], head }: ParsedChain): boolean {
  if (only?.kind !== "method" || more.length > 0 || head.kind !== "array") return false;
  return loneStages.has(only.method) && head.part === undefined;
}

/** Does a longer chain go on from here? */
function isContinued(path: NodePath): boolean {
  const whole = wrapped(path);
  const used = useOfValue(whole)?.use;
  return (used !== undefined && continues(wrapped(used), path)) || continues(whole, path);
}

/** With the casts and parentheses around it. */
function wrapped(path: NodePath): NodePath {
  const parent = path.parentPath;
  return parent !== null && isWrapper(parent.node) ? wrapped(parent) : path;
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
  return parseChain(outer, { most: 2 })?.links.some((link) => link.path.node === path.node) === true;
}
