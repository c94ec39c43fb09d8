import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildPackage } from "./built-package.ts";
import { startRemoteCache } from "./turborepo/remote-cache.ts";

const root = join(import.meta.dirname, "..");
const built = buildPackage();
const folder = mkdtempSync(join(tmpdir(), "eqsat-turborepo-"));
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true });
});

const packages = ["geometry", "prices"];

/** What a run makes, by file, as bytes. */
function outputs(): Record<string, string> {
  const made = packages.flatMap((name) => {
    const build = join("packages", name, "build");
    return [
      ...readdirSync(join(folder, build)).map((file) => join(build, file)),
      join("packages", name, "eqsat-report.json"),
    ];
  });
  return Object.fromEntries(made.map((file) => [file, readFileSync(join(folder, file)).toString("base64")]));
}

test("a monorepo: with its local state wiped, all comes back from the remote cache, byte for byte", async () => {
  cpSync(join(root, "test", "turborepo", "monorepo"), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  const main = join(built.folder, "dist", "cli", "main.js");
  chmodSync(main, 0o755);
  symlinkSync(main, join(folder, "node_modules", ".bin", "eqsat"));
  const cache = await startRemoteCache();
  const run = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const env = {
        ...process.env,
        PATH: `${join(folder, "node_modules", ".bin")}:${process.env.PATH}`,
        TURBO_API: cache.url,
        TURBO_TOKEN: "loopback",
        TURBO_TEAM: "team",
        TURBO_TELEMETRY_DISABLED: "1",
        NO_COLOR: "1",
      };
      const turbo = join(root, "node_modules", ".bin", "turbo");
      const child = spawn(turbo, ["run", "optimize", "--no-update-notifier"], { cwd: folder, env });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data) => {
          said += data;
        });
      }
      child.on("error", reject);
      child.on("close", (code) => (code === 0 ? resolve(said) : reject(new Error(said))));
    });

  expect(await run()).toMatch(/Cached:\s+0 cached, 2 total/);
  expect([...cache.log].sort()).toEqual(["GET miss", "GET miss", "PUT", "PUT"]);
  const first = outputs();
  expect(Object.keys(first)).toHaveLength(4);
  for (const file of ["geometry/build/extent.ts", "prices/build/total.js"]) {
    expect(readFileSync(join(folder, "packages", file), "utf8")).toContain("for (");
  }

  for (const name of [".turbo", join("node_modules", ".cache")])
    rmSync(join(folder, name), { recursive: true, force: true });
  for (const name of packages) {
    for (const made of ["build", "eqsat-report.json", ".turbo"]) {
      rmSync(join(folder, "packages", name, made), { recursive: true, force: true });
    }
  }
  expect(existsSync(join(folder, "packages", "prices", "build"))).toBe(false);
  expect(await run()).toMatch(/Cached:\s+2 cached, 2 total/);
  expect(cache.log.slice(4)).toEqual(["GET hit", "GET hit"]);
  expect(outputs()).toEqual(first);
  await cache.close();
});
