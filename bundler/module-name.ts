import { isAbsolute, relative } from "node:path";

/** Ids of modules that can be files of source text. What has a query is some other view of a file, made by a plugin. */
export const sourceIds: RegExp = /^[^?]*\.[cm]?[jt]sx?$/;

/**
 * The name of the module `id` for options and events: its path relative to `root`, with `/` between folders.
 * `undefined` for what is no file of its own: virtual modules, `file.js?query`, data URLs, other kinds of files.
 */
export function moduleName(id: string, root: string): string | undefined {
  if (!sourceIds.test(id) || id.includes("\0") || !isAbsolute(id)) return undefined;
  return relative(root, id).replaceAll("\\", "/");
}
