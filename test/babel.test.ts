import vm from "node:vm";
import * as babel7 from "@babel/core";
import * as babel8 from "babel-core-8";
import { describe, expect, test } from "vitest";
import eqsat from "../plugin/babel.ts";
import { type Event, type Options, OptionsError, optimize } from "../plugin/index.ts";

const source = `export const f = (xs) => xs.filter((x) => x > 2).map((x) => x * 2).reduce((a, b) => a + b, 0);\n`;

/** What the two versions have in common, as far as it is used here. */
interface Host {
  readonly version: string;
  transformSync(code: string, options: object): { code?: string | null; metadata?: object | undefined } | null;
  transformAsync(code: string, options: object): Promise<{ code?: string | null } | null>;
  transformFromAstSync(
    ast: object,
    code: string | undefined,
    options: object,
  ): { code?: string | null; metadata?: object | undefined } | null;
  parseSync(code: string, options: object): object | null;
}

const hosts: readonly [string, Host][] = [
  ["Babel 7", babel7 as unknown as Host],
  ["Babel 8", babel8 as unknown as Host],
];

const quiet = { configFile: false, babelrc: false, filename: "/project/src/a.js", cwd: "/project" };

function eventsOf(result: { metadata?: object | undefined } | null): readonly Event[] {
  return (result!.metadata as { eqsat: { events: readonly Event[] } }).eqsat.events;
}

/** The value of the export `f` of a module text, called with `args`. */
function call(code: string, ...args: readonly unknown[]): unknown {
  const script = code.replace(/\bexport /g, "");
  return vm.runInNewContext(`${script}; f`)(...args);
}

describe.each(hosts)("%s", (name, host) => {
  const run = (code: string, options: Options = {}, more: object = {}) =>
    host.transformSync(code, { ...quiet, plugins: [[eqsat, options]], ...more });

  test("is the version that it is said to be", () => {
    expect(host.version.startsWith(name.slice(-1))).toBe(true);
  });

  test("improves a chain, and the result is the same", async () => {
    const result = run(source);
    expect(result?.code).toMatch(/\bfor \(/);
    expect(result?.code).not.toContain(".filter((x) => x > 2).map");
    for (const xs of [[], [1, 2, 3, 4], new Array(3), ["3", "x"]])
      expect(call(result!.code!, xs)).toBe(call(source, xs));
    expect(eventsOf(result).map((event) => event.kind)).toEqual(["improved", "file"]);
    expect(eventsOf(result).at(-1)).toMatchObject({ file: "src/a.js", outcome: "changed" });
    expect((await host.transformAsync(source, { ...quiet, plugins: [eqsat] }))?.code).toBe(result?.code);
  });

  test("gives the events that the API gives", () => {
    const events = eventsOf(run(source));
    expect(events).toEqual(optimize(source, { filename: "src/a.js" }).events);
  });

  test("leaves a file without candidates as Babel prints it", () => {
    const plain = "const a = b  ?  c : d;\n";
    expect(run(plain)?.code).toBe(host.transformSync(plain, quiet)?.code);
    expect(eventsOf(run(plain))).toEqual([{ kind: "file", file: "src/a.js", outcome: "not searched" }]);
  });

  test("scopes know every variable of the new code", () => {
    const unknown: string[] = [];
    const check = {
      visitor: {
        Program: {
          exit(path: babel7.NodePath) {
            path.traverse({
              ReferencedIdentifier(inner: babel7.NodePath<babel7.types.Identifier | babel7.types.JSXIdentifier>) {
                const { name } = inner.node;
                const binding = inner.scope.getBinding(name);
                if (binding === undefined && !inner.scope.hasBinding(name)) unknown.push(name);
                if (binding?.referencePaths.every((each) => each.node !== inner.node)) unknown.push(`a use of ${name}`);
              },
            });
          },
        },
      },
    };
    run(source, {}, { plugins: [eqsat, check] });
    expect(unknown).toEqual([]);
  });

  test("acts before plugins that stand behind it, and trusts no text that one before it has changed", () => {
    const renames = {
      visitor: {
        Program(path: babel7.NodePath<babel7.types.Program>) {
          path.traverse({
            NumericLiteral(inner: babel7.NodePath<babel7.types.NumericLiteral>) {
              if (inner.node.value === 2) inner.node.value = 5;
            },
          });
        },
      },
    };
    const behind = run(source, {}, { plugins: [eqsat, renames] });
    expect(behind?.code).toMatch(/\bfor \(/);
    const before = run(source, {}, { plugins: [renames, eqsat] });
    expect(call(before!.code!, [1, 3, 6, 7])).toBe(call(source.replaceAll("2", "5"), [1, 3, 6, 7]));
    expect(eventsOf(before)).toMatchObject([
      { reason: "opted out" },
      { code: "E-CHANGED-BEFORE" },
      { outcome: "unchanged" },
    ]);
  });

  test("a plugin before it that inserts something elsewhere does no harm", () => {
    const inserts = ({ types: t }: typeof babel7) => ({
      visitor: {
        Program(path: babel7.NodePath<babel7.types.Program>) {
          path.unshiftContainer("body", t.expressionStatement(t.stringLiteral("inserted")));
        },
      },
    });
    const result = run(source, {}, { plugins: [inserts, eqsat] });
    expect(result?.code).toContain("inserted");
    expect(result?.code).toMatch(/\bfor \(/);
  });

  test("a plugin before it that inserts a use of a variable without telling the scopes is believed", () => {
    const inserts = ({ types: t }: typeof babel7) => ({
      visitor: {
        Program({ node }: babel7.NodePath<babel7.types.Program>) {
          const declaration = (node.body[0] as babel7.types.ExportNamedDeclaration).declaration;
          const { body } = (declaration as babel7.types.FunctionDeclaration).body;
          body.splice(1, 0, t.expressionStatement(t.callExpression(t.identifier("take"), [t.identifier("keys")])));
        },
      },
    });
    const own =
      'export function f(o) {\n  const keys = Object.keys(o);\n  const r = keys.map((k) => k + "!").filter((k) => k.length > 1);\n  return [r, keys.length];\n}\n';
    expect(run(own, {}, { plugins: [eqsat] })?.code).not.toContain("eqsatEnter");
    expect(run(own, {}, { plugins: [inserts, eqsat] })?.code).toMatch(/take\(keys\);\s*const n = eqsatEnter\(keys/);
  });

  test("honours Babel's assumptions, unless the plugin's own options say otherwise", () => {
    // Two callbacks that read a property: fused only if reading has no effect.
    const objects = "export const f = (xs) => xs.filter((x) => x.a).map((x) => x.b).join();\n";
    const isFused = (options: Options, more: object): boolean =>
      /\bfor \(/.test(run(objects, options, more)?.code ?? "");
    expect(isFused({}, {})).toBe(false);
    expect(isFused({}, { assumptions: { pureGetters: true } })).toBe(true);
    expect(isFused({ assume: { pureGetters: true } }, {})).toBe(true);
    expect(isFused({ assume: { pureGetters: false } }, { assumptions: { pureGetters: true } })).toBe(false);
    const improved = eventsOf(run(objects, {}, { assumptions: { pureGetters: true } }))[0];
    expect(improved).toMatchObject({ kind: "improved", assumptions: ["pureGetters"] });
  });

  test("respects opt-outs, mode, include and exclude", () => {
    const outcome = (code: string, options: Options = {}): string | undefined => {
      const last = eventsOf(run(code, options)).at(-1);
      return last?.kind === "file" ? last.outcome : undefined;
    };
    expect(outcome(`"use no eqsat";\n${source}`)).toBe("unchanged");
    expect(outcome(`// eqsat-ignore-next-line\n${source}`)).toBe("unchanged");
    expect(outcome(source, { mode: "off" })).toBe("not searched");
    expect(outcome(source, { include: "lib" })).toBe("not searched");
    expect(outcome(source, { include: "src/**" })).toBe("changed");
    expect(outcome(source, { exclude: /a\.js$/ })).toBe("not searched");
    const vendored = host.transformSync(source, {
      ...quiet,
      filename: "/project/node_modules/x/a.js",
      plugins: [eqsat],
    });
    expect(eventsOf(vendored)).toMatchObject([{ outcome: "not searched" }]);
  });

  test("a tree without its text is left alone, and says so", () => {
    const ast = host.parseSync(source, quiet);
    const result = host.transformFromAstSync(ast!, undefined, { ...quiet, plugins: [eqsat] });
    expect(call(result!.code!, [3, 4])).toBe(14);
    expect(eventsOf(result)).toMatchObject([{ code: "E-NO-SOURCE" }, { outcome: "not searched" }]);
    const withText = host.transformFromAstSync(host.parseSync(source, quiet)!, source, { ...quiet, plugins: [eqsat] });
    expect(withText?.code).toMatch(/\bfor \(/);
  });

  test("TypeScript stays TypeScript", () => {
    const typed = `export const f = (xs: number[]): number => xs.filter((x) => x > 2).map((x) => x * 2).reduce((a, b) => a + b, 0);\n`;
    const more = { filename: "/project/src/a.ts", parserOpts: { plugins: ["typescript"] } };
    const result = run(typed, {}, more);
    expect(result?.code).toContain("xs: number[]");
    expect(result?.code).toMatch(/\bfor \(/);
    expect(() => host.parseSync(result!.code!, { ...quiet, ...more })).not.toThrow();
  });

  test("source maps lead from the improved code to its source", () => {
    const result = run(`const first = 1;\n${source}`, {}, { sourceMaps: true }) as {
      map?: { sources: string[]; mappings: string };
    };
    expect(result.map?.sources).toEqual(["a.js"]);
    expect(result.map?.mappings.length).toBeGreaterThan(0);
  });

  test("events go to the listener", () => {
    const heard: Event[] = [];
    const result = run(source, { onEvent: (event) => heard.push(event) });
    expect(heard).toEqual(eventsOf(result));
    expect(heard.length).toBeGreaterThan(0);
  });

  test("options that are not valid stop the build with the nearest name", () => {
    const wrong: object = { minGian: 2 };
    expect(() => run(source, wrong)).toThrow('did you mean "minGain"?');
  });
});

test("a Babel that is too old is told so, and what is not Babel too", () => {
  const assertVersion = (range: string): never => {
    throw new Error(`needs ${range}`);
  };
  expect(() => eqsat({ ...babel7, assertVersion, assumption: () => undefined })).toThrow("needs ^7.22.0 || ^8.0.0");
  expect(() => eqsat(undefined)).toThrow(OptionsError);
});
