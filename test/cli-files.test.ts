import { chmodSync, lstatSync, readdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readSource, writeSource } from "../cli/source-file.ts";
import { CHAIN, makeProject, PLAIN, type Project } from "./cli-run.ts";

const projects: Project[] = [];
const open = (...args: Parameters<typeof makeProject>): Project => {
  const project = makeProject(...args);
  projects.push(project);
  return project;
};
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

const LOOP = /\bfor \(/;

describe("--write", () => {
  test("changes the files that change, no other, and a second run changes nothing", async () => {
    const project = open({
      "src/a.js": CHAIN,
      "src/b.ts": `${PLAIN}${CHAIN.replace("(xs)", "(xs: number[])")}`,
      "src/c.js": PLAIN,
    });
    const untouched = (): unknown[] => {
      const { ino, mtimeMs, ctimeMs } = statSync(project.path("src/c.js"));
      return [ino, mtimeMs, ctimeMs];
    };
    const before = untouched();
    const { status, stdout } = await project.eqsat("--write");
    expect(status).toBe(0);
    expect(stdout).toMatch(/2 of 2 expressions improved in 2 files; .*\n2 files written\.\n$/);
    expect(project.read("src/a.js")).toMatch(LOOP);
    expect(project.read("src/b.ts")).toMatch(LOOP);
    expect(untouched()).toEqual(before);
    const written = [project.read("src/a.js"), project.read("src/b.ts")];
    const second = await project.eqsat("--write");
    expect(second.stdout).toContain("\nNothing was written.\n");
    expect([project.read("src/a.js"), project.read("src/b.ts")]).toEqual(written);
    expect(readdirSync(project.path("src"))).toEqual(["a.js", "b.ts", "c.js"]);
  });

  test.each([
    ["LF", `first\n${CHAIN}last\n`],
    ["CRLF", `first\r\n${CHAIN.trimEnd()}\r\nlast\r\n`],
    ["no last newline", `first\n${CHAIN.trimEnd()}`],
    ["several last newlines", `${CHAIN}\n\n`],
    ["a byte order mark", `\uFEFFfirst\n${CHAIN}`],
    ["a hashbang, tabs, trailing blanks, wide characters", `#!/usr/bin/env node\n\tfirst  ;  // ä 𝒳 \u2028\n${CHAIN}`],
  ])("keeps what is around the change: %s", async (_, source) => {
    const project = open({ "a.js": source });
    expect((await project.eqsat("--write")).status).toBe(0);
    const written = project.read("a.js");
    const [head, tail] = source.split(CHAIN.slice(25, -2)) as [string, string];
    expect(written).toMatch(LOOP);
    expect(written.startsWith(head.slice(0, head.indexOf("export")))).toBe(true);
    expect(written.includes(tail.slice(1).trimEnd())).toBe(true);
    expect(/\n*$/.exec(written)![0].length > 0).toBe(source.endsWith("\n"));
    if (source.includes("\r\n")) expect(written.match(/(?<!\r)\n/)).toBeNull();
    else expect(written).not.toContain("\r");
    expect(written.startsWith("\uFEFF")).toBe(source.startsWith("\uFEFF"));
  });

  test("keeps the mode of the file, and links as links", async () => {
    const project = open({ "real/a.js": CHAIN });
    chmodSync(project.path("real/a.js"), 0o751);
    symlinkSync(join("real", "a.js"), project.path("link.js"));
    const { stdout } = await project.eqsat("--write");
    expect(stdout).toContain("1 file written.");
    expect(statSync(project.path("real/a.js")).mode & 0o777).toBe(0o751);
    expect(lstatSync(project.path("link.js")).isSymbolicLink()).toBe(true);
    expect(readlinkSync(project.path("link.js"))).toBe(join("real", "a.js"));
    expect(project.read("link.js")).toMatch(LOOP);
  });

  test("leaves a file alone that somebody has written in the meantime, or that cannot be written", () => {
    const project = open({ "a.js": CHAIN });
    const file = readSource(project.path("a.js"));
    if ("code" in file) throw new Error(file.seen);
    project.write("a.js", "mine\n");
    expect(writeSource(file, "theirs\n")).toEqual({ code: "E-NOT-WRITTEN", seen: "it has changed since it was read" });
    expect(project.read("a.js")).toBe("mine\n");
    expect(readdirSync(project.folder)).toEqual(["a.js"]);
    expect(writeSource({ ...file, path: project.path("gone.js") }, "x")).toMatchObject({ code: "E-NOT-WRITTEN" });
  });

  describe("in a git tree", () => {
    test("refuses while there are uncommitted changes, with nothing written", async () => {
      const project = open({ "a.js": CHAIN, "b.js": PLAIN });
      project.commit();
      project.write("b.js", `${PLAIN}// mine\n`);
      project.write("new.txt", "");
      const { status, stdout, stderr } = await project.eqsat("--write");
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(`eqsat: the git tree ${project.folder} has uncommitted changes`);
      expect(stderr).toContain(
        "\n   M b.js\n  ?? new.txt\nNothing was written. Commit or stash them first, or add --allow-dirty.\n",
      );
      expect(project.read("a.js")).toBe(CHAIN);
      expect((await project.eqsat("--write", "--allow-dirty")).stdout).toContain("1 file written.");
    });

    test("writes when it is clean, and has nothing to refuse on the second run", async () => {
      const project = open({ "a.js": CHAIN });
      project.commit();
      expect(await project.eqsat("--write")).toMatchObject({ status: 0 });
      expect(project.git("status", "--porcelain")).toBe(" M a.js\n");
      expect(await project.eqsat("--write")).toMatchObject({ status: 0, stderr: "" });
    });
  });
});

describe("bad input gets a message with place and mend, and costs the other files nothing", () => {
  test("a syntax error", async () => {
    const broken = "\uFEFFlet a = xs.map(f);\n\tconst = 3;\n";
    const project = open({ "a.js": CHAIN, "b.js": broken, "c.js": CHAIN });
    const { status, stdout, stderr } = await project.eqsat("--write");
    expect(status).toBe(3);
    expect(stderr).toBe(
      `E-SYNTAX  b.js:2:8  fix: file not parsed

  2 |  const = 3;
    |        ^ Unexpected token

  The parser stopped here, so nothing in this file was looked at.
  Correct the syntax. Flow types are not supported.

`,
    );
    expect(stdout).toContain(
      "2 of 2 expressions improved in 2 files; 0 skipped, 0 already best; 1 file failed\n2 files written.",
    );
    expect(project.read("b.js")).toBe(broken);
  });

  test.each<[string, Buffer, string, string]>([
    ["binary", Buffer.from([0x78, 0x73, 0x00, 0x01, 0xff]), "E-BINARY", "the byte at offset 2 is zero"],
    [
      "Latin-1",
      Buffer.from("// \u00e4\nxs.map(f)", "latin1"),
      "E-ENCODING",
      "the bytes from offset 3 on are not UTF-8",
    ],
    [
      "a stray byte after a real U+FFFD",
      Buffer.concat([Buffer.from("'\uFFFD'"), Buffer.from([0xc3])]),
      "E-ENCODING",
      "the bytes from offset 5 on are not UTF-8",
    ],
    ["UTF-16", Buffer.from("\uFEFFxs.map(f)", "utf16le"), "E-ENCODING", "it starts as UTF-16 (little-endian) does"],
  ])("a file that is %s", async (_, bytes, code, seen) => {
    const project = open({ "a.js": CHAIN, "b.js": bytes });
    const { status, stderr } = await project.eqsat("--write");
    expect(status).toBe(3);
    expect(stderr).toMatch(new RegExp(`^${code} {2}b\\.js {2}fix: file not read\n\n {2}`));
    expect(stderr).toContain(`\n  ${seen}\n`);
    expect(project.bytes("b.js").equals(bytes)).toBe(true);
    expect(project.read("a.js")).toMatch(LOOP);
  });

  test("links that lead nowhere or back to themselves", async () => {
    const project = open({ "a.js": CHAIN });
    symlinkSync("nowhere.js", project.path("dangling.js"));
    symlinkSync("loop-b.js", project.path("loop-a.js"));
    symlinkSync("loop-a.js", project.path("loop-b.js"));
    const { status, stdout, stderr } = await project.eqsat();
    expect(status).toBe(3);
    expect(stdout).toContain("1 of 1 expression improved in 1 file; 0 skipped, 0 already best; 3 files failed");
    expect(stderr).toContain("E-UNREADABLE  dangling.js  fix: file not read\n\n  a symbolic link that leads nowhere\n");
    expect(stderr).toContain(
      "E-UNREADABLE  loop-a.js  fix: file not read\n\n  a symbolic link that leads back to itself\n",
    );
    expect(await project.eqsat("dangling.js")).toMatchObject({
      status: 2,
      stderr: "eqsat: dangling.js is a symbolic link that leads nowhere\n",
    });
    expect(await project.eqsat("loop-a.js")).toMatchObject({
      status: 2,
      stderr: "eqsat: loop-a.js is a symbolic link that leads back to itself: remove it\n",
    });
  });

  test("a folder linked into itself is not walked for ever", async () => {
    const project = open({ "src/a.js": CHAIN });
    symlinkSync("..", project.path("src/up"));
    expect(await project.eqsat("src")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("1 of 1 expression"),
    });
  });

  test.each([
    ["srx", 'no such file or folder: srx: did you mean "src"?'],
    ["src/aa.js", 'no such file or folder: src/aa.js: did you mean "a.js"?'],
    ["explian", 'no such file or folder: explian: did you mean "explain"?'],
    ["a/b/c/d.js", "no such file or folder: a/b/c/d.js (looked in "],
    ["src/*.tsx", "no file matches src/*.tsx"],
    [
      "notes.md",
      "notes.md has none of the extensions js, jsx, mjs, cjs, ts, tsx, mts, cts: if it is JavaScript all the same, add --ext",
    ],
    ["src/App.vue", "src/App.vue is a component, whose script is not looked at: move the code to a module of its own"],
    ["empty", "no file to look at in empty: none ends in js, jsx, mjs, cjs, ts, tsx, mts, cts"],
    [
      "dist",
      "no file to look at in dist: .gitignore (see --no-gitignore), exclude or --ignore leave out all there are",
    ],
    ["node_modules/x/a.js", "no file to look at in node_modules/x/a.js: .gitignore"],
  ])("the path %s", async (path, message) => {
    const project = open({
      "src/a.js": CHAIN,
      "notes.md": "#",
      "src/App.vue": "<script></script>",
      "empty/readme.txt": "",
      "dist/a.js": CHAIN,
      "node_modules/x/a.js": CHAIN,
      ".gitignore": "dist\n",
    });
    project.commit();
    const { status, stdout, stderr } = await project.eqsat("--write", "src", path);
    expect(stdout.includes("written") ? 0 : status).toBe(
      ["empty", "dist", "node_modules/x/a.js"].includes(path) ? 0 : 2,
    );
    if (status === 2) expect(stderr.startsWith(`eqsat: ${message}`), stderr).toBe(true);
    const alone = await project.eqsat("--write", path);
    expect([alone.status, alone.stdout]).toEqual([2, ""]);
    expect(alone.stderr.startsWith(`eqsat: ${message}`), alone.stderr).toBe(true);
  });

  test("a limit that is reached is no failure, unless failOn says so", async () => {
    const config = { limits: { nodes: 1 } };
    const project = open({ "a.js": CHAIN, "eqsat.config.json": JSON.stringify(config) });
    const { status, stdout, stderr } = await project.eqsat("-v");
    expect(status).toBe(0);
    expect(stdout).toContain(", 1 search stopped at a limit (-v)\n");
    expect(stderr).toMatch(
      /^a\.js:1:26 {2}node limit reached after \d+ nodes, \d+ iterations: what was found until then counted\n/,
    );
    project.write("eqsat.config.json", JSON.stringify({ ...config, failOn: "limit" }));
    expect((await project.eqsat()).status).toBe(3);
  });

  test("an unused ignore is pointed at, and is no failure", async () => {
    const { status, stderr } = await open({ "a.js": "// eqsat-ignore-next-line why not\nlet x;\n" }).eqsat();
    expect(status).toBe(0);
    expect(stderr).toContain(
      "E-UNUSED-IGNORE  a.js:1:1  fix: ignore without effect\n\n  1 | // eqsat-ignore-next-line why not\n",
    );
  });
});

describe("which files are looked at", () => {
  const names = async (project: Project, ...argv: string[]): Promise<string[]> => {
    const { stdout } = await project.eqsat(...argv, "--format", "json");
    const report: { events: { kind: string; file: string }[] } = JSON.parse(stdout);
    return report.events.filter((event) => event.kind === "file").map((event) => event.file);
  };

  test("those with a known extension, outside of hidden folders and node_modules", async () => {
    const all = ["a.js", "a.jsx", "a.mjs", "a.cjs", "a.ts", "a.tsx", "a.mts", "a.cts"];
    const other = [
      "a.json",
      "a.md",
      "ajs",
      ".hidden.js",
      ".cache/a.js",
      "node_modules/p/a.js",
      "sub/node_modules/p/a.js",
    ];
    const project = open(Object.fromEntries([...all, ...other].map((name) => [name, PLAIN])));
    expect(await names(project)).toEqual([...all].sort());
    expect(await names(project, "--ext", "ts,.mts")).toEqual(["a.mts", "a.ts"]);
    expect(await names(project, ".cache", ".hidden.js")).toEqual([".cache/a.js", ".hidden.js"]);
  });

  test(".gitignore is respected at every level, from the root of the tree; a named file is looked at all the same", async () => {
    const project = open({
      ".gitignore": "/build\n*.gen.js\nsub/old/\n",
      "sub/.gitignore": "!keep.gen.js\nlocal.js\n",
      ...Object.fromEntries(
        [
          "a.js",
          "a.gen.js",
          "build/a.js",
          "sub/build/a.js",
          "sub/keep.gen.js",
          "sub/local.js",
          "sub/old/a.js",
          "local.js",
        ].map((name) => [name, PLAIN]),
      ),
    });
    project.commit();
    const kept = ["a.js", "local.js", "sub/build/a.js", "sub/keep.gen.js"];
    expect(await names(project)).toEqual(kept);
    expect(await names(project, "--cwd", "sub")).toEqual(["build/a.js", "keep.gen.js"]);
    expect(await names(project, "**/*.js")).toEqual(kept);
    expect(await names(project, "sub/local.js")).toEqual(["sub/local.js"]);
    expect(await names(project, "--no-gitignore")).toHaveLength(8);
    const tracked = project
      .git("ls-files", "--others", "--cached", "--exclude-standard", "*.js")
      .trim()
      .split("\n")
      .sort();
    expect(await names(project)).toEqual(tracked);
  });

  test("--ignore, include and exclude leave files out, named ones as well", async () => {
    const project = open({ "a.js": PLAIN, "b.test.js": PLAIN, "gen/a.js": PLAIN, "lib/gen.js": PLAIN });
    expect(await names(project, "--ignore", "*.test.js", "--ignore", "gen/")).toEqual(["a.js", "lib/gen.js"]);
    expect(await names(project, "--ignore", "*.test.js", "a.js", "b.test.js")).toEqual(["a.js"]);
    project.write("eqsat.config.json", JSON.stringify({ include: ["lib", "*.test.js"], exclude: "gen.js" }));
    expect(await names(project)).toEqual(["b.test.js"]);
  });

  test("each once, however often it is named or linked to", async () => {
    const project = open({ "src/a.js": CHAIN });
    symlinkSync("src", project.path("other"));
    symlinkSync(join("src", "a.js"), project.path("z.js"));
    expect(await names(project, "src", "src/a.js", "./src/../src/a.js", "other", "z.js")).toEqual(["src/a.js"]);
    expect(await names(project, "other")).toEqual(["other/a.js"]);
  });
});

describe("configuration", () => {
  test.each([
    ["eqsat.config.js", "export default { mode: 'off' };"],
    ["eqsat.config.mjs", "export default { mode: 'off' };"],
    ["eqsat.config.json", '{ "mode": "off" }'],
    ["package.json", '{ "name": "x", "type": "module", "eqsat": { "mode": "off" } }'],
  ])("is read from %s, in the working folder or above", async (name, text) => {
    const project = open({ "package.json": '{ "type": "module" }', [name]: text, "sub/a.js": CHAIN });
    expect((await project.eqsat("--check")).status).toBe(0);
    expect((await project.eqsat("--check", "--cwd", "sub")).status).toBe(0);
    const { stdout, stderr } = await project.eqsat("--print-config");
    expect(JSON.parse(stdout)).toMatchObject({ mode: "off", minGain: 1.1 });
    expect(stderr).toBe(`configuration file: ${project.path(name)}\n`);
  });

  test("is not looked for beyond the git tree", async () => {
    const project = open({ "eqsat.config.json": '{ "mode": "off" }', "inner/a.js": CHAIN, "inner/.git/HEAD": "" });
    expect((await project.eqsat("--check", "--cwd", "inner")).status).toBe(1);
  });

  test("is overruled by flags", async () => {
    const project = open({
      "eqsat.config.json":
        '{ "rules": { "fusion/*": "off", "arith/mul-one": "off" }, "assume": { "plainArrays": true } }',
    });
    const { stdout } = await project.eqsat("--print-config", "--rule", "fusion/map-map=on", "--assume", "pureGetters");
    const printed = JSON.parse(stdout);
    expect(printed.rules).toMatchObject({ "fusion/map-map": "on", "fusion/filter-map": "off", "arith/mul-one": "off" });
    expect(printed.assume).toEqual({ builtinsIntact: true, plainArrays: true, pureGetters: true, pure: [] });
    project.write("other.json", stdout);
    expect(JSON.parse((await project.eqsat("--print-config", "--config", "other.json")).stdout)).toEqual(printed);
  });

  test.each([
    ["eqsat.config.json", '{ "minGian": 2 }', 'in PATH: unknown option "minGian" in options: did you mean "minGain"?'],
    ["eqsat.config.json", '{ "mode": }', "PATH cannot be read as JSON: "],
    ["eqsat.config.json", "[]", "in PATH: options must be an object, not an array"],
    ["eqsat.config.js", "throw new Error('oh');", "PATH cannot be loaded: oh"],
    ["eqsat.config.mjs", "export const mode = 'off';", "PATH has no default export: write export default { ... }"],
    ["package.json", '{ "eqsat": 3 }', "in PATH: options must be an object, not 3"],
  ])("%s that says %s is an error of its own", async (name, text, message) => {
    const project = open({ "package.json": '{ "type": "module" }', [name]: text, "a.js": CHAIN });
    const { status, stdout, stderr } = await project.eqsat("--write");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.startsWith(`eqsat: ${message.replace("PATH", project.path(name))}`), stderr).toBe(true);
    expect(project.read("a.js")).toBe(CHAIN);
  });
});

test("a file that is no UTF-8 at the very end is told by its offset", () => {
  const project = open({});
  writeFileSync(project.path("a.js"), Buffer.from([0x61, 0x62, 0xe2, 0x82]));
  expect(readSource(project.path("a.js"))).toEqual({
    code: "E-ENCODING",
    seen: "the bytes from offset 2 on are not UTF-8",
  });
});

describe("init", () => {
  test("writes a configuration that is taken, and names the hosts of the project", async () => {
    const manifest = { devDependencies: { vite: "8" }, peerDependencies: { "@babel/core": "7" } };
    const project = open({ "package.json": JSON.stringify(manifest), "a.js": CHAIN });
    const { status, stdout } = await project.eqsat("init");
    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "eqsat.config.mjs was written.",
      "To have it in the build:",
      '  vite.config.js: eqsat() of "eqsat/vite" first in plugins',
      '  babel.config.js: "eqsat/babel" first in plugins',
      "npx eqsat shows what would change.",
      "",
    ]);
    const before = (await open({}).eqsat("--print-config")).stdout;
    const shown = await project.eqsat("--print-config");
    expect([shown.stdout, shown.stderr]).toEqual([before, `configuration file: ${project.path("eqsat.config.mjs")}\n`]);
  });

  test.each([
    [{ "eqsat.config.js": "export default {};" }, "eqsat.config.js is there already: nothing was written"],
    [{ "package.json": '{ "eqsat": {} }' }, "package.json is there already: nothing was written"],
    [{ "package.json": "{" }, "package.json cannot be read as JSON: "],
  ])("leaves %j as it is", async (files, message) => {
    const project = open(files);
    const { status, stderr } = await project.eqsat("init");
    expect([status, stderr.startsWith(`eqsat: ${message}`)]).toEqual([2, true]);
    expect(readdirSync(project.folder)).toEqual(Object.keys(files));
  });
});
