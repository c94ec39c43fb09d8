import { traverse } from "@babel/core";
import { parse } from "@babel/parser";
import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { describe, expect, test } from "vitest";
import { NamesInUse } from "../plugin/names-in-use.ts";
import { freshName } from "../plugin/region-names.ts";
import { nameCounts } from "../plugin/syntax-tree.ts";

/** The paths of the calls in `source`, in its order. */
function callsIn(source: string): { program: t.Program; calls: NodePath[] } {
  const ast = parse(source);
  const calls: NodePath[] = [];
  traverse(ast, { CallExpression: (path) => void calls.push(path) });
  return { program: ast.program, calls };
}

describe("names in use", () => {
  test("names of the region alone are free, those around it are not", () => {
    const { program, calls } = callsIn("const a = f(x, y); g(x);");
    const taken = new NamesInUse().around(program, [calls[0]!.node]);
    expect(["a", "x", "y", "g", "f"].map((name) => taken.has(name))).toEqual([true, true, false, true, false]);
  });

  test("what is written in the place of a region is counted, what was there is not", () => {
    const { program, calls } = callsIn("function h() { f(x); g(x, z2); }");
    const names = new NamesInUse();
    const [first, second] = calls;
    for (const root of [program, first!.getFunctionParent()!.node]) names.within(root);
    names.replace(second!, nameCounts([second!.node]), [{ type: "Identifier", name: "z" } as t.Identifier]);
    for (const root of [program, first!.getFunctionParent()!.node])
      expect(["x", "g", "z2", "z"].map((name) => names.within(root).has(name))).toEqual([true, false, false, true]);
  });

  test("fresh names are the first that are free, also when an earlier one is free again", () => {
    const { program, calls } = callsIn("f(n); g(n2, n3); h(n4);");
    const names = new NamesInUse();
    const fresh = (): string => freshName("n", names.around(program, [calls[0]!.node]));
    expect(fresh()).toBe("n");
    expect(freshName("n", names.around(program, []))).toBe("n5");
    names.replace(calls[1]!, nameCounts([calls[1]!.node]), []);
    expect(freshName("n", names.around(program, []))).toBe("n2");
    // A number that only the region itself mentions is free for it.
    expect(freshName("n4", names.around(program, [calls[2]!.node]))).toBe("n4");
  });

  test("giving many names takes about as many questions as there are names", () => {
    const { program, calls } = callsIn("f(n);");
    const names = new NamesInUse();
    for (let count = 2; count < 20_000; count++) {
      const name = freshName("n", names.around(program, []));
      expect(name).toBe(`n${count}`);
      names.replace(calls[0]!, new Map(), [{ type: "Identifier", name } as t.Identifier]);
    }
  }, 20_000);
});
