import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { reasonOf } from "./system-error.ts";
import { UsageError } from "./terminal.ts";

/** Options as a configuration file has them, not checked yet. */
export interface ConfigFile {
  readonly path: string;
  readonly options: unknown;
}

/** Names of configuration files, the first one found in a folder counts. */
export const configFileNames: readonly string[] = [
  "eqsat.config.js",
  "eqsat.config.mjs",
  "eqsat.config.json",
  "package.json",
];

/**
 * The configuration file that holds for `cwd`: the nearest one upwards, not beyond the git tree.
 * A `package.json` counts when it has the key `eqsat`. Throws a {@link UsageError} when it cannot be read.
 */
export async function findConfigFile(cwd: string): Promise<ConfigFile | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of configFileNames) {
      const path = join(folder, name);
      if (!existsSync(path)) continue;
      const options = await readConfigFile(path);
      if (options !== undefined) return { path, options };
    }
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return undefined;
  }
}

/** The options in the file at `path`; `undefined` for a `package.json` without any. */
export async function readConfigFile(path: string): Promise<unknown> {
  if (!existsSync(path)) throw new UsageError(`no such configuration file: ${path}`);
  if (path.endsWith(".json")) {
    const read = readJson(path);
    return basename(path) === "package.json" ? ownValue(read, "eqsat") : read;
  }
  const options = ownValue(await importModule(path), "default");
  if (options === undefined) throw new UsageError(`${path} has no default export: write export default { ... }`);
  return options;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON: ${reasonOf(error)}`);
  }
}

async function importModule(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`${path} cannot be loaded: ${reasonOf(error)}`);
  }
}

function ownValue(object: unknown, key: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  return Object.entries(object).find(([name]) => name === key)?.[1];
}
