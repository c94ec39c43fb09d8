import type * as t from "@babel/types";
import type { Traverse } from "./parsed-file.ts";

/*
 * The few parts of Babel that the plugin touches, so that one build serves Babel 7 and 8
 * and the published types name neither.
 */

/** What `@babel/core` hands to a plugin's factory. */
export interface BabelApi {
  readonly version: string;
  readonly traverse: Traverse;
  assertVersion(range: string): void;
  assumption(name: string): boolean | undefined;
  parseSync(code: string, options: object): t.File | null;
}

/** Babel's state for one file and one plugin. */
export interface BabelPass {
  readonly filename: string | undefined;
  readonly cwd: string;
  readonly file: {
    readonly ast: t.File;
    readonly code: string;
    readonly metadata: object;
    readonly opts: { readonly parserOpts?: { readonly plugins?: readonly unknown[] } };
  };
}

/** The path of the program node. */
export interface ProgramPath {
  readonly scope: { crawl(): void };
  traverse(visitor: { Scopable(path: { readonly scope: { crawl(): void } }): void }): void;
}

export function isBabelApi(api: unknown): api is BabelApi {
  return hasFunctions(api, ["assertVersion", "assumption", "parseSync"]) && "traverse" in api;
}

function hasFunctions<Name extends string>(value: unknown, names: readonly Name[]): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && names.every((name) => name in value);
}

/** Was the file parsed as TypeScript? Plugins are listed by name, or as `[name, options]`. */
export function isTypeScript(pass: BabelPass): boolean {
  const plugins = pass.file.opts.parserOpts?.plugins ?? [];
  return plugins.some((plugin) => plugin === "typescript" || (Array.isArray(plugin) && plugin[0] === "typescript"));
}
