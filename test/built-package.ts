import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The package as a user has it: `package.json` and what the compiler makes of the sources of this very moment. */
export interface BuiltPackage {
  readonly folder: string;
  /** Runs the command that `bin` of `package.json` names. */
  eqsat(args: readonly string[], cwd: string, env?: Readonly<Record<string, string>>): Ran;
  remove(): void;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds the package into a temporary folder: a stale `dist` cannot be tested by mistake. */
export function buildPackage(): BuiltPackage {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "eqsat-built-")));
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", join(folder, "dist")];
  for (const step of [args, [join(root, "build", "write-runtime.mjs"), join(folder, "dist")]]) {
    const built = spawnSync(process.execPath, step, { encoding: "utf8", cwd: root });
    if (built.status === 0) continue;
    rmSync(folder, { recursive: true });
    throw new Error(`the package does not build:\n${built.stdout}${built.stderr}`);
  }
  return {
    folder,
    eqsat: (given, cwd, env = {}) => {
      const main = join(folder, "dist", "cli", "main.js");
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...given], {
        encoding: "utf8",
        cwd,
        env: { ...process.env, NO_COLOR: "1", ...env },
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
