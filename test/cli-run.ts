import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../cli/run.ts";
import type { Terminal } from "../cli/terminal.ts";

/** A chain that the recommended rules improve. */
export const CHAIN = "export const f = (xs) => xs.filter((x) => x > 2).map((x) => x * 2).reduce((a, b) => a + b, 0);\n";

/** A file without anything to improve. */
export const PLAIN = "export const one = 1;\n";

/** What a command printed and ended with. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder on disk, to run the command in. */
export interface Project {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: string | Buffer): void;
  read(name: string): string;
  bytes(name: string): Buffer;
  /** Runs the command line in this process. */
  eqsat(...argv: string[]): Promise<Ran>;
  git(...args: string[]): string;
  /** Makes it a git tree with everything committed. */
  commit(): void;
  remove(): void;
}

/** A folder with `files`, by name. */
export function makeProject(files: Readonly<Record<string, string | Buffer>>, looks: Partial<Terminal> = {}): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "eqsat-cli-")));
  const path = (name: string): string => join(folder, name);
  const git = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const project: Project = {
    folder,
    path,
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
    },
    read: (name) => readFileSync(path(name), "utf8"),
    bytes: (name) => readFileSync(path(name)),
    async eqsat(...argv) {
      let stdout = "";
      let stderr = "";
      const status = await run(argv, {
        cwd: folder,
        color: false,
        columns: undefined,
        statusLine: false,
        out: (text) => {
          stdout += text;
        },
        err: (text) => {
          stderr += text;
        },
        ...looks,
      });
      return { status, stdout, stderr };
    },
    git,
    commit() {
      git("init", "-q");
      git("add", "-A");
      git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "all");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) project.write(name, content);
  return project;
}
