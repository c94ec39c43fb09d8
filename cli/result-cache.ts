import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { settingsKey } from "../plugin/cache-key.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { isDeclarationFile, syntaxOf } from "../plugin/syntax.ts";
import type { FileJob, FileResult } from "./engine.ts";
import { fingerprint } from "./fingerprint.ts";

/**
 * Results by the content that they were made from: the tool, the options, the syntax, the text. Not by names or times,
 * so that a cache may be moved, shared by processes, or fetched from elsewhere.
 */
export interface ResultCache {
  /** What was kept for `job`, if it is there and whole. */
  get(job: FileJob): FileResult | undefined;
  /** Keeps a result. Where that does not work, nothing happens: a cache is no duty. */
  put(job: FileJob, result: FileResult): void;
}

/** No cache at all. */
export const noCache: ResultCache = { get: () => undefined, put: () => {} };

/** The cache in `folder`, for these options. */
export function openCache(folder: string, options: ResolvedOptions): ResultCache {
  const settings = `${fingerprint()}\n${settingsKey(options)}`;
  const pathOf = (job: FileJob): string => {
    const syntax = [...Object.values(syntaxOf(job.filename)), isDeclarationFile(job.filename)].join();
    const key = sha256(`${settings}\n${syntax}\n${job.source}`);
    return join(folder, key.slice(0, 2), key.slice(2));
  };
  return {
    get: (job) => (job.declined === undefined ? read(pathOf(job), job.filename) : undefined),
    put: (job, result) => {
      // A bug report should come again each time, with a name that is not in the key.
      if (job.declined !== undefined || result.events.some(({ kind }) => kind === "bug")) return;
      write(pathOf(job), result);
    },
  };
}

/** The folder for a cache of the project around `cwd`: in `node_modules`, where no project keeps what it made itself. */
export function defaultCacheFolder(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) {
      const modules = join(folder, "node_modules");
      return existsSync(modules) ? join(modules, ".cache", "eqsat") : undefined;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** The first line of an entry is the hash of the rest: half a file, or a changed one, counts as none. */
function read(path: string, filename: string): FileResult | undefined {
  try {
    const entry = readFileSync(path, "utf8");
    const end = entry.indexOf("\n");
    const body = entry.slice(end + 1);
    if (end < 0 || sha256(body) !== entry.slice(0, end)) return undefined;
    const kept: FileResult = JSON.parse(body);
    return { ...kept, events: kept.events.map((event) => ({ ...event, file: filename })) };
  } catch {
    return undefined;
  }
}

let temporaries = 0;

function write(path: string, result: FileResult): void {
  const body = JSON.stringify({ ...result, events: result.events.map((event) => ({ ...event, file: "" })) });
  const temporary = `${path}.${process.pid}-${temporaries++}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, `${sha256(body)}\n${body}`);
    renameSync(temporary, path);
  } catch {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
