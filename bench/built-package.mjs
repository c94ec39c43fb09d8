// @ts-check
/** The built package, as a user imports it; with a warning when it is older than the sources it was built from. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const entry = join(root, "dist/plugin/index.js");
if (!existsSync(entry)) {
  console.error("The package is not built. Run `npm run build` first.");
  process.exit(3);
}

const { optimize, OptionsError, skipCodes } = /** @type {typeof import("eqsat")} */ (
  await import(new URL("../dist/plugin/index.js", import.meta.url).href)
);

export { OptionsError, optimize, skipCodes };

/** Says on stderr that `npm run build` is due. */
export function warnIfStale() {
  const built = statSync(entry).mtimeMs;
  for (const room of ["ir", "egraph", "rules", "syntax", "lift", "lower", "plugin"]) {
    for (const name of readdirSync(join(root, room), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts")) continue;
      if (statSync(join(root, room, name)).mtimeMs > built) {
        console.error(`warning: ${room}/${name} is newer than dist/: run \`npm run build\` to measure it`);
        return;
      }
    }
  }
}

/** The commit that is measured, shortened; "unknown" outside of a git checkout. */
export function commitHere() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "unknown";
  }
}
