import { afterEach, describe, expect, test } from "vitest";
import type { Report } from "../plugin/index.ts";
import type { sarifLog } from "../report/sarif.ts";
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

const files = {
  "src/a, b.js": `${PLAIN}${CHAIN}`,
  "src/bad.js": "const = 1; xs.map(f)",
  "src/ignore.js": "// eqsat-ignore-next-line 100%\nlet x;\n",
  "src/wide.js": `${CHAIN.replace(".filter(", "\n  .filter(").replace("x > 2", "x > 2 /* a | `b` */")}`,
};

describe("--format github", () => {
  test("prints annotations, with their special characters escaped", async () => {
    const { status, stdout, stderr } = await open(files).eqsat("--format", "github");
    expect([status, stderr]).toEqual([3, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^::notice file=src\/a%2C b\.js,line=2,endLine=2,col=26,endColumn=\d+,title=eqsat%3A improvable::can be faster, est\. \d+\.\dx, by fusion\//,
    );
    expect(lines[1]).toMatch(/^::error file=src\/bad\.js,line=1,.*title=eqsat%3A E-SYNTAX::file not parsed: /);
    expect(lines[2]).toMatch(/^::warning file=src\/ignore\.js,line=1,endLine=1,col=1,/);
    expect(lines[3]).toMatch(/^::notice file=src\/wide\.js,line=1,endLine=2,title=/);
  });
});

describe("--format markdown", () => {
  test("prints a summary and a table in which no code breaks a cell", async () => {
    const { stdout } = await open(files).eqsat("--format", "markdown");
    expect(stdout).toMatch(/^\*\*eqsat\*\*: 2 of 2 expressions can be improved in 2 files; 0 skipped, 0 kept\n\n/);
    const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(rows[3]).toContain("``xs .filter((x) => x > 2 /* a \\| `b` */)");
    expect(stdout).toContain("\n- `E-SYNTAX` src/bad.js:1: file not parsed: ");
  });
});

describe("--format sarif", () => {
  test("prints a log whose results name a rule and a region that exist", async () => {
    const project = open(files);
    const { stdout } = await project.eqsat("--format", "sarif");
    const log: ReturnType<typeof sarifLog> = JSON.parse(stdout);
    const [run] = log.runs;
    expect([log.version, log.runs.length, run!.tool.driver.name]).toEqual(["2.1.0", 1, "eqsat"]);
    expect(run!.results?.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      "improvable note",
      "E-SYNTAX error",
      "E-UNUSED-IGNORE warning",
      "improvable note",
    ]);
    expect(run!.invocations).toEqual([{ executionSuccessful: false }]);
    for (const { ruleId, ruleIndex, locations } of run!.results!) {
      expect(run!.tool.driver.rules?.[ruleIndex!]?.id).toBe(ruleId);
      const { artifactLocation, region } = locations![0]!.physicalLocation!;
      const text = project.read(decodeURIComponent(artifactLocation!.uri!));
      expect(region!.charOffset! + region!.charLength!).toBeLessThanOrEqual(text.length);
      const before = text.slice(0, region!.charOffset!).split("\n");
      expect([region!.startLine, region!.startColumn]).toEqual([before.length, before.at(-1)!.length + 1]);
    }
    expect(run!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri).toBe("src/a%2C%20b.js");
  });
});

describe("--report", () => {
  test("writes the report in the form that the name asks for, beside what is printed", async () => {
    const project = open({ "a.js": CHAIN });
    const { status, stdout } = await project.eqsat("--report", "out.json");
    expect([status, stdout]).toEqual([0, (await project.eqsat()).stdout]);
    expect(project.read("out.json")).toBe((await project.eqsat("--format", "json")).stdout);
    for (const [file, format] of [
      ["out.sarif", "sarif"],
      ["out.md", "markdown"],
    ] as const) {
      await project.eqsat("--report", file, "-q");
      expect(project.read(file)).toBe((await project.eqsat("--format", format)).stdout);
    }
  });
});

describe("--baseline", () => {
  test("accepts what it names, wherever it has moved, and nothing more", async () => {
    const project = open({ "a.js": CHAIN });
    const made = await project.eqsat("--baseline", "base.json", "--update-baseline");
    expect([made.status, made.stdout.split("\n").at(-4)]).toEqual([
      0,
      "base.json was written: it accepts all that could be improved now.",
    ]);
    expect(JSON.parse(project.read("base.json"))).toEqual({
      schema: 1,
      tool: "eqsat",
      improvable: { "a.js": { [CHAIN.slice(25, -2)]: 1 } },
    });
    project.write("a.js", `${PLAIN}\n${CHAIN}`);
    const same = await project.eqsat("--check", "--baseline", "base.json");
    expect([same.status, same.stdout.split("\n")[0]]).toEqual([0, "Nothing is worse than base.json."]);
    project.write("a.js", `${CHAIN}${CHAIN.replace("f =", "g =")}`);
    const worse = await project.eqsat("--baseline", "base.json");
    expect(worse.status).toBe(1);
    expect(worse.stdout.match(/^a\.js:\d+/gm)).toEqual(["a.js:2"]);
    expect(worse.stdout).toContain("\n1 expression beyond base.json, shown above.\n2 of 2 expressions improved");
    project.write("b.js", CHAIN);
    expect((await project.eqsat("--baseline", "base.json", "b.js")).status).toBe(1);
  });
});

describe("--files-from", () => {
  test("takes the paths of a list, and no others", async () => {
    const project = open({
      "a.js": CHAIN,
      "b c.js": CHAIN,
      "d.js": CHAIN,
      "list.txt": "a.js\r\nb c.js\r\n",
      zero: "d.js\0a.js\0",
    });
    const seen = async (...argv: string[]): Promise<string[]> => {
      const report: Report = JSON.parse((await project.eqsat(...argv, "--format", "json")).stdout);
      return report.events.flatMap((event) => (event.kind === "file" ? [event.file] : []));
    };
    expect(await seen("--files-from", "list.txt")).toEqual(["a.js", "b c.js"]);
    expect(await seen("--files-from", "zero")).toEqual(["a.js", "d.js"]);
    expect(await seen("--files-from", "zero", "b c.js")).toEqual(["a.js", "b c.js", "d.js"]);
  });
});

describe("--interactive", () => {
  const two = `${CHAIN}${CHAIN.replace("f =", "g =").replace("x > 2", "x > 7")}`;
  /** A project at whose terminal these answers are typed. */
  const asked = (...answers: (string | undefined)[]): { project: Project; questions: string[] } => {
    const questions: string[] = [];
    const ask = (question: string): Promise<string | undefined> => {
      questions.push(question);
      return Promise.resolve(answers.shift());
    };
    return { project: open({ "a.js": two, "b.js": CHAIN, "c.js": PLAIN }, { ask }), questions };
  };

  test("writes what is accepted, and asks again when it is not understood", async () => {
    const { project, questions } = asked("n", "what?", "y", "");
    const { status, stdout } = await project.eqsat("-i");
    expect(status).toBe(0);
    expect(questions.map((question) => question.split(" ")[0])).toEqual(["1/3", "2/3", "2/3", "3/3", "3/3"]);
    expect(project.read("a.js")).toContain(CHAIN.trimEnd());
    expect(project.read("a.js")).not.toContain("xs.filter((x) => x > 7)");
    expect(project.read("b.js")).toBe(CHAIN);
    expect(stdout).toMatch(/\n- xs\.filter\(.*\n\+ /);
    expect(stdout).toContain("1 file written.");
  });

  test("all of the rest, or none of it", async () => {
    const all = asked("a");
    expect((await all.project.eqsat("-i")).stdout).toContain("2 files written.");
    expect(all.questions).toHaveLength(1);
    for (const name of ["a.js", "b.js"]) expect(all.project.read(name)).toMatch(/\bfor \(/);
    const none = asked("q");
    expect((await none.project.eqsat("-i")).stdout).toContain("Nothing was written.");
    expect(none.questions).toHaveLength(1);
    expect([none.project.read("a.js"), none.project.read("b.js")]).toEqual([two, CHAIN]);
  });

  test("the end of the input means to stop, and what was accepted before is written", async () => {
    const { project } = asked("y", undefined);
    expect((await project.eqsat("-i")).stdout).toContain("1 file written.");
    expect(project.read("a.js")).toContain("xs.filter((x) => x > 7).map");
    expect(project.read("b.js")).toBe(CHAIN);
  });
});
