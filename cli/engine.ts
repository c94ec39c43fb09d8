import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { BugEvent, Event } from "../plugin/events.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import type { Span } from "../plugin/source-range.ts";
import { reasonOf } from "./system-error.ts";
import { WeightLimit } from "./weight-limit.ts";

/** One text to improve. Plain data: it may cross to another thread. */
export interface FileJob {
  readonly source: string;
  readonly filename: string;
  /** Regions that the user does not want changed, by their exact offsets. */
  readonly declined?: readonly Span[];
}

/** What came of a text. */
export interface FileResult {
  /** Absent when nothing changed. */
  readonly code?: string;
  readonly events: readonly Event[];
}

/** Improves texts, here or in other threads. The results are the same. */
export interface Engine {
  improve(job: FileJob): Promise<FileResult>;
  /** How many jobs it can use at once. */
  readonly width: number;
  close(): Promise<void>;
}

/** What a worker thread is sent. */
export interface WorkerTask {
  readonly job: FileJob;
  readonly options: ResolvedOptions;
}

/** So many texts are improved in this thread before others are started: their start costs more than that. */
const ALONE = 16;

/** So many characters are worked on at once: a tree takes some hundred times the memory of its text. */
const AT_ONCE = 500_000;

/**
 * Room for what a thread has just made, in megabytes. Trees die young, all at once: with V8's own choice, three times
 * this, each thread holds that much memory more and is no faster.
 */
const YOUNG = 16;

/** The number of threads when the user does not say. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), 8);
}

/** An engine of `jobs` threads. `workerFile` is what they run. */
export function openEngine(options: ResolvedOptions, jobs: number, workerFile: string = ownWorker()): Engine {
  // Functions cannot cross to other threads; the listener hears of everything in the end, in order.
  const sent: ResolvedOptions = { ...options, onEvent: undefined };
  const heavy = new WeightLimit(AT_ONCE);
  let begun = 0;
  let pool: Promise<Pool> | undefined;
  return {
    width: jobs > 1 ? jobs + 1 : 1,
    async improve(job) {
      if (jobs > 1 && begun++ >= ALONE) {
        pool ??= openPool(jobs, workerFile);
        const { run } = await pool;
        return heavy.run(job.source.length, () => run({ job, options: sent }));
      }
      // Babel is loaded when it is needed: a run that finds everything in the cache needs none.
      const { improveText } = await import("./improve-text.ts");
      return improveText(job, sent);
    },
    async close() {
      await (await pool)?.close();
    },
  };
}

interface Pool {
  run(task: WorkerTask): Promise<FileResult>;
  close(): Promise<void>;
}

async function openPool(threads: number, workerFile: string): Promise<Pool> {
  const { Tinypool } = await import("tinypool");
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG };
  const pool = new Tinypool({
    filename: workerFile,
    minThreads: 1,
    maxThreads: threads,
    isolateWorkers: false,
    resourceLimits,
  });
  // Of a thread that dies between two files: the next file starts another.
  pool.on("error", () => {});
  return {
    async run(task) {
      try {
        return await pool.run(task);
      } catch (error) {
        return { events: lost(task.job, reasonOf(error)) };
      }
    },
    close: () => pool.destroy(),
  };
}

/** A thread that ends in the middle of a file takes that file's result with it, and nothing else. */
function lost({ source, filename }: FileJob, reason: string): readonly Event[] {
  const bug: BugEvent = { kind: "bug", file: filename, message: `its thread ended: ${reason}`, input: source };
  return [bug, { kind: "file", file: filename, outcome: "unchanged" }];
}

function ownWorker(): string {
  return fileURLToPath(new URL("./worker.js", import.meta.url));
}
