import { describe, expect, test } from "vitest";
import { EGraph, type Id } from "../egraph/index.ts";
import { CONST, READ, SEES, THROWS, UNKNOWN_EFFECT } from "../ir/effects.ts";
import * as kinds from "../ir/kinds.ts";
import { parseTerm } from "../ir/sexpr.ts";
import { constantOf, createFacts, type FactAssumptions, PACKED, PLAIN, PRIVATE } from "../rules/index.ts";
import { setKinds } from "./rules-examples.ts";

/** `var#0` is an int32, `var#1` anything, `var#2` a plain array of numbers that others hold, `var#3` a number. */
function graph(assume: FactAssumptions = {}): EGraph {
  const eg = new EGraph({ analysis: createFacts(assume) });
  const leaves = [kinds.INT32, kinds.ANY, kinds.OBJECT, kinds.NUMBER].map((mask, index) => {
    const id = eg.add("var", [], index);
    setKinds(eg, id, mask);
    eg.setFact("effect", id, CONST);
    return id;
  });
  eg.setFact("array", leaves[2]!, PLAIN);
  eg.setFact("elem", leaves[2]!, kinds.NUMBER);
  return eg;
}

function addTo(eg: EGraph, source: string): Id {
  const id = eg.addTerm(parseTerm(source));
  eg.rebuild();
  return eg.find(id);
}

function fact(column: string, source: string, assume: FactAssumptions = {}): number {
  const eg = graph(assume);
  return eg.fact(column, addTo(eg, source));
}

const literal = "(array#0 const#1 var#0)";
const mapped = (array: string): string => `(toArray (stream#1 (over ${array}) const#true (+ (el#0 ${array}) const#1)))`;
const filtered = (array: string): string =>
  `(toArray (stream#2 (over ${array}) (> (el#0 ${array}) const#1) (el#0 ${array})))`;

describe("arrays and streams", () => {
  test("a literal is plain, packed and private, and its elements are known", () => {
    expect(fact("array", literal)).toBe(PLAIN | PACKED | PRIVATE);
    expect(fact("elem", literal)).toBe(kinds.INT32);
    expect(fact("effect", `(over ${literal})`)).toBe(CONST);
  });

  test("map keeps what it does not know of holes, filter packs", () => {
    expect(fact("array", mapped(literal))).toBe(PLAIN | PACKED | PRIVATE);
    expect(fact("array", mapped("var#2"))).toBe(PLAIN | PRIVATE);
    expect(fact("array", filtered("var#2"))).toBe(PLAIN | PACKED | PRIVATE);
    // A hole reads as undefined.
    expect(fact("elem", mapped("var#2"))).toBe((kinds.NUMBER & ~kinds.NEGATIVE_ZERO) | kinds.UNDEFINED);
    expect(fact("elem", filtered("var#2"))).toBe(kinds.NUMBER);
  });

  test("elements have the kinds of their array, and mention their level until a consumer binds it", () => {
    expect(fact("kinds", "(el#0 var#2)")).toBe(kinds.NUMBER);
    expect(fact("kinds", "(el#0 var#1)")).toBe(kinds.ANY);
    expect(fact("levels", "(+ (el#2 var#2) (ix#0 var#2))")).toBe(0b101);
    expect(fact("levels", mapped("var#2"))).toBe(0);
    expect(fact("levels", "(toArray (stream#1 (over var#2) const#true (+ (el#0 var#2) (el#1 var#2))))")).toBe(0b10);
    expect(
      fact("levels", "(fold#1 (stream#8 (over var#2) const#true (el#1 var#2)) const#0 (+ acc#1 (el#0 var#2)))"),
    ).toBe(0b1);
  });

  test("consumers: kinds of what they give", () => {
    const stream = "(stream#0 (over var#2) const#true (el#0 var#2))";
    expect(fact("kinds", `(first ${stream} const#undefined)`)).toBe(kinds.NUMBER | kinds.UNDEFINED);
    expect(fact("kinds", `(count ${stream})`) & ~(kinds.UINT32 | kinds.POSITIVE_OTHER)).toBe(0);
    expect(fact("kinds", `(fold#0 ${stream} const#0 (| (el#0 var#2) const#0))`)).toBe(kinds.INT32);
    expect(fact("lo", `(fold#0 ${stream} const#3 (& (el#0 var#2) const#7))`)).toBe(0);
    expect(fact("hi", `(fold#0 ${stream} const#3 (& (el#0 var#2) const#7))`)).toBe(7);
  });

  test("effects: an unknown array may run anything, an unknown callback does", () => {
    expect(fact("effect", "(over var#1)")).toBe(UNKNOWN_EFFECT);
    expect(fact("effect", "(over var#1)", { pureGetters: true }) & ~THROWS).toBe(READ);
    expect(fact("effect", `(toArray (stream#1 (over ${literal}) const#true (apply var#1 (el#0 ${literal}))))`)).toBe(
      UNKNOWN_EFFECT,
    );
    expect(fact("effect", mapped(literal))).toBe(CONST);
  });

  test("an index is a small integer, and below the length of a range", () => {
    expect(fact("kinds", "(ix#0 var#2)") & ~kinds.UINT32).toBe(0);
    expect(fact("hi", "(ix#0 const#10)")).toBe(9);
    expect(fact("kinds", "(ix#0 const#10)") & ~kinds.INT32).toBe(0);
  });

  test("reading a private array does nothing, reading another may do anything", () => {
    expect(fact("effect", `(load#0 ${literal} var#3)`)).toBe(CONST);
    expect(fact("effect", "(load#0 var#1 var#3)")).toBe(UNKNOWN_EFFECT);
    expect(fact("effect", '(load#0 var#2 const#"length")')).toBe(SEES);
    expect(fact("kinds", `(load#0 ${literal} var#3)`)).toBe(kinds.INT32 | kinds.UNDEFINED);
  });
});

describe("values", () => {
  test("constants fold where nothing happens", () => {
    const eg = graph();
    expect(constantOf(eg, addTo(eg, "(+ const#1 (* const#2 const#3))"))).toEqual({ value: 7 });
    expect(constantOf(eg, addTo(eg, "(typeof var#3)"))).toEqual({ value: "number" });
    expect(constantOf(eg, addTo(eg, "(/ const#1n const#0n)"))).toBeUndefined();
    expect(constantOf(eg, addTo(eg, "(Math.sin const#1)"))).toBeUndefined();
    expect(constantOf(eg, addTo(eg, "(** const#2 const#3)"))).toBeUndefined();
    expect(eg.equal(addTo(eg, "(void var#1)"), addTo(eg, "const#undefined"))).toBe(true);
    expect(eg.equal(addTo(eg, "(void (+ var#1 const#1))"), addTo(eg, "const#undefined"))).toBe(false);
  });

  test("approxMath lets the others fold", () => {
    const eg = graph({ approxMath: true });
    expect(constantOf(eg, addTo(eg, "(Math.sin const#1)"))).toEqual({ value: Math.sin(1) });
  });

  test("ranges decide comparisons", () => {
    const eg = graph();
    expect(constantOf(eg, addTo(eg, "(< (& var#3 const#7) const#8)"))).toEqual({ value: true });
    expect(constantOf(eg, addTo(eg, "(< (& var#3 const#7) const#7)"))).toBeUndefined();
    expect(constantOf(eg, addTo(eg, "(< var#3 const#Infinity)"))).toBeUndefined();
    expect(constantOf(eg, addTo(eg, "(!== (| var#3 const#1) const#0)"))).toEqual({ value: true });
  });

  test("what never has a value is not folded", () => {
    const eg = graph();
    const never = addTo(eg, "(Math.abs const#1n)");
    expect(eg.fact("kinds", never)).toBe(0);
    expect(eg.fact("kinds", addTo(eg, "(=== const#true (Math.abs const#1n))"))).toBe(0);
  });

  test("a number that may have been a BigInt has any range", () => {
    const eg = graph();
    const id = addTo(eg, "(Number (&& const#0 (neg const#1)))");
    expect(constantOf(eg, id)).toEqual({ value: 0 });
    setKinds(eg, eg.add("var", [], 9), kinds.BIGINT);
    expect(eg.fact("hi", addTo(eg, "(Number (?: var#1 const#0 var#9))"))).toBe(Number.POSITIVE_INFINITY);
  });

  test("a square has no sign", () => {
    expect(fact("kinds", "(* var#3 var#3)") & (kinds.NEGATIVE_INT32 | kinds.NEGATIVE_OTHER | kinds.NEGATIVE_ZERO)).toBe(
      0,
    );
    expect(fact("kinds", "(* var#1 var#1)") & kinds.NEGATIVE_OTHER).not.toBe(0);
  });
});
