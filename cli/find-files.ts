import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { type Event, skipEvent } from "../plugin/events.ts";
import { fileFilter, matchesAny } from "../plugin/file-filter.ts";
import { suggestion } from "../plugin/nearest-name.ts";
import type { Pattern } from "../plugin/options.ts";
import { sourceLines } from "../plugin/source-range.ts";
import { type GitIgnores, gitIgnoresOf, noGitIgnores } from "./git-ignore.ts";
import { codeOf, reasonOf } from "./system-error.ts";
import { UsageError } from "./terminal.ts";

/** What to look for. */
export interface Search {
  readonly cwd: string;
  /** Files, folders, globs, as typed. */
  readonly paths: readonly string[];
  /** Without the dot. */
  readonly extensions: readonly string[];
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly gitignore: boolean;
  /** Names of commands, for a path that does not exist: it may have been meant as one. */
  readonly commands: readonly string[];
}

/** What was found, sorted by path. */
export interface Found {
  /** Absolute paths; each file once, whatever links lead to it. */
  readonly files: readonly string[];
  /** `skipped` events for folders and links that could not be followed. */
  readonly problems: readonly Event[];
}

/**
 * The files that `search` names. Throws a {@link UsageError} when a path does not exist, or when there is no file at all.
 * A file that is named is looked at even if `.gitignore` names it too. Links to folders are not followed.
 */
export function findFiles(search: Search): Found {
  const walk = new Walk(search);
  for (const path of search.paths) walk.start(path);
  return walk.found();
}

/** A path as messages show it: relative to `cwd`, with `/`. */
export function shownPath(path: string, cwd: string): string {
  const shown = relative(cwd, path);
  return (shown === "" ? "." : isAbsolute(shown) ? path : shown).split(sep).join("/");
}

class Walk {
  readonly #search: Search;
  readonly #isWanted: (path: string) => boolean;
  readonly #isExcluded: (path: string) => boolean;
  /** By real path, to the path that it was first met under. */
  readonly #files = new Map<string, string>();
  readonly #problems: Event[] = [];
  #leftOut = 0;

  constructor(search: Search) {
    this.#search = search;
    this.#isWanted = fileFilter(search.include, search.exclude);
    this.#isExcluded = matchesAny(search.exclude);
  }

  /** Takes one path as typed. */
  start(typed: string): void {
    const path = resolve(this.#search.cwd, typed);
    const stats = this.#statNamed(path, typed);
    if (stats?.isDirectory()) this.#folder(path, this.#search.gitignore ? gitIgnoresOf(path) : noGitIgnores);
    else if (stats?.isFile()) this.#namedFile(path, typed);
    else if (stats !== undefined) throw new UsageError(`${typed} is neither a file nor a folder`);
    else this.#glob(typed);
  }

  found(): Found {
    if (this.#files.size === 0 && this.#problems.length === 0) throw new UsageError(this.#nothing());
    const files = [...this.#files.values()].sort((a, b) => (shown(a) < shown(b) ? -1 : 1));
    return { files, problems: this.#problems };
  }

  /** `undefined` for a glob. */
  #statNamed(path: string, typed: string): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      const code = codeOf(error);
      if (code === "ELOOP") throw new UsageError(`${typed} is a symbolic link that leads back to itself: remove it`);
      if (code !== "ENOENT" && code !== "ENOTDIR")
        throw new UsageError(`${typed} cannot be looked at: ${reasonOf(error)}`);
      if (isDynamicPattern(typed)) return undefined;
      if (code === "ENOENT" && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
        throw new UsageError(`${typed} is a symbolic link that leads nowhere`);
      throw new UsageError(`no such file or folder: ${typed}${this.#nearby(path)}`);
    }
  }

  #nearby(path: string): string {
    try {
      return suggestion(relative(dirname(path), path), [...readdirSync(dirname(path)), ...this.#search.commands]);
    } catch {
      return ` (looked in ${this.#search.cwd})`;
    }
  }

  #namedFile(path: string, typed: string): void {
    if (!this.#hasExtension(path)) {
      // Its template reads and writes the script's variables, and what stands at its top level is not run as it stands.
      if (/\.(?:vue|svelte|astro)$/.test(path))
        throw new UsageError(
          `${typed} is a component, whose script is not looked at: move the code to a module of its own`,
        );
      const known = this.#search.extensions.join(", ");
      throw new UsageError(`${typed} has none of the extensions ${known}: if it is JavaScript all the same, add --ext`);
    }
    if (this.#isWanted(this.#inside(path))) this.#add(path);
    else this.#leftOut++;
  }

  #glob(pattern: string): void {
    const { cwd } = this.#search;
    const paths = globSync(pattern, { cwd, absolute: true, followSymbolicLinks: false, expandDirectories: false });
    const matching = paths.filter((path) => this.#hasExtension(path));
    if (matching.length === 0) throw new UsageError(`no file matches ${pattern}`);
    for (const path of matching) {
      const ignores = this.#search.gitignore ? gitIgnoresOf(dirname(path)) : noGitIgnores;
      this.#offer(resolve(path), ignores);
    }
  }

  #folder(folder: string, ignores: GitIgnores): void {
    for (const entry of this.#entries(folder)) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) {
        if (this.#isExcluded(`${this.#inside(path)}/`)) continue;
        if (ignores.ignores(path + sep)) this.#leftOut++;
        else this.#folder(path, ignores.entering(path));
      } else if (this.#hasExtension(path) && this.#isFile(path, entry)) {
        this.#offer(path, ignores);
      }
    }
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.#problem(folder, reasonOf(error));
      return [];
    }
  }

  #isFile(path: string, entry: Dirent): boolean {
    if (!entry.isSymbolicLink()) return entry.isFile();
    try {
      return statSync(path).isFile();
    } catch (error) {
      const isLoop = codeOf(error) === "ELOOP";
      this.#problem(path, isLoop ? "a symbolic link that leads back to itself" : `a symbolic link that leads nowhere`);
      return false;
    }
  }

  #offer(path: string, ignores: GitIgnores): void {
    if (!ignores.ignores(path) && this.#isWanted(this.#inside(path))) this.#add(path);
    else this.#leftOut++;
  }

  #add(path: string): void {
    const real = realpathSync(path);
    if (!this.#files.has(real)) this.#files.set(real, path);
  }

  #problem(path: string, seen: string): void {
    const nowhere = sourceLines("").range({ start: 0, end: 0 });
    this.#problems.push(skipEvent("E-UNREADABLE", shownPath(path, this.#search.cwd), nowhere, seen));
  }

  #nothing(): string {
    const { paths, extensions } = this.#search;
    const nothing = `no file to look at in ${paths.join(", ")}: none ends in ${extensions.join(", ")}`;
    if (this.#leftOut === 0) return nothing;
    return `no file to look at in ${paths.join(", ")}: .gitignore (see --no-gitignore), exclude or --ignore leave out all there are`;
  }

  #hasExtension(path: string): boolean {
    return this.#search.extensions.some((extension) => path.endsWith(`.${extension}`));
  }

  #inside(path: string): string {
    return relative(this.#search.cwd, path);
  }
}

/** For sorting: the same order on every system. */
function shown(path: string): string {
  return path.split(sep).join("/");
}
