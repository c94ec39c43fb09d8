import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodePath, Scope } from "@babel/traverse";
import * as t from "@babel/types";
import { describe, expect, test } from "vitest";
import { fillScopes } from "../plugin/fill-scopes.ts";
import { openFile } from "../plugin/open-file.ts";
import type { ParsedFile } from "../plugin/parsed-file.ts";
import { crawledProgram } from "../plugin/program-path.ts";
import { syntaxOf } from "../plugin/syntax.ts";

function opened(source: string, filename: string): ParsedFile {
  const result = openFile(source, { filename, syntax: syntaxOf(filename) }, "infer");
  if ("fault" in result) throw new Error(`${filename}: ${JSON.stringify(result.fault)}`);
  return result.file;
}

/** All that the paths and scopes of a program tell, nodes by their numbers. */
function told(program: NodePath): string[] {
  const numbers = new Map<t.Node, number>();
  t.traverseFast(program.node, (node) => {
    numbers.set(node, numbers.size);
  });
  const scopes = new Set<Scope>([program.scope]);
  const lines: string[] = [];
  const of = (node: t.Node | undefined): string => `${node?.type ?? "nothing"} ${node && numbers.get(node)}`;
  const place = ({ node, key, listKey, scope }: NodePath): string =>
    `${of(node)} as ${listKey ?? ""} ${key} in ${of(scope.block)}`;
  const list = (paths: readonly NodePath[]): string => paths.map(place).join("; ");
  program.traverse({
    enter(path) {
      scopes.add(path.scope);
      lines.push(place(path));
    },
  });
  for (const scope of scopes) {
    lines.push(`scope of ${of(scope.block)}, ${of(scope.path.node)}, around it ${of(scope.parent?.block)}`);
    for (const [name, node] of Object.entries(scope.globals)) lines.push(`  global ${name} ${of(node)}`);
    for (const [name, binding] of Object.entries(scope.bindings)) {
      if (binding === undefined) lines.push(`  ${name} undefined`);
      else {
        const { kind, identifier, path, constant, referenced, references } = binding;
        const flags = `${constant} ${referenced} ${references}`;
        lines.push(`  ${name} ${kind} ${of(identifier)} by ${place(path)} of ${of(binding.scope.block)} ${flags}`);
        lines.push(`    read ${list(binding.referencePaths)}`, `    written ${list(binding.constantViolations)}`);
      }
    }
  }
  return lines;
}

const files = [
  "fixtures",
  "examples",
  "bench/workloads",
  "test/fuzz/corpus",
  "plugin",
  "lift",
  "node_modules/acorn",
].flatMap((folder) => {
  const root = join(import.meta.dirname, "..", folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name),
  );
  return names.map((name) => [`${folder}/${name}`, readFileSync(join(root, name), "utf8")] as const);
});

/** What few people write. */
const odd = [
  "var a = 1; var a = 2; function a() {} var [a, { a: b = a, ...c }] = a;",
  "function f(a, a) { var a; function a() {} }",
  "(function f(f, g = f, { h, i: [j] } = g, ...k) { var f; arguments; return h + j + k; });",
  "const f = ({ a = arguments, b = () => a }) => arguments;",
  "function f({ a }, b = a) { arguments = 1; return arguments; }",
  "for (var i = 0; ; ) { var j = i; function k() {} let l; l++; }",
  "for (var i in o) for (i of o) for ([i, j.k, m = i] of o) for (const { i } of o) i;",
  "while (x) { var a = 1; } do { var b; } while (b); a = 1; [b, ...c.d] = e; ({ b, x: { y: b } } = e); delete b;",
  "try { a; } catch ({ a, b: [c] }) { var a2; let c2 = a; } try { } catch { } try { } catch (e) { e = 1; }",
  "class A extends B { [A](A) { A; } static { var s; { var s; } } static x = A; #p = A; get [x]() { return x; } }",
  "const C = class A { @A m(@A p) { A = 1; } }; export default class D {} D; D = 1;",
  "export const { a, b: [c] } = d, e = a; export function f() { f; } export { f as g }; export default function () {}",
  "import d, { a as b } from 'x'; import * as n from 'y'; export { z } from 'z'; export * from 'w'; d; b = 1; n.m++;",
  "l: for (const x of y) { break l; } switch (x) { case x: let z; default: var w = z; }",
  "undeclared = 1; undeclared++; [other] = []; typeof third; globalThis.a;",
  "using u = x; { using v = u; } (async () => { await using w = v; })();",
  "var { [k]: v = k, ...r } = o; o = { k, [k]: k, k() { k; }, get [k]() { return v; } };",
  "const x = <A.b c={d} {...e}><f:g /><h>{x}</h></A.b>;",
];
const oddTypes = [
  "type A = B; interface C { d: E } enum F { G = H } declare class I {} declare const J: K; let L: M = N as O;",
  "function f<T extends U>(this: V, private_: W, x?: X): x is Y { return <Z>x; } class P { constructor(private q: R, s = q) {} }",
  "import type { A } from 'a'; import { type B, C } from 'b'; let x: typeof C = y!; x!++; (x as any) = 1; class D<E> extends F<G> implements H.I {}",
  "declare function f(a: A): void; abstract class A { abstract m(a: B): C; declare x: D; } export type { E } from 'e'; export = A;",
  "namespace N { export const a = 1; var b = a; namespace M {} } declare module 'm' { const z: Y; } let q = N.a satisfies X;",
];

describe("scopes filled by a plain walk", () => {
  test("of whole files tell what Babel's tell", () => {
    let bindings = 0;
    for (const [name, source] of files) {
      const file = opened(source, name);
      const filled = fillScopes(file.ast, file.traverse);
      if (filled === undefined) throw new Error(`${name} is left to Babel`);
      const again = opened(source, name);
      const mine = told(filled.path);
      expect([name, ...mine]).toEqual([name, ...told(crawledProgram(again.ast, again.traverse))]);
      bindings += mine.filter((line) => line.startsWith("    read")).length;
    }
    expect(bindings).toBeGreaterThan(5000);
  });

  test.each([...odd.map((source) => [source, "a.jsx"]), ...oddTypes.map((source) => [source, "a.ts"])])(
    "%s",
    (source, name) => {
      const file = opened(source, name);
      const again = opened(source, name);
      const filled = fillScopes(file.ast, file.traverse);
      expect(filled && told(filled.path)).toEqual(told(crawledProgram(again.ast, again.traverse)));
    },
  );

  test("paths that nobody has asked for tell where things stood when they are settled", () => {
    const source = "let a = 1; function f(b) { return a + b; } a = 2; f(a);";
    const file = opened(source, "a.js");
    const again = opened(source, "a.js");
    const filled = fillScopes(file.ast, file.traverse);
    const theirs = crawledProgram(again.ast, again.traverse);
    filled?.settle();
    for (const each of [file, again]) each.ast.program.body.reverse();
    const places = ({ scope }: NodePath): string[] =>
      Object.values(scope.bindings).flatMap(({ path, referencePaths, constantViolations }) =>
        [path, ...referencePaths, ...constantViolations].map((each) => `${each.key} below ${each.parentPath?.key}`),
      );
    expect(filled && places(filled.path)).toEqual(places(theirs));
  });

  test.each([
    ["an import by assignment", "import a = b.c; a;", "a.ts"],
    ["a scope in what a switch is over", "switch (() => a) { case 1: let a; }", "a.js"],
  ])("%s is left to Babel", (_, source, name) => {
    const file = opened(source, name);
    expect(fillScopes(file.ast, file.traverse)).toBeUndefined();
    const again = opened(source, name);
    expect(told(file.programPath())).toEqual(told(crawledProgram(again.ast, again.traverse)));
  });
});
