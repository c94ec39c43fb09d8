import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import { type Plugin, type RollupCache, rollup } from "rollup";
import * as vite from "vite";
import { afterEach, describe, expect, test } from "vitest";
import webpack from "webpack";
import forEsbuild from "../bundler/esbuild.ts";
import forRollup from "../bundler/rollup.ts";
import forRspack from "../bundler/rspack.ts";
import forVite from "../bundler/vite.ts";
import forWebpack from "../bundler/webpack.ts";
import type { Event, Options } from "../plugin/index.ts";
import { buildPackage } from "./built-package.ts";
import { type App, makeApp, onlyScript } from "./bundlers/app.ts";
import { CHAIN } from "./cli-run.ts";

const apps: App[] = [];
const open = (files: Readonly<Record<string, string>>): App => {
  const app = makeApp(files);
  apps.push(app);
  return app;
};
afterEach(() => {
  for (const app of apps.splice(0)) app.remove();
});

/** Options that note the names of the files that the plugin looks at. */
function watched(): { readonly options: Options; readonly files: readonly string[] } {
  const files: string[] = [];
  const onEvent = (event: Event): void => {
    if (event.kind === "file") files.push(event.file);
  };
  return { files, options: { onEvent } };
}

const entry = 'import { f } from "virtual:numbers";\nimport raw from "./other.js?raw";\nexport { f, raw };\n';

describe("what is no file of its own is left alone", () => {
  /** Two kinds of modules that other plugins make: of nothing, and of a file with a query. */
  const making: Plugin = {
    name: "making",
    resolveId: (id) => (id === "virtual:numbers" ? "\0virtual:numbers.js" : undefined),
    load: (id) => (id === "\0virtual:numbers.js" ? CHAIN : undefined),
  };

  test("Rollup", async () => {
    const app = open({ "src/entry.js": entry, "src/other.js": CHAIN });
    const raw: Plugin = {
      name: "raw",
      resolveId: (id) => (id.endsWith("?raw") ? app.path("src/other.js?raw") : undefined),
      load: (id) => (id.endsWith("?raw") ? `export default ${JSON.stringify(CHAIN)};` : undefined),
    };
    const seen = watched();
    const bundle = await rollup({ input: app.path("src/entry.js"), plugins: [forRollup(seen.options), making, raw] });
    const { output } = await bundle.generate({ format: "es" });
    expect(output[0].code).not.toContain("eqsatEnter");
    expect(seen.files).toEqual([]);
  });

  test("Vite, in a build and in development", async () => {
    const app = open({ "src/entry.js": entry, "src/other.js": CHAIN });
    const seen = watched();
    const plugins = [forVite(seen.options), making as object as vite.Plugin];
    const common = { root: app.folder, configFile: false, logLevel: "silent", plugins } as const;
    const lib = { entry: app.path("src/entry.js"), formats: ["es" as const] };
    await vite.build({ ...common, build: { lib, minify: false, outDir: app.path("out") } });
    expect(readFileSync(onlyScript(app.path("out")), "utf8")).not.toContain("eqsatEnter");
    const server = await vite.createServer({
      ...common,
      server: { middlewareMode: true, ws: false },
      appType: "custom",
    });
    const module = await server.ssrLoadModule("/src/entry.js");
    expect(module.raw).toBe(CHAIN);
    expect(module.f([3, 4])).toBe(14);
    expect(seen.files).toEqual([]);
    await server.close();
  });

  test("webpack and Rspack", async () => {
    const rules = [{ resourceQuery: /raw/, type: "asset/source" }];
    const files = { "src/entry.js": entry.split("\n").slice(1).join("\n").replace("f, ", ""), "src/other.js": CHAIN };
    for (const bundle of ["webpack", "rspack"] as const) {
      const app = open(files);
      const seen = watched();
      const configuration = {
        context: app.folder,
        entry: "./src/entry.js",
        mode: "production",
        experiments: { outputModule: true },
        optimization: { minimize: false },
        output: { path: app.path("out"), filename: "main.mjs", library: { type: "module" } },
        module: { rules },
      } as const;
      await new Promise<void>((resolve, reject) => {
        const done = (error: unknown, stats?: { hasErrors(): boolean } | null): void =>
          error || stats?.hasErrors() ? reject(error ?? new Error(String(stats))) : resolve();
        if (bundle === "webpack")
          webpack({ ...configuration, plugins: [forWebpack(seen.options)] } as webpack.Configuration, done);
        else rspack({ ...configuration, plugins: [forRspack(seen.options)] } as Parameters<typeof rspack>[0], done);
      });
      const { raw } = await import(pathToFileURL(app.path("out/main.mjs")).href);
      expect([bundle, raw, seen.files]).toEqual([bundle, CHAIN, []]);
    }
  });

  test("esbuild: other namespaces, import attributes, loaders that are not for code", async () => {
    const text =
      'import text from "./other.js" with { type: "text" };\nexport * from "virtual:numbers";\nexport { text };\n';
    const app = open({ "src/entry.js": text, "src/other.js": CHAIN, "src/data.mjs": CHAIN });
    // Its modules have the paths of files that exist, and it comes second.
    const virtual: esbuild.Plugin = {
      name: "virtual",
      setup(build) {
        build.onResolve({ filter: /^virtual:/ }, () => ({ path: app.path("src/other.js"), namespace: "virtual" }));
        build.onLoad({ filter: /.*/, namespace: "virtual" }, () => ({ contents: "export const f = () => 'virtual';" }));
      },
    };
    const seen = watched();
    const common = { bundle: true, format: "esm", write: false, logLevel: "silent" } as const;
    const { outputFiles } = await esbuild.build({
      ...common,
      entryPoints: [app.path("src/entry.js")],
      plugins: [forEsbuild(seen.options), virtual],
    });
    const script = app.path("script.mjs");
    writeFileSync(script, outputFiles[0]!.text);
    const module = await import(pathToFileURL(script).href);
    expect([module.f(), module.text]).toEqual(["virtual", CHAIN]);
    const asText = { ...common, loader: { ".mjs": "text" } } as const;
    const data = await esbuild.build({
      ...asText,
      entryPoints: [app.path("src/data.mjs")],
      plugins: [forEsbuild(seen.options)],
    });
    expect(data.outputFiles[0]!.text).toContain(JSON.stringify(CHAIN).slice(1, 20));
    expect(seen.files).toEqual([]);
  });
});

describe("esbuild", () => {
  test("reads what changes as it reads the rest: JSX in .js where the options say so", async () => {
    const app = open({ "src/view.js": `export const view = <b>{[1, 2].length}</b>;\n${CHAIN}` });
    const { outputFiles } = await esbuild.build({
      entryPoints: [app.path("src/view.js")],
      write: false,
      loader: { ".js": "jsx" },
      plugins: [forEsbuild()],
    });
    expect(outputFiles[0]!.text).toMatch(/React\.createElement[\s\S]*eqsatEnter/);
  });

  test("warns of an ignore without effect, and goes on", async () => {
    const app = open({ "src/a.js": "// eqsat-ignore-next-line nothing here\nexport const a = 1;\n" });
    const { warnings, outputFiles } = await esbuild.build({
      absWorkingDir: app.folder,
      entryPoints: ["src/a.js"],
      write: false,
      logLevel: "silent",
      plugins: [forEsbuild()],
    });
    expect(warnings.map(({ text }) => text)).toEqual([
      "eqsat: src/a.js:1:1: ignore without effect: nothing here would be changed",
    ]);
    expect(outputFiles[0]!.text).toContain("a = 1");
  });
});

test("a map composes with that of a compiler before us: TypeScript, JavaScript, our edits", async () => {
  const lines = [
    "interface Item { price: number }",
    "enum Kind { A, B }",
    "export const f = (xs: number[]) => xs.filter((x: number) => x > 2).map((x) => x * 2).length;",
    "export function g(items: readonly Item[], kind: Kind): string { if (kind === Kind.B) throw new Error('here'); return ''; }",
  ];
  const app = open({ "src/typed.ts": lines.join("\n") });
  const compileFirst: Plugin = {
    name: "compile-first",
    load(id) {
      const { code, map } = esbuild.transformSync(readFileSync(id, "utf8"), {
        loader: "ts",
        sourcemap: true,
        sourcefile: id,
      });
      return { code, map };
    },
  };
  const bundle = await rollup({ input: app.path("src/typed.ts"), plugins: [forRollup(), compileFirst] });
  const { output } = await bundle.generate({ format: "es", sourcemap: true });
  const { code, map } = output[0];
  expect(code).toContain("eqsatEnter");
  const before = code.slice(0, code.indexOf('"here"')).split("\n");
  const position = { line: before.length, column: before.at(-1)!.length };
  const found = originalPositionFor(new TraceMap(JSON.stringify(map)), position);
  expect(found).toMatchObject({ line: 4, column: lines[3]!.indexOf("'here'") });
  expect(found.source).toMatch(/src\/typed\.ts$/);
});

test("Vite's development server improves what it serves, again after each change", async () => {
  const app = open({ "src/a.js": CHAIN });
  const server = await vite.createServer({
    root: app.folder,
    configFile: false,
    logLevel: "silent",
    appType: "custom",
    server: { middlewareMode: true, ws: false, watch: null },
    plugins: [forVite()],
  });
  expect((await server.transformRequest("/src/a.js"))?.code).toContain("eqsatEnter");
  expect((await server.ssrLoadModule("/src/a.js")).f([1, 3, 4])).toBe(14);
  writeFileSync(app.path("src/a.js"), CHAIN.replace("x * 2", "x * 3"));
  server.moduleGraph.invalidateAll();
  expect((await server.ssrLoadModule("/src/a.js")).f([1, 3, 4])).toBe(21);
  await server.close();
});

describe("what a bundler kept under other options does not come back", () => {
  const files = { "src/entry.js": CHAIN, "package.json": "{}" };

  test.each(["webpack", "rspack"] as const)("%s, on disk", async (bundle) => {
    const app = open(files);
    /** Builds, and tells whether the module was improved, and whether it was looked at at all. */
    const build = async (options: Options): Promise<{ improved: boolean; looked: boolean }> => {
      const seen = watched();
      const all = { ...options, ...seen.options };
      const configuration = {
        context: app.folder,
        entry: "./src/entry.js",
        mode: "production",
        experiments: { outputModule: true },
        optimization: { minimize: false, concatenateModules: false },
        output: { path: app.path("out"), filename: "main.mjs", library: { type: "module" } },
      } as const;
      const compiler =
        bundle === "webpack"
          ? webpack({
              ...configuration,
              cache: { type: "filesystem", cacheDirectory: app.path("kept"), version: "mine" },
              plugins: [forWebpack(all)],
            } as webpack.Configuration)!
          : rspack({
              ...configuration,
              cache: { type: "persistent", storage: { type: "filesystem", directory: app.path("kept") } },
              plugins: [forRspack(all)],
            } as Parameters<typeof rspack>[0])!;
      await new Promise<void>((resolve, reject) => {
        compiler.run((error: unknown, stats?: { hasErrors(): boolean } | null) => {
          compiler.close(() => (error || stats?.hasErrors() ? reject(error ?? new Error(String(stats))) : resolve()));
        });
      });
      return {
        improved: readFileSync(app.path("out/main.mjs"), "utf8").includes("eqsatEnter"),
        looked: seen.files.length > 0,
      };
    };
    expect(await build({})).toEqual({ improved: true, looked: true });
    expect(await build({})).toEqual({ improved: true, looked: false });
    expect(await build({ rules: { "fusion/*": "off" } })).toEqual({ improved: false, looked: true });
    expect(await build({ exclude: "src" })).toEqual({ improved: false, looked: false });
    expect(await build({})).toMatchObject({ improved: true });
  });

  test("Rollup, in the cache of an earlier bundle", async () => {
    const app = open(files);
    const build = async (
      options: Options,
      cache?: RollupCache,
    ): Promise<{ code: string; cache: RollupCache; looked: boolean }> => {
      const seen = watched();
      const plugins = [forRollup({ ...options, ...seen.options })];
      const bundle = await rollup({ input: app.path("src/entry.js"), plugins, ...(cache && { cache }) });
      const { output } = await bundle.generate({ format: "es" });
      return { code: output[0].code, cache: bundle.cache!, looked: seen.files.length > 0 };
    };
    const first = await build({});
    const same = await build({}, first.cache);
    expect([first.looked, same.looked, same.code === first.code]).toEqual([true, false, true]);
    const other = await build({ rules: { "fusion/*": "off" } }, same.cache);
    expect([other.looked, other.code.includes("eqsatEnter")]).toEqual([true, false]);
  });
});

test("500 rebuilds leave memory as it was", () => {
  const built = buildPackage();
  const app = open({});
  mkdirSync(app.path("node_modules"), { recursive: true });
  symlinkSync(built.folder, app.path("node_modules/eqsat"));
  // The hook as Rollup calls it in watch mode, without Rollup: its own memory is no concern of ours.
  const script = `
    import eqsat from "eqsat/rollup";
    const { transform } = eqsat();
    let changed = 0;
    const rebuild = (i) => {
      const source = \`// \${"x".repeat(16_000)}
        export const f = (xs) => xs.filter((x) => x > \${i}).map((x) => x * 2).reduce((a, b) => a + b, 0);\`;
      const result = transform.handler.call({ warn() {} }, source, "/app/a.js");
      changed += result.code.includes("eqsatEnter") ? 1 : 0;
    };
    const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
    for (let i = 0; i < 50; i++) rebuild(i);
    const before = used();
    for (let i = 50; i < 550; i++) rebuild(i);
    console.log(JSON.stringify({ grown: used() - before, changed }));`;
  writeFileSync(app.path("rebuild.mjs"), script);
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "rebuild.mjs"], {
    cwd: app.folder,
    encoding: "utf8",
  });
  built.remove();
  expect(stderr).toBe("");
  const { grown, changed } = JSON.parse(stdout);
  expect(changed).toBe(550);
  // A leak of each source text alone would be 8 MB.
  expect(grown).toBeLessThan(4_000_000);
}, 300_000);
