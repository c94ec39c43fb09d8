import { buildKey } from "../plugin/cache-key.ts";
import type { Event } from "../plugin/events.ts";
import { failIfAsked } from "../plugin/fail-on.ts";
import { fileFilter } from "../plugin/file-filter.ts";
import { foundSyntax } from "../plugin/found-syntax.ts";
import { isWorthParsing } from "../plugin/may-match.ts";
import { optimizeWith } from "../plugin/optimize.ts";
import { type Options, resolveOptions } from "../plugin/options.ts";
import { moduleName } from "./module-name.ts";

/** A version 3 source map, as every bundler takes it. */
export interface ModuleMap {
  version: number;
  mappings: string;
  names: string[];
  sources: string[];
  sourcesContent?: (string | null)[];
}

/** A module's new text, and the way back to the one that came in. */
export interface ImprovedModule {
  readonly code: string;
  readonly map: ModuleMap;
}

/** What the adapters of the bundlers share: the options, resolved once for all modules of all builds. */
export interface ModuleImprover {
  /** For caches that outlive the build: another key, other modules. */
  readonly key: string;
  /** Is the module `id` one that the options include? `root` is the folder that globs are relative to. */
  wants(id: string, root: string): boolean;
  /**
   * The improved text of the module `id`, or `undefined` when it stays as it is. `warn` is told of errors inside and of
   * ignores without effect; the rest goes to the option `onEvent`. Throws where `failOn` says so.
   */
  improve(code: string, id: string, root: string, warn: (message: string) => void): ImprovedModule | undefined;
}

/** Throws an `OptionsError` on options that are not valid. */
export function moduleImprover(options: Options = {}): ModuleImprover {
  const resolved = resolveOptions(options);
  const filter = fileFilter(resolved.include, resolved.exclude);
  const wants = (id: string, root: string): boolean => {
    const name = moduleName(id, root);
    return name !== undefined && resolved.mode !== "off" && filter(name);
  };
  return {
    key: buildKey(resolved),
    wants,
    improve(source, id, root, warn) {
      const filename = moduleName(id, root);
      if (filename === undefined || !wants(id, root)) return undefined;
      const syntax = isWorthParsing(source, resolved) ? foundSyntax(source, filename) : undefined;
      if (syntax === undefined) return undefined;
      const { code, map, events } = optimizeWith(
        { source, filename, sourceMap: true, syntax, isWorthParsing: true },
        resolved,
      );
      for (const message of events.flatMap(warningOf)) warn(message);
      failIfAsked(events, resolved);
      if (map === null) return undefined;
      const { version, mappings, names, sourcesContent } = map;
      // Each bundler resolves a name in its own way, but none touches an absolute one.
      return { code, map: { version, mappings, names, sources: [id], ...(sourcesContent && { sourcesContent }) } };
    },
  };
}

/** What a user should see in the middle of a build. A syntax error is left to the bundler, which tells it as well. */
function warningOf(event: Event): string[] {
  if (event.kind === "bug") return [`eqsat: ${event.file}: left alone, something inside went wrong: ${event.message}`];
  if (event.kind !== "skipped" || event.code !== "E-UNUSED-IGNORE") return [];
  const { line, column } = event.range.start;
  return [`eqsat: ${event.file}:${line}:${column}: ignore without effect: ${event.seen}`];
}
