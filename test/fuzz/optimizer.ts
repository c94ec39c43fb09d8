import * as babel7 from "@babel/core";
import * as babel8 from "babel-core-8";
import { provideRuntime } from "../hostile/evaluate.ts";

/** What the fuzzer needs of `optimize`: it must work with any build of it, and with wrong ones of our own. */
export type Optimizer = (source: string, options: OptimizerOptions) => Optimized;

/** `host`, "babel 7" or "babel 8", runs the plugin instead; everything else is as users write it. */
export type OptimizerOptions = Readonly<Record<string, unknown>>;

export interface Optimized {
  readonly code: string;
  /** The source as the host prints it without our plugin, if a host printed the code. */
  readonly printed?: string;
  readonly events: readonly OptimizerEvent[];
}

export interface OptimizerEvent {
  readonly kind: string;
  readonly rules?: readonly string[];
  readonly message?: string;
  readonly code?: string;
}

/** A build of the optimizer. */
export interface Loaded {
  readonly optimize: Optimizer;
  /** Has it a plugin for Babel? */
  readonly hosts: boolean;
  /** The ids of all its rules, if it tells them. */
  readonly rules: readonly string[];
}

/** The optimizer whose entry is the module at `url`, with its Babel plugin and its rules where it has them. */
export async function loadOptimizer(url: string): Promise<Loaded> {
  const found = await exportOf(url, "optimize");
  if (typeof found !== "function") throw new Error(`${url} exports no function optimize`);
  const optimize = found as Optimizer;
  const plugin = await exportOf(new URL("babel.js", url).href, "default");
  // A build that has them gives the helpers that its output may import.
  const runtime = await exportOf(new URL("../lower/guard.js", url).href, "runtimeSource");
  if (typeof runtime === "function") provideRuntime(String(runtime(false)));
  const catalogue = await exportOf(new URL("rule-catalogue.js", url).href, "ruleCatalogue");
  return {
    optimize: (source, { host, ...options }) =>
      host === undefined ? optimize(source, options) : throughBabel(plugin, host === "babel 8", source, options),
    hosts: plugin !== undefined,
    rules: ((catalogue ?? []) as readonly { readonly id: string }[]).map(({ id }) => id),
  };
}

async function exportOf(url: string, name: string): Promise<unknown> {
  try {
    const module: unknown = await import(url);
    return typeof module === "object" && module !== null ? Reflect.get(module, name) : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

interface Host {
  transformSync(code: string, options: object): { code?: string | null; metadata?: object } | null;
}

function throughBabel(plugin: unknown, isNew: boolean, source: string, options: OptimizerOptions): Optimized {
  const host = (isNew ? babel8 : babel7) as unknown as Host;
  const { filename, ...rest } = options;
  const parserOpts = { plugins: String(filename).endsWith(".ts") ? ["typescript"] : [] };
  const sourceType = String(filename).endsWith(".cjs") ? "script" : "unambiguous";
  const settings = { configFile: false, babelrc: false, filename, sourceType, parserOpts };
  const made = host.transformSync(source, { ...settings, plugins: [[plugin, rest]] });
  const metadata = made?.metadata as { readonly eqsat?: { readonly events: readonly OptimizerEvent[] } } | undefined;
  return {
    code: made?.code ?? "",
    printed: host.transformSync(source, settings)?.code ?? "",
    events: metadata?.eqsat?.events ?? [],
  };
}
