import { expect, test } from "vitest";
import { EGraph, serialize } from "../egraph/index.ts";
import { termOf } from "./egraph-math.ts";

function sample(): EGraph {
  const eg = new EGraph();
  const a = eg.addTerm(termOf("(+ x const#-0)"));
  eg.union(a, eg.add("x", []), "sum");
  eg.add('say "{hi}"', [a], "a|b");
  eg.rebuild();
  return eg;
}

test("JSON is what egraph-serialize reads: every child is a node, every node has a class", () => {
  const eg = sample();
  const json: unknown = JSON.parse(JSON.stringify(eg));
  expect(json).toEqual({
    nodes: {
      "0.0": { op: "x", children: [], eclass: "0", cost: 1 },
      "0.1": { op: "+", children: ["0.0", "1.0"], eclass: "0", cost: 1 },
      "1.0": { op: "const#-0", children: [], eclass: "1", cost: 1 },
      "3.0": { op: 'say "{hi}"#"a|b"', children: ["0.0"], eclass: "3", cost: 1 },
    },
    root_eclasses: [],
    class_data: {},
  });
  expect(serialize(eg, [2, 0]).root_eclasses).toEqual(["0"]);
});

test("DOT has a box per class and an edge per child, with its special characters escaped", () => {
  expect(
    sample()
      .toDot()
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "digraph egraph {",
    "compound=true",
    "clusterrank=local",
    "node [shape=record, style=rounded]",
    "subgraph cluster_0 {",
    "style=dotted",
    'label="0"',
    'labeljust="l"',
    'n0_0 [label="x"]',
    'n0_1 [label="{+|{<0>|<1>}}"]',
    "}",
    "subgraph cluster_1 {",
    "style=dotted",
    'label="1"',
    'labeljust="l"',
    'n1_0 [label="const#-0"]',
    "}",
    "subgraph cluster_3 {",
    "style=dotted",
    'label="3"',
    'labeljust="l"',
    'n3_0 [label="{say \\"\\{hi\\}\\"#\\"a\\|b\\"|{<0>}}"]',
    "}",
    "n0_1:0 -> n0_0 [lhead=cluster_0]",
    "n0_1:1 -> n1_0 [lhead=cluster_1]",
    "n3_0:0 -> n0_0 [lhead=cluster_0]",
    "}",
    "",
  ]);
});
