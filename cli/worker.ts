import type { FileResult, WorkerTask } from "./engine.ts";
import { improveText } from "./improve-text.ts";

/** What a worker thread runs for each file. */
export default function work({ job, options }: WorkerTask): FileResult {
  return improveText(job, options);
}
