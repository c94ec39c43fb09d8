import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openEngine } from "../cli/engine.ts";
import { turn } from "../cli/look-at-files.ts";
import { WeightLimit } from "../cli/weight-limit.ts";
import { resolveOptions } from "../plugin/options.ts";
import { buildPackage } from "./built-package.ts";
import { CHAIN, makeProject, PLAIN, type Project } from "./cli-run.ts";

/* What needs the built command: threads, several processes, a terminal. */

const built = buildPackage();
afterAll(() => built.remove());

const projects: Project[] = [];
const open = (...args: Parameters<typeof makeProject>): Project => {
  const project = makeProject(...args);
  projects.push(project);
  return project;
};
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

/** Enough files that threads are started; each is different, some have faults. */
function manyFiles(): Record<string, string> {
  const files: Record<string, string> = { "broken.js": "const = 1; xs.map(f)", "plain.js": PLAIN };
  for (let i = 0; i < 40; i++) files[`src/${i}.js`] = CHAIN.replace("x > 2", `x > ${i}`);
  for (let i = 0; i < 4; i++) files[`lib/${i}.ts`] = CHAIN.replace("(xs)", "(xs: number[])").repeat(1);
  return files;
}

describe("any number of threads, shards and caches gives the same bytes", () => {
  const project = makeProject(manyFiles());
  afterAll(() => project.remove());
  const run = (...argv: string[]): string => {
    const { status, stdout, stderr } = built.eqsat([...argv, "--format", "json"], project.folder);
    expect([status, stderr]).toEqual([3, ""]);
    return stdout;
  };
  const alone = run("-j", "1", "--no-cache");

  test("threads", () => {
    expect(JSON.parse(alone).totals).toMatchObject({ files: 46, improved: 44, failedFiles: 1, bugs: 0 });
    expect(run("-j", "3", "--no-cache")).toBe(alone);
  });

  test("shards, merged in any order", () => {
    for (const order of [
      [1, 2, 3],
      [3, 1, 2],
    ]) {
      const names = order.map((part) => {
        const { stdout } = built.eqsat(
          ["--shard", `${part}/3`, "--format", "json", "src", "lib", "broken.js", "plain.js"],
          project.folder,
        );
        writeFileSync(join(project.folder, `part-${part}.json`), stdout);
        return `part-${part}.json`;
      });
      expect(run("merge", ...names)).toBe(alone);
    }
    const twice = built.eqsat(["merge", "part-1.json", "part-1.json"], project.folder);
    expect([twice.status, twice.stderr]).toEqual([2, expect.stringContaining("is in part-1.json and in part-1.json")]);
  });

  test("a cache, cold, warm, moved, and with entries that somebody has damaged", () => {
    const entries = (): string[] =>
      readdirSync(join(project.folder, "kept"), { recursive: true, encoding: "utf8" }).filter((name) =>
        name.includes("/"),
      );
    expect(run("--cache-dir", "kept", "-j", "1")).toBe(alone);
    const first = entries();
    // One for each different text: the four files of lib/ are the same.
    expect(first).toHaveLength(43);
    const times = first.map((name) => statSync(join(project.folder, "kept", name)).mtimeMs);
    expect(run("--cache-dir", "kept")).toBe(alone);
    expect(first.map((name) => statSync(join(project.folder, "kept", name)).mtimeMs)).toEqual(times);
    for (const [index, name] of first.slice(0, 3).entries()) {
      const path = join(project.folder, "kept", name);
      const entry = readFileSync(path, "utf8");
      writeFileSync(path, index === 0 ? "" : index === 1 ? entry.slice(0, -5) : entry.replace("improved", "deproved"));
    }
    expect(run("--cache-dir", "kept")).toBe(alone);
    expect(run("--cache-dir", "kept", "--cwd", ".")).toBe(alone);
    expect(entries()).toEqual(first);
  });
});

test("other options are another entry, and --no-cache takes none", () => {
  const project = open({ "a.js": CHAIN, "package.json": "{}" });
  mkdirSync(project.path("node_modules"));
  const entries = (): number => readdirSync(project.path("node_modules/.cache/eqsat"), { recursive: true }).length;
  built.eqsat(["--no-cache"], project.folder);
  expect(existsSync(project.path("node_modules/.cache"))).toBe(false);
  built.eqsat([], project.folder);
  const one = entries();
  expect(built.eqsat(["--rule", "fusion/*=off"], project.folder).stdout).toContain("0 of 1");
  expect(built.eqsat([], project.folder).stdout).toContain("1 of 1");
  expect(entries()).toBeGreaterThan(one);
});

test("a run that finds everything in the cache loads no parser", () => {
  const project = open(manyFiles());
  const hook = `import { Module } from "node:module";
    process.on("exit", () => process.stderr.write(String(Object.keys(Module._cache).filter((name) => name.includes("@babel")).length)));`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
  const loaded = (): number =>
    Number(built.eqsat(["src", "lib", "plain.js", "-q", "-j", "1", "--cache-dir", "kept"], project.folder, env).stderr);
  expect(loaded()).toBeGreaterThan(0);
  expect(loaded()).toBe(0);
});

test("two processes may share a cache", async () => {
  const project = open(manyFiles());
  const main = join(built.folder, "dist", "cli", "main.js");
  const run = (): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [main, "--cache-dir", "kept", "--format", "json"], { cwd: project.folder });
      let text = "";
      child.stdout.on("data", (data) => {
        text += data;
      });
      child.on("close", () => resolve(text));
    });
  const [first, second] = await Promise.all([run(), run()]);
  expect(second).toBe(first);
  expect(
    readdirSync(project.path("kept"), { recursive: true, encoding: "utf8" }).filter((name) => /\.\d+-\d+$/.test(name)),
  ).toEqual([]);
});

test("a thread that dies costs its file only, and that is told", async () => {
  const project = open({
    "worker.mjs": `import work from ${JSON.stringify(join(built.folder, "dist", "cli", "worker.js"))};
      export default (task) => (task.job.filename === "20.js" ? new Promise(() => setImmediate(() => { throw new Error("no memory"); })) : work(task));`,
  });
  const engine = openEngine(resolveOptions(), 2, project.path("worker.mjs"));
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) => engine.improve({ source: CHAIN, filename: `${i}.js` })),
  );
  await engine.close();
  expect(results[20]!.events[0]).toMatchObject({
    kind: "bug",
    file: "20.js",
    message: "its thread ended: no memory",
    input: CHAIN,
  });
  expect(results.filter(({ code }) => code === undefined)).toHaveLength(1);
});

test("large files wait for each other, small ones do not, and nothing waits for ever", async () => {
  const limit = new WeightLimit(10);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, weight: number): Promise<void> =>
    limit.run(weight, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    });
  const all = [start("small", 4), start("other", 4), start("huge", 50), start("last", 1)];
  await turn();
  expect(begun).toEqual(["small", "other"]);
  ends.get("small")!();
  await turn();
  expect(begun).toEqual(["small", "other"]);
  ends.get("other")!();
  await turn();
  expect(begun).toEqual(["small", "other", "huge"]);
  ends.get("huge")!();
  await turn();
  ends.get("last")!();
  await Promise.all(all);
  await expect(limit.run(1, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  await limit.run(10, async () => {});
});

describe("what lies on disks", () => {
  test("a file that may not be written, and a folder that may not: said, and the others are done", () => {
    const project = open({ "a.js": CHAIN, "b.js": CHAIN, "sub/c.js": CHAIN });
    chmodSync(project.path("b.js"), 0o444);
    chmodSync(project.path("sub"), 0o555);
    // Root may write anything: somebody else has to try.
    const asUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    chmodSync(project.folder, 0o777);
    chmodSync(project.path("a.js"), 0o666);
    const main = join(built.folder, "dist", "cli", "main.js");
    chmodSync(built.folder, 0o755);
    const { status, stderr, stdout } = spawnSync(process.execPath, [main, "--write", "-j", "1"], {
      cwd: project.folder,
      encoding: "utf8",
      ...asUser,
    });
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/E-NOT-WRITTEN {2}b\.js[\s\S]*EACCES[\s\S]*E-NOT-WRITTEN {2}sub\/c\.js[\s\S]*EACCES/),
    ]);
    expect(stdout).toContain("1 file written.");
    expect([project.read("b.js"), project.read("sub/c.js")]).toEqual([CHAIN, CHAIN]);
    chmodSync(project.path("sub"), 0o755);
    expect(readdirSync(project.path("sub"))).toEqual(["c.js"]);
  });

  test("a disk that takes no more: said, the file is whole, nothing is left behind", () => {
    const project = open({ "a.js": CHAIN, "b.js": CHAIN });
    const main = join(built.folder, "dist", "cli", "main.js");
    // No file may grow beyond a kilobyte: writing ends in the middle, as on a full disk.
    const script = `trap "" XFSZ; ulimit -f 1; exec "$0" "$1" --write --no-cache -j 1`;
    const { status, stderr, stdout } = spawnSync("bash", ["-c", script, process.execPath, main], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/E-NOT-WRITTEN {2}a\.js[\s\S]*EFBIG[\s\S]*E-NOT-WRITTEN {2}b\.js[\s\S]*EFBIG/),
    ]);
    expect(stdout).toContain("Nothing was written.");
    expect([project.read("a.js"), project.read("b.js")]).toEqual([CHAIN, CHAIN]);
    expect(readdirSync(project.folder)).toEqual(["a.js", "b.js"]);
  });

  test("a bundle of 20 MB", () => {
    // Long texts, as bundles have them: what takes time is the number of nodes.
    const line = `define("${"text ".repeat(1_000)}", function (i) { return i; });\n`;
    const project = open({ "bundle.js": `${CHAIN}${line.repeat(Math.ceil((20 << 20) / line.length))}` });
    const { status, stdout, stderr } = built.eqsat(["--write"], project.folder);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("1 file written.");
    const [head, ...rest] = project.read("bundle.js").split(line);
    expect([head?.startsWith(CHAIN.trimEnd()), rest.length]).toEqual([false, Math.ceil((20 << 20) / line.length)]);
  });
});

test("a terminal sees a line of progress, and is asked", () => {
  const project = open(manyFiles());
  const main = join(built.folder, "dist", "cli", "main.js");
  // `script` gives the command a terminal of its own.
  const onTerminal = (args: string, input = ""): string =>
    spawnSync("script", ["-qec", `"${process.execPath}" "${main}" ${args}`, "/dev/null"], {
      cwd: project.folder,
      encoding: "utf8",
      input,
      env: { ...process.env, TERM: "xterm" },
    }).stdout;
  expect(onTerminal(".")).toMatch(/\[K\d+\/46 files, \d+ improved, \d+:\d\d left {2}\S+/);
  const asked = onTerminal("-i src/1.js src/2.js", "n\ny\n");
  expect(asked).toContain("1/2 Apply? [y]es, [n]o, [a]ll of the rest, [q]uit:");
  expect(asked).toContain("1 file written.");
  expect([
    project.read("src/1.js") === manyFiles()["src/1.js"],
    project.read("src/2.js") === manyFiles()["src/2.js"],
  ]).toEqual([true, false]);
});
