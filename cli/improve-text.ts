import { optimizeWith } from "../plugin/optimize.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import type { FileJob, FileResult } from "./engine.ts";

/** Improves one text in this thread. */
export function improveText({ source, filename, declined }: FileJob, options: ResolvedOptions): FileResult {
  const job = { source, filename, sourceMap: false, ...(declined && { declined }) };
  const { code, events } = optimizeWith(job, options);
  return code === source ? { events } : { code, events };
}
