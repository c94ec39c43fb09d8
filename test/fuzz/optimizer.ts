/** What the fuzzer needs of `optimize`: it must work with any build of it, and with wrong ones of our own. */
export type Optimizer = (source: string, options: OptimizerOptions) => Optimized;

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

/** The `optimize` that the module at `url` exports. */
export async function loadOptimizer(url: string): Promise<Optimizer> {
  const module: unknown = await import(url);
  const found: unknown = typeof module === "object" && module !== null ? Reflect.get(module, "optimize") : undefined;
  if (typeof found !== "function") throw new Error(`${url} exports no function optimize`);
  return found as Optimizer;
}
