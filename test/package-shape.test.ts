import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";
import { VERSION } from "../plugin/version.ts";
import { buildPackage } from "./built-package.ts";

/* What is published: that it can be imported as it says, and how much comes with it. */

const root = join(import.meta.dirname, "..");
const built = buildPackage();
afterAll(() => built.remove());

const manifest: { version: string; files: string[] } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("the version in the code is that of the package", () => {
  expect(VERSION).toBe(manifest.version);
});

test("publint finds nothing", async () => {
  const { messages, pkg } = await publint({ pkgDir: built.folder, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg!, { color: false }))).toEqual([]);
});

test("knip finds no file and no dependency that nothing needs, and none that is missing", () => {
  const knip = join(root, "node_modules", "knip", "bin", "knip.js");
  const { status, stdout } = spawnSync(process.execPath, [knip, "--no-progress"], { cwd: root, encoding: "utf8" });
  expect([status, stdout]).toEqual([0, ""]);
});

test("types resolve for every entry, as ESM, and the tarball holds nothing else", () => {
  const packed = spawnSync("npm", ["pack", "--ignore-scripts", "--json"], { cwd: built.folder, encoding: "utf8" });
  // npm 10 gives a list, npm 11 an object by name.
  const [entry] = Object.values<{ filename: string; files: { path: string }[] }>(JSON.parse(packed.stdout));
  const { filename, files } = entry!;
  expect(files.map(({ path }) => path.split("/")[0]).filter((name) => !manifest.files.includes(name!))).toEqual([
    "package.json",
  ]);
  expect(files.filter(({ path }) => /\.(?:ts|tsx)$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
  const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const { status, stdout } = spawnSync(process.execPath, [attw, filename, "--profile", "esm-only"], {
    cwd: built.folder,
    encoding: "utf8",
  });
  rmSync(join(built.folder, filename));
  expect([status, status === 0 ? "" : stdout]).toEqual([0, ""]);
});

test("the engine alone has no dependency and fits into 15 kB", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(built.folder, "dist", "egraph", "index.js")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    write: false,
  });
  const size = brotliCompressSync(outputFiles[0]!.contents).length;
  expect(size).toBeGreaterThan(5_000);
  expect(size).toBeLessThan(15_000);
});

test("a user installs at most 40 packages and 15 MB", () => {
  const { packages }: { packages: Record<string, { dev?: true; optional?: true; devOptional?: true; peer?: true }> } =
    JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const installed = Object.entries(packages).flatMap(([path, { dev, optional, devOptional, peer }]) =>
    path === "" || dev || optional || devOptional || peer ? [] : [path],
  );
  expect(installed).toContain("node_modules/unplugin");
  expect(installed.length + 1).toBeLessThanOrEqual(40);
  const bytes = [...installed.map((path) => join(root, path)), join(built.folder, "dist")].map(sizeOf);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(15 << 20);
});

/** What the files below `folder` hold, in bytes. Packages inside of it are counted by themselves. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.name === "node_modules" || entry.isSymbolicLink()) return sum;
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
  }, 0);
}

test("helpers that are imported come from the package, in modules only, and a second run changes nothing", () => {
  const source = `${"// a licence"}

/** Doubles above one. */
export const doubles = (xs) => xs.filter((x) => x > 1).map((x) => x * 2);
console.log(doubles([1, 2, , 3]).join(), doubles(["5", 1, 7n === 7 ? 0 : 2]).join(), doubles({ filter: () => [4] }).join());
`;
  const changed = optimize(source, { filename: "doubles.mjs", helpers: "import" }).code;
  expect(changed).toMatch(
    /^\/\/ a licence\n\nimport \{ eqsatAppend, eqsatEnter, eqsatResume \} from "eqsat\/runtime";\n\/\*\* Doubles/,
  );
  expect(changed).not.toMatch(/function eqsat(?:Enter|Resume|Append)/);
  expect(optimize(changed, { filename: "doubles.mjs", helpers: "import" }).code).toBe(changed);

  const outputs = [source, changed].map((text) => {
    writeFileSync(join(built.folder, "doubles.mjs"), text);
    return spawnSync(process.execPath, ["doubles.mjs"], { cwd: built.folder, encoding: "utf8" });
  });
  rmSync(join(built.folder, "doubles.mjs"));
  expect(outputs.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["4,6 10,4 8\n", "4,6 10,4 8\n"]);

  const script = "exports.doubles = (xs) => xs.filter((x) => x > 1).map((x) => x * 2);";
  const inline = optimize(script, { filename: "doubles.js", helpers: "import" }).code;
  expect(inline).toMatch(/function eqsatEnter/);
  expect(inline).not.toContain("eqsat/runtime");
});

test("the import of helpers keeps off the line of a directive, and one of types brings no helper", () => {
  const body = "const doubles = (xs) => xs.filter((x) => x > 1).map((x) => x * 2);";
  const directive = `'use client' /* one */ /* two */\n/* three */ export ${body}`;
  const imported = optimize(directive, { filename: "doubles.mjs", helpers: "import" }).code;
  expect(imported).toMatch(/^'use client' \/\* one \*\/ \/\* two \*\/\nimport \{.*\n\/\* three \*\/ export/);
  for (const types of ["import type { eqsatEnter }", "import { type eqsatEnter }"]) {
    const typed = `${types} from "eqsat/runtime";\nexport ${body.replaceAll(/\((xs?)\)/g, "($1: any)")}`;
    expect(optimize(typed, { filename: "doubles.mts", helpers: "import" }).code).toBe(typed);
  }
});

test("types of the helpers that are imported are those of the ones that are written", () => {
  const names = (text: string): string[] =>
    [...text.matchAll(/function (eqsat(?!Replay)\w+)/g)].map(([, name]) => name!);
  const declared = readFileSync(join(built.folder, "dist", "runtime.d.ts"), "utf8");
  expect(names(declared).length).toBeGreaterThan(5);
  expect(names(declared)).toEqual(names(readFileSync(join(built.folder, "dist", "runtime.js"), "utf8")));
});
