import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { gitRootOf } from "./git-ignore.ts";

/** A git tree in which a rewrite could not be told from the user's own changes. */
export interface DirtyTree {
  readonly root: string;
  /** `git status --porcelain` lines, or why git could not be asked. */
  readonly reasons: readonly string[];
}

/** The git trees around `files` that are not clean. Untracked files count: git could not bring them back. */
export function dirtyTrees(files: readonly string[]): DirtyTree[] {
  const roots = new Set(files.map((file) => gitRootOf(dirname(file))));
  return [...roots].flatMap((root) => {
    if (root === undefined) return [];
    const reasons = statusOf(root);
    return reasons.length > 0 ? [{ root, reasons }] : [];
  });
}

function statusOf(root: string): string[] {
  const { stdout, stderr, status, error } = spawnSync("git", ["-C", root, "status", "--porcelain"], {
    encoding: "utf8",
  });
  if (error !== undefined) return [`git could not be run: ${error.message}`];
  if (status !== 0) return [`git status failed: ${stderr.trim()}`];
  return stdout.split("\n").filter((line) => line !== "");
}
