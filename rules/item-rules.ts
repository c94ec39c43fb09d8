import { parsePattern } from "../egraph/index.ts";
import type { BuiltRule } from "./rule.ts";

/**
 * A test of an item is a test of every part of the literal: so that the loop is left before any part of it has been
 * consumed.
 */
const checkItems: BuiltRule = {
  id: "fusion/check-items",
  statement: "check(item([x, y])) -> item([check(x), check(y)])",
  conditions: [],
  assume: [],
  proof: "sampled",
  yes: ["Object.values(o).flatMap((x) => [x, x]).map((y) => y * 2)"],
  no: ["Object.values(o).map((y) => y * 2)"],
  rewrites: [
    {
      name: "fusion/check-items",
      lhs: parsePattern("(check#?mask (item#?level ?array))"),
      rhs: {
        vars: ["mask", "level", "array"],
        apply(eg, _root, [mask, level, array]) {
          for (const node of eg.nodes(array!)) {
            if (node.op !== "parts") continue;
            const checked = node.children.map((child) => eg.add("check", [child], eg.payload(mask!)));
            return eg.add("item", [eg.add("parts", checked)], eg.payload(level!));
          }
          return undefined;
        },
      },
    },
  ],
};

/** Of one call nothing is moved: whatever the callback does, a loop does it in the same order. */
const loneFlatMap: BuiltRule = {
  id: "fusion/lone-flat-map",
  statement: "xs.flatMap(f), xs.flat() as a loop",
  conditions: [],
  assume: [],
  lone: true,
  proof: "sampled",
  yes: ["Object.values(o).flatMap((x) => log(x))"],
  no: ["Object.values(o).map((x) => log(x))"],
  rewrites: [
    {
      name: "fusion/lone-flat-map",
      lhs: parsePattern("(toArray (stream#?p (called ?array) ?guard ?element))"),
      rhs: parsePattern("(toArray (stream#?p (over ?array) ?guard ?element))"),
    },
  ],
};

/** The items of a literal need no array. */
const flatOfLiteral: BuiltRule = {
  id: "fusion/flat-of-literal",
  statement: "the elements of [f(x), g(x)] one after the other, without the array",
  conditions: [],
  assume: [],
  proof: "sampled",
  yes: ["Object.values(o).map((x) => [x > 1, x]).flat()"],
  no: ["Object.values(o).map((x) => [x > 1, x])"],
  rewrites: [
    {
      name: "fusion/flat-of-literal",
      lhs: parsePattern("(item#?level ?array)"),
      rhs: {
        vars: ["level", "array"],
        apply(eg, _root, [level, array]) {
          for (const { op, children } of eg.nodes(array!)) {
            if (op !== "array" || children.length === 0) continue;
            return eg.add("item", [eg.add("parts", children)], eg.payload(level!));
          }
          return undefined;
        },
      },
    },
  ],
};

/** What is special about stages that make several elements of one. */
export const itemRules: readonly BuiltRule[] = [checkItems, loneFlatMap, flatOfLiteral];
