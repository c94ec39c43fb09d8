import type * as t from "@babel/types";
import type { Chain, Region, Stage } from "../ir/region.ts";
import { isNode, pushChildren } from "../syntax/tree-walk.ts";
import type { Reason } from "./region-events.ts";

/** Something that may have an effect; the worse, the less is known of it. */
interface Suspect {
  readonly badness: number;
  readonly node: t.Node;
  readonly seen: string;
  /** Where the general advice would not help. */
  readonly advice?: string;
}

const NOTHING_TO_DO = "Nothing needs doing: the code is correct as it is.";

/**
 * Why no form of `region` is one loop: at least two of its parts may have effects. Points at what is worst of them, as
 * far as the syntax of its callbacks shows it; at `whole` otherwise.
 */
export function notFused(region: Region<t.Node>, whole: t.Node): Reason {
  const refused = "E-CALLBACK-IMPURE";
  if (region.kind === "scalar") return { refused, node: whole };
  const promised = new Set(region.leaves.flatMap(({ form, node }) => (form === "pure" ? [node] : [])));
  const suspects = region.stages.flatMap((stage) => suspectsOf(stage, promised));
  const worst = suspects.reduce<Suspect | undefined>(
    (best, each) => (best !== undefined && best.badness >= each.badness ? best : each),
    undefined,
  );
  if (worst === undefined) return { refused, node: whole, seen: endingOf(region), advice: NOTHING_TO_DO };
  const { node, seen, advice } = worst;
  return { refused, node, seen, ...(advice !== undefined && { advice }) };
}

/** A chain without a callback that could have an effect: what is left is what its last method does by itself. */
function endingOf({ stages }: Chain<t.Node>): string {
  return `\`${stages.at(-1)?.method ?? "the chain"}\` runs after all the rest, and may run code of the elements`;
}

/** `promised`: what is called there has no effect, says the user. */
function suspectsOf({ args }: Stage<t.Node>, promised: ReadonlySet<t.Node>): Suspect[] {
  const suspects: Suspect[] = [];
  const pending: object[] = [...args];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const suspect = isNode(item) ? suspectAt(item, promised) : undefined;
    if (suspect !== undefined) suspects.push(suspect);
    pushChildren(item, pending);
  }
  return suspects.sort((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0));
}

function suspectAt(node: t.Node, promised: ReadonlySet<t.Node>): Suspect | undefined {
  switch (node.type) {
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression": {
      if (promised.has(node.callee)) return undefined;
      const name = shortName(node.callee);
      const called = name === undefined ? "this call" : `\`${name}\``;
      // A mark says nothing about reading a method.
      const isNamed = node.callee.type === "Identifier" && node.type !== "NewExpression";
      const advice = isNamed ? `All parts but one have to be free of effects. ${promise(called)}` : NOTHING_TO_DO;
      return { badness: 4, node, seen: `may have an effect: ${called} is not known to be pure`, advice };
    }
    case "TaggedTemplateExpression":
    case "ImportExpression":
      return { badness: 4, node, seen: "may have an effect", advice: NOTHING_TO_DO };
    case "AssignmentExpression":
    case "UpdateExpression":
      return { badness: 3, node, seen: "writes what others may read", advice: NOTHING_TO_DO };
    case "MemberExpression":
    case "OptionalMemberExpression":
      return { badness: 2, node, seen: "may run a getter" };
    case "BinaryExpression":
    case "TemplateLiteral":
      return { badness: 1, node, seen: "may run code of an object that it converts", advice: NOTHING_TO_DO };
    default:
      return undefined;
  }
}

function promise(called: string): string {
  return `If ${called} is, mark the call /* @__PURE__ */ or name it in assume.pure.`;
}

/** `f`, `a.b`, `this.x`: a name that a reader recognizes. */
function shortName(node: t.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ThisExpression") return "this";
  if (node.type !== "MemberExpression" && node.type !== "OptionalMemberExpression") return undefined;
  if (node.computed || node.property.type !== "Identifier") return undefined;
  const object = shortName(node.object);
  return object === undefined ? node.property.name : `${object}.${node.property.name}`;
}
