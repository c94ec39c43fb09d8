import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { optimize } from "../plugin/index.ts";
import { buildPackage } from "./built-package.ts";
import { CHAIN } from "./cli-run.ts";

/* Every block of README.md is run. Its outputs are compared by docs.test.ts. */

const root = join(import.meta.dirname, "..");
const built = buildPackage();
const work = mkdtempSync(join(tmpdir(), "eqsat-readme-"));
afterAll(() => {
  built.remove();
  rmSync(work, { recursive: true });
});

interface Block {
  readonly language: string;
  readonly code: string;
  /** The HTML comment right above. */
  readonly mark: string | undefined;
}

const blocks: readonly Block[] = [
  ...readFileSync(join(root, "README.md"), "utf8").matchAll(/(?:<!-- (.+?) -->\s*)?```(\w+)\n([\s\S]*?)```/g),
].map(([, mark, language, code]) => ({ mark, language: language!, code: code! }));

const claimed = new Set<Block>();

/** The blocks for which `test` holds: there is at least one, and they count as run. */
function claim(test: (block: Block) => boolean): readonly Block[] {
  const found = blocks.filter(test);
  expect(found.length).toBeGreaterThan(0);
  for (const block of found) claimed.add(block);
  return found;
}

/** A project as the README's reader has it. */
function project(name: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(work, name);
  mkdirSync(join(folder, "node_modules", "@babel"), { recursive: true });
  mkdirSync(join(folder, "src"));
  symlinkSync(built.folder, join(folder, "node_modules", "eqsat"));
  symlinkSync(join(root, "node_modules", "@babel", "core"), join(folder, "node_modules", "@babel", "core"));
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  const all = { "package.json": '{ "type": "module" }', "src/stats.js": `\n\n${CHAIN}`, ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);
  return folder;
}

/** What Node prints for `script` in `folder`. */
function printed(folder: string, script: string): string {
  writeFileSync(join(folder, "script.js"), script);
  const { stdout, stderr } = spawnSync(process.execPath, ["script.js"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

describe("README.md", () => {
  test("before and after: the one becomes the other, and gives the same", () => {
    const [before] = claim((block) => block.mark === "before");
    const [after] = claim((block) => block.mark === "after");
    const { code } = optimize(before!.code, { filename: "example.js" });
    expect(code.startsWith(after!.code.trim())).toBe(true);
    const folder = project("before-after", { "src/before.js": before!.code, "src/after.js": code });
    const script = `
      import * as before from "./src/before.js";
      import * as after from "./src/after.js";
      const samples = [[[1, 2, 3], 1], [[], 0], [["3", 4, null], 2], [[5, , 7], "4"], [{ filter: () => [1, 2] }, 0]];
      const run = (f, args) => { try { return f(...args); } catch (error) { return error.constructor.name; } };
      for (const args of samples) console.log(Object.is(run(before.energyAbove, args), run(after.energyAbove, args)));`;
    expect(printed(folder, script)).toBe("true\n".repeat(5));
  });

  test("shell lines run, and end as they say", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const lines = claim((block) => block.language === "sh").flatMap((block) => block.code.trim().split("\n"));
    let folder = project("shell");
    for (const line of lines) {
      const command = line.replace(/\s+#.*$/, "");
      const parts = command.split(" && ").flatMap((part) => (part === "npm ci" ? [] : [part]));
      if (command.includes("npm ci")) expect(scripts.prepare).toBe("npm run build");
      for (const part of parts) {
        if (part === "npm test") expect(scripts.test).toContain("vitest run");
        else {
          const [, args] = /^npx eqsat (.+)$/.exec(part)!;
          const { status, stderr } = built.eqsat(args!.replaceAll('"', "").split(" "), folder);
          const failing = part.includes("--check") && !part.includes("--baseline");
          expect([part, status, stderr]).toEqual([part, failing ? 1 : 0, ""]);
          if (part.includes("--write")) folder = project("shell-after-write");
        }
      }
    }
  });

  test("the configuration file is taken", () => {
    const [block] = claim((each) => each.code.startsWith("// eqsat.config.js"));
    const folder = project("configuration", { "eqsat.config.js": block!.code });
    const { status, stdout } = built.eqsat(["--print-config"], folder);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exclude: ["**/generated/**"], assume: { pureGetters: true } });
  });

  test("the tasks for Turborepo are those that turborepo.test.ts runs", () => {
    const [block] = claim((each) => each.language === "json");
    expect(block!.code).toBe(readFileSync(join(root, "test", "turborepo", "monorepo", "turbo.json"), "utf8"));
  });

  test("the Babel configuration is taken", () => {
    const [block] = claim((each) => each.code.startsWith("// babel.config.js"));
    const folder = project("babel", { "babel.config.js": block!.code });
    const script = `import { transformFileAsync } from "@babel/core"; console.log((await transformFileAsync("src/stats.js")).code);`;
    expect(printed(folder, script)).toMatch(/\bfor \(/);
  });

  test("the Vite configuration is taken, and its neighbours exist", () => {
    const [block] = claim((each) => each.code.startsWith("// vite.config.js"));
    const folder = project("vite", { "vite.config.js": block!.code });
    symlinkSync(join(root, "node_modules", "vite"), join(folder, "node_modules", "vite"));
    const script = `import { build } from "vite";
      const lib = { entry: "src/stats.js", formats: ["es"] };
      const { output } = (await build({ logLevel: "silent", build: { lib, write: false, minify: false } }))[0];
      console.log(output[0].code);
      for (const name of ["rollup", "rolldown", "webpack", "rspack", "esbuild"])
        console.log(typeof (await import("eqsat/" + name)).default);`;
    const output = printed(folder, script);
    expect(output).toMatch(/\bfor \(/);
    expect(output).toMatch(/\n(?:function\n){5}$/);
  });

  test("the program prints what its comments say", () => {
    const [block] = claim((each) => each.code.includes('from "eqsat"'));
    const expected = [...block!.code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
    expect(printed(project("program"), block!.code)).toBe(`${expected.join("\n")}\n`);
  });

  test("what is opted out stays as it is, and would change otherwise", () => {
    const [block] = claim((each) => each.code.includes("use no eqsat"));
    const { code, events } = optimize(block!.code, { filename: "a.js" });
    expect(code).toBe(block!.code);
    expect(events.map((event) => event.kind)).toEqual(["kept", "kept", "file"]);
    const free = block!.code.replace(/"use no eqsat";.*|\/\/ eqsat-ignore.*/g, "");
    expect(optimize(free, { filename: "a.js" }).events.map((event) => event.kind)).toEqual([
      "improved",
      "improved",
      "file",
    ]);
  });

  test("has no block that nothing runs", () => {
    const [output] = claim((block) => block.mark?.startsWith("output of: npx eqsat ") ?? false);
    expect(output?.language).toBe("text");
    expect(blocks.filter((block) => !claimed.has(block))).toEqual([]);
  });
});
