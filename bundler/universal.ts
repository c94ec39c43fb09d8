import { createUnplugin, type UnpluginContextMeta, type UnpluginInstance, type UnpluginOptions } from "unplugin";
import type { Options } from "../plugin/options.ts";
import { setUpEsbuild } from "./esbuild-loading.ts";
import { type ModuleImprover, moduleImprover } from "./improve-module.ts";
import { isOutdated, markCache } from "./kept-modules.ts";
import { sourceIds } from "./module-name.ts";

/** The plugin for every bundler that `unplugin` knows. Each entry of the package picks its own. */
export const universal: UnpluginInstance<Options | undefined, false> = createUnplugin((options, meta) => {
  const improver = moduleImprover(options ?? {});
  if (meta.framework === "esbuild") return { name, esbuild: { setup: (build) => setUpEsbuild(build, improver) } };
  return transforming(improver, meta);
});

const name = "eqsat";

/** Modules are improved first of all, as their author wrote them: before types, JSX and new syntax are compiled away. */
function transforming(improver: ModuleImprover, meta: UnpluginContextMeta): UnpluginOptions {
  let root = rootOf(meta);
  const { key } = improver;
  const transform = {
    order: "pre",
    // Not by the text: what to look for there takes more than patterns (`plugin/may-match.ts`).
    filter: { id: sourceIds },
    handler(this: { warn(message: string): void }, code: string, id: string) {
      const improved = improver.improve(code, id, root, (message) => this.warn(message));
      return improved && meta.framework === "rollup" ? { ...improved, meta: { eqsat: { key } } } : improved;
    },
  };
  return {
    name,
    enforce: "pre",
    transformInclude: (id) => improver.wants(id, root),
    transform,
    webpack: ({ options: { cache } }) => markCache(cache, key),
    rspack: ({ options: { cache, experiments } }) => {
      markCache(cache, key);
      // Where Rspack 1 has it.
      markCache(experiments && Reflect.get(experiments, "cache"), key);
    },
    rollup: { shouldTransformCachedModule: ({ meta: kept }) => isOutdated(kept, key) },
    vite: {
      configResolved(config) {
        root = config.root;
      },
    },
    rolldown: {
      buildStart({ cwd }) {
        root = cwd;
      },
    },
  };
}

/** The folder that `include` and `exclude` are relative to, as far as it is known before the build starts. */
function rootOf(meta: UnpluginContextMeta): string {
  if (meta.framework === "webpack") return meta.webpack.compiler.context;
  if (meta.framework === "rspack") return meta.rspack.compiler.context;
  return process.cwd();
}
