import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Loader, PartialMessage, PluginBuild } from "esbuild";
import type { ModuleImprover } from "./improve-module.ts";
import { sourceIds } from "./module-name.ts";

/*
 * esbuild has no transforms: whoever reads a file has the only word on it. So only files that change are answered here;
 * all others go on to esbuild's own reading and to other plugins. unplugin's adapter would answer every file, and
 * modules of other plugins' namespaces with it.
 */

/** The loaders that esbuild uses unless its options say otherwise. */
const loaders: ReadonlyMap<string, Loader> = new Map([
  [".js", "js"],
  [".mjs", "js"],
  [".cjs", "js"],
  [".jsx", "jsx"],
  [".ts", "ts"],
  [".mts", "ts"],
  [".cts", "ts"],
  [".tsx", "tsx"],
]);

const readable: ReadonlySet<Loader> = new Set(["js", "jsx", "ts", "tsx", "default"]);

/** Registers the reading of files with the build. */
export function setUpEsbuild(build: PluginBuild, improver: ModuleImprover): void {
  const { absWorkingDir: root = process.cwd(), loader: chosen = {} } = build.initialOptions;
  build.onLoad({ filter: sourceIds, namespace: "file" }, async ({ path, suffix, with: attributes = {} }) => {
    // Before 0.19.7 there were no import attributes.
    if (suffix !== "" || Object.keys(attributes).length > 0 || !improver.wants(path, root)) return undefined;
    const extension = extname(path);
    const loader = chosen[extension] ?? loaders.get(extension) ?? "default";
    if (!readable.has(loader)) return undefined;
    const source = await readFile(path, "utf8");
    const warnings: PartialMessage[] = [];
    const improved = improver.improve(source, path, root, (text) => warnings.push({ text }));
    if (improved === undefined) return { warnings };
    const map = Buffer.from(JSON.stringify(improved.map)).toString("base64");
    const contents = `${improved.code}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${map}\n`;
    return { contents, loader, warnings };
  });
}
