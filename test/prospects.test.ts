import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { VISITOR_KEYS } from "@babel/types";
import { types as babel8 } from "babel-core-8";
import { describe, expect, test } from "vitest";
import { chainEndingAt, prefixesOf } from "../lift/find-chains.ts";
import { isScalarRoot } from "../lift/scalar.ts";
import { openFile } from "../plugin/open-file.ts";
import { type ResolvedOptions, resolveOptions } from "../plugin/options.ts";
import type { ParsedFile } from "../plugin/parsed-file.ts";
import { findRegions } from "../plugin/regions.ts";
import { scalarStartsOf } from "../plugin/scalar-starts.ts";
import { makesLoneLoops } from "../plugin/selected-rules.ts";
import { syntaxOf } from "../plugin/syntax.ts";
import { childKeys } from "../syntax/child-keys.ts";

/*
 * Most files hold nothing to improve, and have to cost hardly more than parsing them: a plain walk over the tree finds
 * the places to look at, and Babel's scopes are made only where there are some.
 */

function opened(source: string, filename = "a.ts"): ParsedFile {
  const file = openFile(source, { filename, syntax: syntaxOf(filename) }, "infer");
  if ("fault" in file) throw new Error(`${filename} does not parse`);
  return file.file;
}

describe("the parts of nodes", () => {
  /** What holds types, or names that are no expressions. */
  const leftOut =
    /^(?:type(?:Parameters|Arguments|Annotation)|superType\w+|returnType|predicate|implements|mixins|variance|exportsFilter)$/;
  const ofModules = /^(?:source|attributes|assertions)$/;
  const declarations = /^(?:TS(?:Declare|Interface|TypeAlias|IndexSig|Qualified|NamespaceExport)\w+|Directive)$/;

  test.each([
    ["Babel 7", VISITOR_KEYS],
    ["Babel 8", (babel8 as { VISITOR_KEYS: Record<string, string[]> }).VISITOR_KEYS],
  ])("are those that %s visits, in its order", (_, keys) => {
    const rows = Object.keys(childKeys).filter((type) => type in keys && !declarations.test(type));
    expect(rows.length).toBeGreaterThan(100);
    for (const type of rows) {
      const isListed = (key: string): boolean =>
        !leftOut.test(key) && !(ofModules.test(key) && /^(?:Ex|Im)port\w*Declaration$/.test(type));
      const theirs = keys[type]!.filter(isListed);
      expect([type, ...childKeys[type]!.filter((key) => keys[type]!.includes(key))]).toEqual([type, ...theirs]);
    }
  });
});

describe("without and with scopes", () => {
  /** Enums and namespaces, and the helpers and rests of chains that the outputs among the fixtures hold. */
  function isLeftAlone(node: t.Node): boolean {
    if (node.type === "FunctionDeclaration") return /^eqsat[A-Z]/.test(node.id?.name ?? "");
    if (node.type !== "ArrowFunctionExpression") return /^TS/.test(node.type);
    if (node.extra?.parenthesized !== true) return false;
    return (
      node.body.type === "BlockStatement" && node.body.directives.some(({ value }) => value.value === "use no eqsat")
    );
  }

  /** Every place at which a region ends, asked of every path that a traversal of Babel's visits. */
  function askedEverywhere(file: ParsedFile, { assume, ...options }: ResolvedOptions): string[] {
    const starts = typeof options.extraction === "object" ? undefined : scalarStartsOf({ assume, ...options });
    const found: string[] = [];
    let hidden = 0;
    const visit = (path: NodePath): void => {
      if (hidden > 0) return;
      const { start, end } = path.node;
      if (isScalarRoot(path, assume, starts)) found.push(`scalar ${start}-${end}`);
      const forms = prefixesOf(chainEndingAt(path), makesLoneLoops({ assume, ...options }));
      if (forms.length > 0) found.push(`chain ${forms.map(({ node }) => `${node.start}-${node.end}`).join(" ")}`);
    };
    file.traverse(file.ast, {
      "TSEnumDeclaration|TSModuleDeclaration|FunctionDeclaration|ArrowFunctionExpression": {
        enter: ({ node }: NodePath) => {
          if (isLeftAlone(node)) hidden++;
        },
        exit: ({ node }: NodePath) => {
          if (isLeftAlone(node)) hidden--;
        },
      },
      Expression: { exit: visit },
      ForOfStatement: { exit: visit },
    });
    return found;
  }

  const sources = ["fixtures", "examples", "bench/workloads", "test/fuzz/corpus"].flatMap((folder) => {
    const root = join(import.meta.dirname, "..", folder);
    const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.[cm]?[jt]s$/.test(name));
    return names.map((name) => [`${folder}/${name}`, readFileSync(join(root, name), "utf8")] as const);
  });

  test.each([
    ["default", {}],
    ["patched built-ins", { assume: { builtinsIntact: false } }],
    ["stress", { extraction: { stress: 1 } }],
  ])("the same regions are found (%s)", (_, given) => {
    const options = resolveOptions(given);
    let regions = 0;
    for (const [name, source] of sources) {
      const found = findRegions(opened(source, name), options).map(
        ({ kind, paths }) => `${kind} ${paths.map(({ node }) => `${node.start}-${node.end}`).join(" ")}`,
      );
      regions += found.length;
      // Where names may mean anything, nothing is looked for at all.
      if (found.length > 0) expect([name, ...found]).toEqual([name, ...askedEverywhere(opened(source, name), options)]);
      else if (!/\beval\b|\bwith\b|\b(?:await|yield|let)\b|namespace|module|import \w+ =|function/.test(source))
        expect([name, ...askedEverywhere(opened(source, name), options)]).toEqual([name]);
    }
    expect(regions).toBeGreaterThan(300);
  });
});

describe("scopes", () => {
  /** How often Babel is asked to go over a file's tree with paths and scopes until its regions are found. */
  function traversals(source: string): number {
    const file = opened(source, "a.js");
    let count = 0;
    const programPath = (): NodePath => {
      count++;
      return file.programPath();
    };
    findRegions({ ...file, programPath }, resolveOptions());
    return count;
  }

  test.each([
    "",
    "export const f = (xs) => xs.map((x) => x + 1);",
    "export function f(xs) { const ys = xs.filter((x) => x > 1); ys.push(1); return ys; }",
    "export const f = (a, b) => Math.max(a, b) + a / b;",
    "export const f = (xs) => xs.slice(1).sort().map(String);",
    "const ys = xs.map(f);\neval(s);\nys.filter(g).length;",
  ])("none are made for %j", (source) => {
    expect(traversals(source)).toBe(0);
  });

  test.each(["xs.map(f).filter(g).length; ys.map(f).some(g);", "const ys = xs.map(f);\nfor (const y of ys) g(y);"])(
    "they are made once for %j",
    (source) => {
      expect(traversals(source)).toBe(1);
    },
  );
});
