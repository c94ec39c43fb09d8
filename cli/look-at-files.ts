import { type Event, skipEvent } from "../plugin/events.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { sourceLines } from "../plugin/source-range.ts";
import { isDeclarationFile } from "../plugin/syntax.ts";
import type { Engine, FileResult } from "./engine.ts";
import type { Progress } from "./progress.ts";
import type { ResultCache } from "./result-cache.ts";
import { type FileProblem, readSource, type SourceFile } from "./source-file.ts";

/** A file whose text would change. */
export interface ChangedFile {
  readonly file: SourceFile;
  readonly shown: string;
  readonly code: string;
  readonly events: readonly Event[];
}

/** Everything that was found out about the files, before anything is written. */
export interface Findings {
  readonly events: Event[];
  readonly changed: ChangedFile[];
  /** Texts by the file's name in events, for code frames. Only of files with something to point at. */
  readonly texts: Map<string, string>;
}

/** What looks at the files, and who is told. */
export interface Look {
  readonly options: ResolvedOptions;
  readonly engine: Engine;
  readonly cache: ResultCache;
  readonly progress: Progress;
}

/** A file, as it is opened and as messages show it. */
export interface NamedFile {
  readonly path: string;
  readonly shown: string;
}

/** Looks at `files`. What comes out has their order, whoever was done first. */
export async function lookAtFiles(files: readonly NamedFile[], look: Look): Promise<Findings> {
  const views: (FileView | undefined)[] = files.map(() => undefined);
  let next = 0;
  const take = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      const view = await lookAtFile(files[index]!, look);
      views[index] = view;
      look.progress.done(view.shown, view.events.filter(({ kind }) => kind === "improved").length);
    }
  };
  await Promise.all(Array.from({ length: look.engine.width }, take));
  look.progress.end();
  const findings: Findings = { events: [], changed: [], texts: new Map() };
  for (const view of views) if (view !== undefined) gather(view, findings);
  return findings;
}

interface FileView extends FileResult {
  readonly shown: string;
  /** Absent when it could not be read. Kept only where something is to be shown or written. */
  readonly file?: SourceFile;
}

async function lookAtFile({ path, shown }: NamedFile, { options, engine, cache }: Look): Promise<FileView> {
  await turn();
  const file = readSource(path);
  if ("code" in file) {
    return { shown, events: [problemEvent(shown, file), { kind: "file", file: shown, outcome: "not read" }] };
  }
  // A file that does not parse is told, whatever is in it: here nobody else does.
  if (options.mode === "off" || isDeclarationFile(shown)) {
    return { shown, events: [{ kind: "file", file: shown, outcome: "not searched" }] };
  }
  const job = { source: file.text, filename: shown };
  const kept = cache.get(job);
  const result = kept ?? (await engine.improve(job));
  if (kept === undefined) cache.put(job, result);
  const isShown = result.code !== undefined || result.events.some(({ kind }) => kind === "skipped");
  return { shown, ...result, ...(isShown && { file }) };
}

function gather({ shown, file, code, events }: FileView, findings: Findings): void {
  findings.events.push(...events);
  if (file === undefined) return;
  if (code !== undefined) findings.changed.push({ file, shown, code, events });
  if (events.some(({ kind }) => kind === "skipped")) findings.texts.set(shown, file.text);
}

/** Lets signals in between two files: the work on one file is never cut in two. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The event for a file that could not be read or written. */
export function problemEvent(shown: string, { code, seen }: FileProblem): Event {
  return skipEvent(code, shown, sourceLines("").range({ start: 0, end: 0 }), seen);
}
