import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { buildPackage } from "./built-package.ts";
import { CHAIN } from "./cli-run.ts";

const root = join(import.meta.dirname, "..");
const built = buildPackage();
const work = mkdtempSync(join(tmpdir(), "eqsat-package-"));
afterAll(() => {
  built.remove();
  rmSync(work, { recursive: true });
});

/** A project that has the built package installed. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(work, name);
  mkdirSync(join(folder, "node_modules", "@babel"), { recursive: true });
  symlinkSync(built.folder, join(folder, "node_modules", "eqsat"));
  symlinkSync(join(root, "node_modules", "@babel", "core"), join(folder, "node_modules", "@babel", "core"));
  symlinkSync(join(root, "node_modules", "babel-core-8"), join(folder, "node_modules", "babel-core-8"));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe("the command", () => {
  test("answers --help in less than 0.3 s, since it loads no parser for it", () => {
    // Time of this process alone: the clock on the wall would measure what else the machine does.
    const hook =
      "process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write(String(user+system))})";
    const microseconds = Array.from({ length: 3 }, () => {
      const ran = built.eqsat(["--help"], work, {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      });
      expect(ran.status).toBe(0);
      return Number(ran.stderr);
    });
    expect(Math.min(...microseconds)).toBeGreaterThan(0);
    expect(Math.min(...microseconds)).toBeLessThan(300_000);
  });

  test("reports the examples, and writes nothing", () => {
    const folder = withExamples("report");
    const { status, stdout, stderr } = built.eqsat(["examples"], folder);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/\d+ of \d+ expressions improved in 4 files; \d+ skipped/);
    for (const name of readdirSync(join(root, "examples"))) expect(read(folder, name)).toBe(read(root, name));
  });

  test("changes the examples so that they give the same results, pass the type checker, and have nothing left to do", async () => {
    const folder = withExamples("write");
    expect(built.eqsat(["--write", "examples"], folder)).toMatchObject({ status: 0, stderr: "" });
    for (const name of readdirSync(join(root, "examples"))) expect(read(folder, name)).not.toBe(read(root, name));
    expect(await resultsOf(folder)).toEqual(await resultsOf(root));
    const options = [
      "--noEmit",
      "--strict",
      "--target",
      "es2022",
      "--module",
      "nodenext",
      "--noUncheckedIndexedAccess",
    ];
    const files = ["geometry.ts", "sales-report.ts"].map((name) => join(folder, "examples", name));
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, "--types", "", ...files], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(built.eqsat(["--check", "examples"], folder).status).toBe(0);
  });

  test("is executable by the name in package.json", () => {
    const { bin }: { bin: { eqsat: string } } = JSON.parse(readFileSync(join(built.folder, "package.json"), "utf8"));
    expect(readFileSync(join(built.folder, bin.eqsat), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("leaves whole files when it is interrupted while it writes", async () => {
    const names = Array.from({ length: 150 }, (_, i) => `src-${i}.js`);
    const folder = project("interrupted", Object.fromEntries(names.map((name) => [name, CHAIN])));
    const main = join(built.folder, "dist", "cli", "main.js");
    const child = spawn(process.execPath, [main, "--write", "."], { cwd: folder, stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    const isWritten = (name: string): boolean => readFileSync(join(folder, name), "utf8") !== CHAIN;
    while (child.exitCode === null && !isWritten(names[0]!)) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    const texts = new Set(names.map((name) => readFileSync(join(folder, name), "utf8")));
    expect([...texts].filter((text) => text !== CHAIN)).toHaveLength(1);
    expect(texts.has(CHAIN)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith(".") && name !== ".git")).toEqual([]);
  });

  test("does not mind a reader that goes away", () => {
    const folder = project("pipe", Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}.js`, CHAIN])));
    const main = join(built.folder, "dist", "cli", "main.js");
    const script = `"${process.execPath}" "${main}" --format json . | head -c 10; echo " status \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/ status 0\n$/);
  });
});

describe("the package", () => {
  test.each([
    ["Babel 7", "@babel/core"],
    ["Babel 8", "babel-core-8"],
  ])("%s finds eqsat/babel by its name in a configuration", (_, core) => {
    const folder = project(core.replace("/", "-"), {
      "package.json": '{ "type": "module" }',
      "babel.config.json": '{ "plugins": [["eqsat/babel", { "minGain": 1.1 }]] }',
      "a.js": CHAIN,
      "build.js": `import { transformFileSync } from "${core}"; process.stdout.write(transformFileSync("a.js").code);`,
    });
    const { stdout, stderr } = spawnSync(process.execPath, ["build.js"], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/\bfor \(/);
  });

  test("exports what its package.json names", async () => {
    const { exports }: { exports: Record<string, { default: string } | string> } = JSON.parse(
      readFileSync(join(built.folder, "package.json"), "utf8"),
    );
    for (const [name, entry] of Object.entries(exports)) {
      if (typeof entry === "string") continue;
      const module: object = await import(pathToFileURL(join(built.folder, entry.default)).href);
      expect(Object.keys(module).length, name).toBeGreaterThan(0);
    }
  });

  test("names no type of Babel in its published types, so that Babel 7 and 8 both fit", () => {
    for (const entry of ["plugin/index.d.ts", "plugin/babel.d.ts", "egraph/index.d.ts"]) {
      const seen = new Set<string>();
      const naming: string[] = [];
      const visit = (file: string): void => {
        if (seen.has(file)) return;
        seen.add(file);
        for (const [, target] of readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g)) {
          if (target!.startsWith(".")) visit(join(dirname(file), target!.replace(/\.[jt]s$/, ".d.ts")));
          else if (target!.startsWith("@babel")) naming.push(`${relative(built.folder, file)} names ${target}`);
        }
      };
      visit(join(built.folder, "dist", entry));
      expect(naming).toEqual([]);
    }
  });
});

function read(folder: string, name: string): string {
  return readFileSync(join(folder, "examples", name), "utf8");
}

function withExamples(name: string): string {
  const folder = project(name, {});
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  return folder;
}

/** What the functions of the examples in `folder` give, for ordinary and for strange arguments. */
async function resultsOf(folder: string): Promise<readonly (readonly [string, unknown])[]> {
  const load = (name: string): Promise<Record<string, (...args: readonly unknown[]) => unknown>> =>
    import(/* @vite-ignore */ join(folder, "examples", name));
  const results: [string, unknown][] = [];
  const record = (name: string, give: () => unknown): void => {
    try {
      results.push([name, give()]);
    } catch (error) {
      results.push([name, (error as Error).constructor.name]);
    }
  };
  const call = (module: Record<string, unknown>, argumentLists: readonly (readonly unknown[])[]): void => {
    for (const [name, value] of Object.entries(module).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (typeof value !== "function") continue;
      for (const [index, args] of argumentLists.entries())
        record(`${name} ${index}`, () => value(...structuredClone(args)));
    }
  };
  const samples = [[1, 2, 3.5, -4, 100], [], [Number.NaN, 1, -0], ["3", 4], new Array(3), [1, null, undefined]];
  call(
    await load("order-statistics.js"),
    samples.flatMap((sample) => [
      [sample, 1, 3],
      [sample, [0, 2, 4]],
    ]),
  );
  const square = [
    { x: 0, y: 0 },
    { x: 2, y: 0 },
    { x: 2, y: 2 },
    { x: 0, y: 2 },
  ];
  call(await load("geometry.ts"), [
    [square, { x: 1, y: 1 }, 1.2],
    [square, square],
    [3, 2],
    [[], { x: 0, y: 0 }],
    [[{ x: "1", y: 2 }], square],
  ]);
  const line = { sku: "a", quantity: 2, price: 250, taxRate: 0.2 };
  const order = { id: "1", customer: "Ann, B.", country: "DE", status: "paid", lines: [line, { ...line, taxRate: 0 }] };
  const orders = [
    order,
    { ...order, id: "2", country: "AT" },
    { ...order, status: "open", lines: [] },
    { ...order, status: "cancelled" },
  ];
  call(await load("sales-report.ts"), [
    [orders, 1],
    [[], 1],
    [order, 0],
    [line, 2],
    [[null], 1],
  ]);
  const { default: cart } = (await load("legacy-cart.cjs")) as { default: Record<string, unknown> } & object;
  const items = [
    { name: "tea", price: 3.2, count: 2 },
    { name: "gift", price: 0, count: 0 },
  ];
  const log: string[] = [];
  call(cart as unknown as Record<string, unknown>, [
    [items, 5],
    ["# head\ntea;3.20;2\ngift;0\n\n"],
    [[]],
    [{ a: 1, b: "", c: null, "d e": "x&y" }],
  ]);
  record("restock", () => (cart.restock as (...args: unknown[]) => unknown)(items, (text: string) => log.push(text)));
  return [...results, ["log", log]];
}
