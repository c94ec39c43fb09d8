import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import type { Report } from "../plugin/index.ts";
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

describe("the report", () => {
  test("shows one line per improved expression, two lines at the end, and writes nothing", async () => {
    const project = open({ "src/b.js": PLAIN, "src/a.js": `${PLAIN}\n${CHAIN}` });
    const { status, stdout, stderr } = await project.eqsat("src");
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(
      /^src\/a\.js:3:26 {3}xs\.filter\(\(x\) => x > 2\)\.map\(\(x\) => x \* 2\)\.reduce\(.*… {2}-> {2}one loop {2}\d+ rules? +est\. \d+\.\dx$/,
    );
    expect(lines.slice(1)).toEqual([
      "",
      "1 of 1 expression improved in 1 file; 0 skipped, 0 already best",
      "Nothing was written. --write applies, --diff shows, `npx eqsat explain src/a.js:3` says why.",
      "",
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(project.read("src/a.js")).toBe(`${PLAIN}\n${CHAIN}`);
  });

  test("names the rules that were used", async () => {
    const { stdout } = await open({ "a.js": CHAIN }).eqsat("-v");
    expect(stdout).toMatch(/\n {4}rules: fusion\/[a-z-]+, .*\(weakest proof: \w+\)\n/);
    expect(stdout).toMatch(/\n {4}facts: .+\n {4}assumptions: none\n/);
  });

  test("looks at the working folder when nothing is named", async () => {
    const { stdout } = await open({ "a.js": CHAIN, "lib/b.ts": CHAIN }).eqsat();
    expect(stdout).toContain("2 of 2 expressions improved in 2 files");
  });

  test("of a project with nothing to do says so", async () => {
    const { stdout } = await open({ "a.js": PLAIN }).eqsat();
    expect(stdout).toBe(
      "0 of 0 expressions improved; 0 skipped, 0 already best\nNothing was written, and there is nothing to write.\n",
    );
  });

  test("has the same order every time, by path", async () => {
    const files = Object.fromEntries(["b.js", "a/z.js", "a.js", "B.js", "a-b.js"].map((name) => [name, CHAIN]));
    const project = open(files);
    const names = async (...paths: string[]): Promise<string[]> => {
      const { stdout } = await project.eqsat(...paths);
      return stdout.split("\n").flatMap((line) => /^(\S+\.js):/.exec(line)?.[1] ?? []);
    };
    expect(await names()).toEqual(["B.js", "a-b.js", "a.js", "a/z.js", "b.js"]);
    expect(await names("b.js", "a", "B.js", "a-b.js", "a.js")).toEqual(await names());
  });

  test("fits the terminal, and has colours where it may", async () => {
    const { stdout } = await open({ "a.js": CHAIN }, { columns: 100 }).eqsat();
    expect(stdout.split("\n")[0]!.length).toBeLessThanOrEqual(100);
    const colored = open({ "a.js": CHAIN }, { color: true });
    expect((await colored.eqsat()).stdout).toContain("\x1B[");
    expect((await colored.eqsat("--no-color")).stdout).not.toContain("\x1B[");
  });

  test("-q says nothing but what was asked for", async () => {
    const project = open({ "a.js": CHAIN });
    expect(await project.eqsat("-q")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect((await project.eqsat("-q", "--diff")).stdout).toMatch(/^--- a\/a\.js\n/);
  });

  test("counts what the user opted out apart", async () => {
    const { stdout } = await open({ "a.js": `// eqsat-ignore-next-line measured\n${CHAIN}` }).eqsat();
    expect(stdout).toContain("0 of 1 expression improved; 0 skipped, 0 already best, 1 opted out");
  });

  test("a status line is drawn on a terminal only, and wiped", async () => {
    const { stderr } = await open({ "a.js": CHAIN, "b.js": PLAIN }, { statusLine: true }).eqsat();
    const line = (text: string): string => `\\r\\x1B\\[K${text}`;
    const pattern = [
      line("1/2 files, 1 improved, \\d+:\\d\\d left {2}a\\.js"),
      line("2/2 files, 1 improved {2}b\\.js"),
      line(""),
    ];
    expect(stderr).toMatch(new RegExp(`^${pattern.join("")}$`));
  });
});

describe("--diff", () => {
  test("is a patch that gives what --write gives", async () => {
    const source = `// ä\r\n${PLAIN}${CHAIN}\r\nlast`;
    const project = open({ "src/a.js": source, "src/b.js": CHAIN.trimEnd(), "src/c.js": PLAIN });
    const { status, stdout } = await project.eqsat("--diff", "-q");
    expect(status).toBe(0);
    expect(stdout.match(/^--- /gm)).toHaveLength(2);
    const applied = open({ "src/a.js": source, "src/b.js": CHAIN.trimEnd(), "src/c.js": PLAIN });
    const git = spawnSync("git", ["apply", "-"], { cwd: applied.folder, input: stdout, encoding: "utf8" });
    expect(git.stderr).toBe("");
    expect((await project.eqsat("--write")).status).toBe(0);
    for (const name of ["src/a.js", "src/b.js", "src/c.js"]) expect(applied.read(name)).toBe(project.read(name));
  });

  test("ends with the closing lines, without listing the changes a second time", async () => {
    const { stdout } = await open({ "a.js": CHAIN }).eqsat("--diff");
    expect(stdout).toContain("\n1 of 1 expression improved in 1 file");
    expect(stdout).not.toMatch(/\best\. \d/);
  });
});

describe("--check", () => {
  test("exits with 1 when anything would change, with 0 when nothing would", async () => {
    const project = open({ "a.js": CHAIN, "b.js": PLAIN });
    expect((await project.eqsat("--check")).status).toBe(1);
    expect((await project.eqsat("--check", "b.js")).status).toBe(0);
    expect(project.read("a.js")).toBe(CHAIN);
    await project.eqsat("--write");
    expect((await project.eqsat("--check")).status).toBe(0);
  });

  test("does not go with --write", async () => {
    const project = open({ "a.js": CHAIN });
    expect(await project.eqsat("--check", "--write")).toMatchObject({ status: 2, stdout: "" });
    expect(project.read("a.js")).toBe(CHAIN);
  });
});

describe("--skipped", () => {
  test("lists what was left alone, with code, place, frame, reason and advice", async () => {
    const source = "export const f = (xs, log) =>\n\txs.filter((x) => log(x)).map((x) => log(x));\n";
    const { status, stdout } = await open({ "a.js": source }).eqsat("--skipped");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^E-[A-Z-]+ {2}a\.js:2:\d+ {2}(?:fix|limit): .+\n\n {2}2 \| {2}xs\.filter\(.*\n {4}\| +\^+ .+\n\n {2}.+\n {2}.+\n\n/,
    );
    expect(stdout).toContain("0 of 1 expression improved; 1 skipped (--skipped lists them), 0 already best\n");
    expect((await open({ "a.js": source }).eqsat()).stdout).not.toContain("E-");
  });
});

describe("--format json", () => {
  test("prints a versioned report, and nothing else", async () => {
    const project = open({ "src/a.js": CHAIN, "src/b.js": "const = 1; xs.map(f)", "src/c.js": PLAIN });
    const { status, stdout, stderr } = await project.eqsat("--format", "json");
    expect([status, stderr]).toEqual([3, ""]);
    const report: Report = JSON.parse(stdout);
    expect(report).toMatchObject({
      schema: 1,
      tool: "eqsat",
      version: "0.1.0",
      totals: {
        files: 3,
        changedFiles: 1,
        failedFiles: 1,
        improved: 1,
        kept: 0,
        skipped: 0,
        limitsReached: 0,
        bugs: 0,
      },
    });
    expect(report.events.map((event) => `${event.file} ${event.kind}`)).toEqual([
      "src/a.js improved",
      "src/a.js file",
      "src/b.js skipped",
      "src/b.js file",
      "src/c.js file",
    ]);
    expect(report.events[0]).toMatchObject({
      before: CHAIN.slice(25, -2),
      range: { start: { line: 1, column: 26, offset: 25 } },
    });
  });

  test("is the same for every run", async () => {
    const project = open({ "b.js": CHAIN, "a.js": CHAIN });
    expect((await project.eqsat("--format", "json")).stdout).toBe((await project.eqsat("--format", "json")).stdout);
  });
});

describe("rules, assumptions and cost", () => {
  test("a rule that is off is not used", async () => {
    const project = open({ "a.js": CHAIN });
    const { stdout } = await project.eqsat("--rule", "fusion/*=off", "--format", "json");
    const report: Report = JSON.parse(stdout);
    const used = report.events.flatMap((event) => (event.kind === "improved" ? event.rules : []));
    expect(used.filter((rule) => rule.startsWith("fusion/"))).toEqual([]);
    expect(report.totals.improved).toBe(0);
  });

  test("an assumption opens sites, and each change says that it relied on it", async () => {
    const source = "export const f = (xs) => xs.filter((x) => x.a).map((x) => x.b).join();\n";
    const project = open({ "a.js": source });
    expect((await project.eqsat()).stdout).toContain("0 of 1 expression improved");
    const { stdout } = await project.eqsat("-v", "--assume", "pureGetters");
    expect(stdout).toContain("1 of 1 expression improved");
    expect(stdout).toContain("assumptions: pureGetters\n");
  });

  test.each([
    [["--rule", "fusion/*=of"], 'rules["fusion/*"]: unknown value "of": did you mean "off"?'],
    [["--rule", "fusion/map-mpa=off"], 'unknown rule "fusion/map-mpa" in rules: did you mean "fusion/map-map"?'],
    [["--rule", "fusion"], "--rule fusion: write NAME=on or NAME=off"],
    [["--rules", "recomended"], 'rules.extends: unknown value "recomended": did you mean "recommended"?'],
    [["--assume", "pureCoercions"], "assume.pureCoercions is not supported yet"],
    [["--assume", "plainArrays,pureGeters"], 'unknown assumption "pureGeters" in assume: did you mean "pureGetters"?'],
    [["--cost", "sped"], 'cost: unknown value "sped": did you mean "speed"?'],
    [["--cost", "size"], 'cost: "size" is not supported yet; use "speed"'],
    [
      ["--format", "jsn"],
      "option '--format <name>' argument 'jsn' is invalid. Allowed choices are pretty, json, github",
    ],
    [["--wriet"], "unknown option '--wriet': did you mean --write?"],
    [["--shard", "3/2"], "--shard 3/2: write I/N, the part and the number of parts, such as 1/3"],
    [["--shard", "0/2"], "--shard 0/2: write I/N"],
    [["--jobs", "0"], "--jobs 0: write a number of at least 1"],
    [["--interactive"], "--interactive needs a terminal to ask at"],
    [["--interactive", "--check"], "--interactive and --check exclude each other"],
    [["--report", "out.txt"], "--report out.txt: the name must end in .json, .html, .sarif, .md"],
    [["--report", "nowhere/out.md"], "--report nowhere/out.md could not be written: ENOENT"],
    [["--baseline", "none.json"], "no such baseline: none.json. --update-baseline makes it"],
    [["--baseline", "a.js"], "the baseline a.js cannot be read: "],
    [["--update-baseline"], "--update-baseline needs --baseline FILE"],
    [["--files-from", "none.txt"], "--files-from none.txt cannot be read: ENOENT"],
    [["--types", "program"], 'types: "program" is not supported yet; use "off" or "syntax"'],
    [["merge", "a.js"], "a.js cannot be read: "],
    [["merge"], "missing required argument 'report.json'"],
    [["--cwd", "nowhere"], "--cwd nowhere: no such folder"],
    [["--config", "nowhere.json"], "no such configuration file: "],
    [["rules", "fusion/map-mpa"], 'unknown rule "fusion/map-mpa": did you mean "fusion/map-map"?'],
    [["explain", "a.js"], "a.js is no place: write FILE:LINE or FILE:LINE:COLUMN, counted from 1"],
    [["explain", "a.js:0"], "a.js:0 is no place"],
    [["explain", "b.js:1"], "no such file: b.js"],
    [["explain"], "missing required argument 'file:line[:column]'"],
    [["explain", "a.js:1", "b.js:1"], "too many arguments for 'explain'"],
  ])("%j is wrong usage", async (argv, message) => {
    const project = open({ "a.js": CHAIN });
    const { status, stdout, stderr } = await project.eqsat(...argv);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.startsWith(`eqsat: ${message}`), stderr).toBe(true);
    expect(project.read("a.js")).toBe(CHAIN);
  });
});

describe("explain", () => {
  test("shows the derivation, rule by rule, with cost, facts, assumptions and proof", async () => {
    const { status, stdout } = await open({ "src/a.js": CHAIN }).eqsat("explain", "src/a.js:1");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^src\/a\.js:1:26 {2}est\. \d+\.\dx, cost \d+\.\d -> \d+\.\d\n {2}- xs\.filter/);
    expect(stdout).toMatch(/\n {2}derivation:\n {4}.+\n {2}= .+\n {6}by [a-z]+\/[a-z-]+/);
    expect(stdout).toMatch(/\n {2}facts: .+\n {2}assumptions: none\n {2}weakest proof of these rules: \w+\n$/);
  });

  test("derives in the words of the source, with what each rule had to know", async () => {
    const { stdout } = await open({ "a.js": CHAIN }).eqsat("explain", "a.js:1", "-v");
    expect(stdout).toMatch(
      /\n {4}xs\.filter\(\(x\) => x > 2\)\.map\(\(x\) => x \* 2\)\.reduce\(\(a, x\) => a \+ x, 0\)\n {2}= /,
    );
    expect(stdout).toMatch(/\n {2}= xs\.filter\(\(x\) => x > 2\)\.reduce\(\(a, x\) => a \+ x \* 2, 0\)\n {6}by /);
    expect(stdout).toMatch(/\n {6}by fusion\/[\w-]+, since .+/);
  });

  test("prints the e-graph of a region, improved or not, in two formats", async () => {
    const project = open({ "a.js": CHAIN, "b.js": PLAIN });
    const { stdout } = await project.eqsat("explain", "a.js:1", "--json");
    const {
      nodes,
      root_eclasses,
    }: { nodes: Record<string, { eclass: string; children: string[] }>; root_eclasses: string[] } = JSON.parse(stdout);
    expect(root_eclasses.every((id) => Object.values(nodes).some(({ eclass }) => eclass === id))).toBe(true);
    for (const { children } of Object.values(nodes))
      for (const child of children) expect(nodes).toHaveProperty([child]);
    expect((await project.eqsat("explain", "a.js:1", "--dot")).stdout).toMatch(/^digraph egraph \{\n[\s\S]*\n\}\n$/);
    project.write("eqsat.config.json", '{ "minGain": 100 }');
    expect((await project.eqsat("explain", "a.js:1", "--dot")).stdout).toMatch(/^digraph/);
    expect(await project.eqsat("explain", "b.js:1", "--dot")).toMatchObject({
      status: 2,
      stderr: "eqsat: b.js:1: there is no e-graph, since no expression there was searched\n",
    });
  });

  test("of a line that nothing is on says so, and where there is something", async () => {
    const { status, stdout } = await open({ "a.js": `\n${CHAIN}` }).eqsat("explain", "a.js:1");
    expect(stdout).toBe("a.js:1: no expression there that eqsat looks into. In this file it looks at lines 2\n");
    expect(status).toBe(0);
  });

  test("of code that was opted out says so", async () => {
    const { stdout } = await open({ "a.js": `"use no eqsat";\n${CHAIN}` }).eqsat("explain", "a.js:2");
    expect(stdout).toContain("kept: you opted it out");
  });

  test("of a file with a syntax error shows the error, wherever it is", async () => {
    const { stdout } = await open({ "a.js": "xs.map(f);\nconst = 1;\n" }).eqsat("explain", "a.js:1:1");
    expect(stdout).toContain("E-SYNTAX  a.js:2:7  fix: file not parsed");
  });

  test("takes names with colons and gives JSON when asked", async () => {
    const { stdout } = await open({ "a:1.js": CHAIN }).eqsat("explain", "a:1.js:1:30", "--format", "json");
    expect(JSON.parse(stdout).events).toMatchObject([{ kind: "improved", derivation: expect.any(Array) }]);
  });
});

describe("rules", () => {
  test("lists all, a group, or one in full", async () => {
    const project = open({});
    const all = await project.eqsat("rules");
    expect(all.stdout).toMatch(/^arith\/[\w-]+ +.+\n/);
    expect(all.stdout).toMatch(/\n\n\d+ rules\. eqsat rules NAME shows/);
    const group = await project.eqsat("rules", "fusion");
    expect(group.stdout.split("\n").filter((line) => line.startsWith("fusion/")).length).toBeGreaterThan(1);
    expect(group.stdout).not.toContain("arith/");
    expect((await project.eqsat("rules", "fusion/*")).stdout).toBe(group.stdout);
    const one = await project.eqsat("rules", "fusion/map-map");
    expect(one.stdout).toMatch(
      /^fusion\/map-map\n {2}.+\n {2}when:\n(?:.*\n)+ {2}assumptions: none\n {2}proof: [\w, ]+\n {2}fires in:\n {4}/,
    );
    expect(one.status).toBe(0);
  });

  test("shows which are off under the given options", async () => {
    const project = open({});
    expect((await project.eqsat("rules", "fusion/map-map", "--rule", "fusion/*=off")).stdout).toContain(
      "fusion/map-map  (off)",
    );
    const { stdout } = await project.eqsat("rules", "--format", "json");
    const needy = JSON.parse(stdout).find((rule: { assume: string[] }) => rule.assume.length > 0);
    expect(needy).toMatchObject({ on: false });
  });
});

describe("help", () => {
  test("shows every flag", async () => {
    const { status, stdout } = await open({}).eqsat("--help");
    expect(status).toBe(0);
    for (const flag of [
      "--write",
      "--check",
      "--diff",
      "--skipped",
      "--assume",
      "--verify",
      "--bench",
      "--print-config",
      "explain",
      "rules",
    ]) {
      expect(stdout).toContain(flag);
    }
  });

  test("--version shows the version", async () => {
    expect(await open({}).eqsat("--version")).toEqual({ status: 0, stdout: "0.1.0\n", stderr: "" });
  });
});
