import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** The `.gitignore` files that hold in a folder, the nearest first. */
export interface GitIgnores {
  /** Is `path` (absolute; a folder's ends with the separator) ignored? */
  ignores(path: string): boolean;
  /** Those that hold in `folder`, a folder right below. */
  entering(folder: string): GitIgnores;
}

interface Level {
  readonly folder: string;
  readonly matcher: Ignore;
}

/** Those that hold in `folder`, from the root of its git tree down. Without a git tree, its own only. */
export function gitIgnoresOf(folder: string): GitIgnores {
  const above: string[] = [];
  const root = gitRootOf(folder) ?? folder;
  for (let at = folder; ; at = dirname(at)) {
    above.push(at);
    if (at === root) break;
  }
  return fromLevels(above.flatMap(levelOf));
}

/** Nothing is ignored. */
export const noGitIgnores: GitIgnores = { ignores: () => false, entering: () => noGitIgnores };

/** The folder at or above `folder` that holds `.git`. */
export function gitRootOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function fromLevels(levels: readonly Level[]): GitIgnores {
  return {
    ignores: (path) => {
      for (const { folder, matcher } of levels) {
        const inside = relative(folder, path).split(sep).join("/") + (path.endsWith(sep) ? "/" : "");
        const { ignored, unignored } = matcher.test(inside);
        if (ignored) return true;
        if (unignored) return false;
      }
      return false;
    },
    entering: (folder) => fromLevels([...levelOf(folder), ...levels]),
  };
}

function levelOf(folder: string): Level[] {
  const path = join(folder, ".gitignore");
  return existsSync(path) ? [{ folder, matcher: ignore().add(readFileSync(path, "utf8")) }] : [];
}
