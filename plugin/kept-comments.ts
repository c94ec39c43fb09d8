import type * as t from "@babel/types";
import type { Lowered } from "../lower/output.ts";

/** Comments of a region that stand between its parts, and so go with none of them. */
export function commentsBetween(
  comments: readonly t.Comment[],
  region: { start: number; end: number },
  lowered: Lowered<t.Node>,
): t.Comment[] {
  const isInside = (comment: t.Comment, node: { start?: number | null; end?: number | null }): boolean =>
    comment.start != null &&
    comment.end != null &&
    comment.start >= (node.start ?? 0) &&
    comment.end <= (node.end ?? 0);
  return comments.filter(
    (each) =>
      isInside(each, region) &&
      !lowered.holes.some(({ node }) => isInside(each, node)) &&
      // About one call only.
      !/^\s*[@#]__PURE__\s*$/.test(each.value),
  );
}

/** Puts `comments` in front of the first statement. */
export function keepComments(setup: readonly t.Statement[], comments: readonly t.Comment[]): void {
  const [first] = setup;
  if (first === undefined || comments.length === 0) return;
  first.leadingComments = comments.map(({ type, value }) => ({ type, value }) as t.Comment);
}
