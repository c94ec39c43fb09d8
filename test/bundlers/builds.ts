import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import { type Plugin, rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";
import forEsbuild from "../../bundler/esbuild.ts";
import forRolldown from "../../bundler/rolldown.ts";
import forRollup from "../../bundler/rollup.ts";
import forRspack from "../../bundler/rspack.ts";
import forVite from "../../bundler/vite.ts";
import forWebpack from "../../bundler/webpack.ts";
import type { Options } from "../../plugin/index.ts";
import { type App, onlyScript } from "./app.ts";

/** Builds the application, with eqsat under `options` or, if they are undefined, without it. Gives the script's path. */
export type Build = (app: App, options: Options | undefined) => Promise<string>;

/** A production build with each bundler, not minified, with source maps beside the scripts. */
export const builds: Readonly<Record<string, Build>> = {
  vite: async (app, options) => {
    const outDir = outputFolder(app, "vite", options);
    await vite.build({
      root: app.folder,
      configFile: false,
      logLevel: "silent",
      plugins: options ? [forVite(options)] : [],
      build: {
        outDir,
        minify: false,
        sourcemap: true,
        lib: { entry: app.path("src/main.ts"), formats: ["es"], fileName: "main" },
      },
    });
    return onlyScript(outDir);
  },

  rollup: async (app, options) => {
    const dir = outputFolder(app, "rollup", options);
    // Its own plugin comes last on purpose: it has to see TypeScript all the same.
    const plugins = [resolvePackages(app), stripTypes, ...(options ? [forRollup(anywhere(options))] : [])];
    const bundle = await rollup({ input: app.path("src/main.ts"), plugins, onwarn: fail });
    await bundle.write({ dir, format: "es", sourcemap: true });
    await bundle.close();
    return onlyScript(dir);
  },

  rolldown: async (app, options) => {
    const dir = outputFolder(app, "rolldown", options);
    const plugins = options ? [forRolldown(options)] : [];
    const bundle = await rolldown({ input: app.path("src/main.ts"), cwd: app.folder, plugins, logLevel: "silent" });
    await bundle.write({ dir, format: "esm", sourcemap: true });
    await bundle.close();
    return onlyScript(dir);
  },

  webpack: (app, options) => {
    const path = outputFolder(app, "webpack", options);
    const configuration: webpack.Configuration = {
      ...packed(app, path),
      plugins: options ? [forWebpack(options)] : [],
    };
    return new Promise((resolve, reject) => {
      webpack(configuration, (error, stats) => {
        if (error || stats?.hasErrors() || stats?.hasWarnings()) reject(error ?? new Error(String(stats)));
        else resolve(onlyScript(path));
      });
    });
  },

  rspack: (app, options) => {
    const path = outputFolder(app, "rspack", options);
    const { experiments: _, ...configuration } = packed(app, path);
    return new Promise((resolve, reject) => {
      rspack({ ...configuration, plugins: options ? [forRspack(options)] : [] }, (error, stats) => {
        if (error || stats?.hasErrors() || stats?.hasWarnings()) reject(error ?? new Error(String(stats)));
        else resolve(onlyScript(path));
      });
    });
  },

  esbuild: async (app, options) => {
    const outdir = outputFolder(app, "esbuild", options);
    await esbuild.build({
      absWorkingDir: app.folder,
      entryPoints: [app.path("src/main.ts")],
      bundle: true,
      format: "esm",
      outdir,
      sourcemap: true,
      logLevel: "silent",
      plugins: options ? [forEsbuild(options)] : [],
    });
    return onlyScript(outdir);
  },
};

function outputFolder(app: App, bundler: string, options: Options | undefined): string {
  return app.path(`${bundler}-${options ? "with" : "without"}-eqsat`);
}

/** Rollup knows no folder of the project: globs are relative to where it is started. */
function anywhere(options: Options): Options {
  return options.include === undefined ? options : { ...options, include: `**/${String(options.include)}` };
}

/** What webpack and Rspack have in common. */
function packed(app: App, path: string) {
  return {
    context: app.folder,
    entry: "./src/main.ts",
    mode: "production",
    devtool: "source-map",
    optimization: { minimize: false },
    experiments: { outputModule: true },
    output: { path, filename: "main.mjs", library: { type: "module" } },
    module: { rules: [{ test: /\.ts$/, use: [`${import.meta.dirname}/strip-types-loader.cjs`] }] },
  } as const satisfies webpack.Configuration;
}

const stripTypes: Plugin = {
  name: "strip-types",
  async transform(code, id) {
    if (!id.endsWith(".ts")) return undefined;
    const stripped = await esbuild.transform(code, { loader: "ts", sourcemap: true, sourcefile: id });
    return { code: stripped.code, map: stripped.map };
  },
};

/** Rollup does not look into node_modules by itself, and reads no CommonJS: the one package is all it has to find. */
function resolvePackages(app: App): Plugin {
  const file = app.path("node_modules/words/index.cjs");
  return {
    name: "resolve-packages",
    resolveId: (id) => (id === "words" ? file : undefined),
    transform: (code, id) => (id === file ? { code: code.replace("exports.", "export const "), map: null } : undefined),
  };
}

function fail(warning: { readonly message: string }): void {
  throw new Error(warning.message);
}
