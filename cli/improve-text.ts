import { optimizeWith } from "../plugin/optimize.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import type { FileJob, FileResult } from "./engine.ts";

/** Improves one text in this thread. */
export function improveText({ source, filename, declined }: FileJob, options: ResolvedOptions): FileResult {
  const job = { source, filename, sourceMap: false, ...(declined && { declined }) };
  const optimized = optimizeWith({ ...job, isWorthParsing: true }, options);
  const { code } = optimized;
  // Copied, since the fields of an event that are computed on demand hold on to the file's tree until then.
  const events = optimized.events.map((event) => ({ ...event }));
  return code === source ? { events } : { code, events };
}
