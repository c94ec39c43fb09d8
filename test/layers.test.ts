import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** One room of the house: what it may import, and the sentence to read when it imports something else. */
interface Room {
  /** Rooms. A room may always import from itself. */
  readonly rooms: readonly string[];
  /** Packages. */
  readonly packages: readonly string[];
  /** Packages of which it may import types only. */
  readonly types: readonly string[];
  /** May it see the disk, the process, the terminal? */
  readonly world: boolean;
  readonly rule: string;
}

const house: Readonly<Record<string, Room>> = {
  ir: {
    rooms: [],
    packages: [],
    types: [],
    world: false,
    rule: "ir/ is the expression language: everything else speaks it, so it may know nobody, not even Babel.",
  },
  egraph: {
    rooms: [],
    packages: [],
    types: [],
    world: false,
    rule: "egraph/ is the engine for any language: it may not know ir/, JavaScript or files, and depends on no package.",
  },
  rules: {
    rooms: ["ir", "egraph"],
    packages: [],
    types: [],
    world: false,
    rule: "rules/ is mathematics over ir/ and egraph/: it may not know Babel, options or files.",
  },
  syntax: {
    rooms: [],
    packages: [],
    types: ["@babel/types", "@babel/traverse"],
    world: false,
    rule: "syntax/ walks Babel's trees, for whoever reads or makes them: it may know the types of nodes and paths only.",
  },
  lift: {
    rooms: ["ir", "syntax"],
    packages: [],
    types: ["@babel/types", "@babel/traverse"],
    world: false,
    rule: "lift/ turns JavaScript into ir/: it may know ir/ and the types of Babel's nodes, not rules, e-graphs or files.",
  },
  lower: {
    rooms: ["ir", "syntax"],
    packages: [],
    types: ["@babel/types", "@babel/traverse"],
    world: false,
    rule: "lower/ turns ir/ into JavaScript: it may know ir/ and the types of Babel's nodes, not rules, e-graphs or files.",
  },
  plugin: {
    rooms: ["ir", "egraph", "rules", "syntax", "lift", "lower"],
    packages: ["@babel/parser", "@babel/traverse", "@babel/generator", "@babel/types", "magic-string", "ignore"],
    types: [],
    world: false,
    rule: "plugin/ joins the rooms for every host: it may not know the disk, the process or the terminal; cli/ does.",
  },
  trial: {
    rooms: ["plugin"],
    packages: ["@babel/parser", "@babel/traverse", "@babel/types"],
    types: [],
    world: true,
    rule: "trial/ runs what the plugin made against what it made it from: it may know plugin/, not the stages inside.",
  },
  report: {
    rooms: ["plugin"],
    packages: [],
    types: ["sarif"],
    world: false,
    rule: "report/ turns events into text for people and programs: it may not know the disk, the process or the engine.",
  },
  bundler: {
    rooms: ["plugin"],
    packages: ["unplugin"],
    types: ["esbuild", "rolldown", "rollup", "vite", "webpack", "@rspack/core"],
    world: true,
    rule: "bundler/ fits plugin/ to each bundler: of the bundlers themselves it may know types only, they are the user's.",
  },
  cli: {
    rooms: ["plugin", "report", "trial"],
    packages: ["commander", "diff", "ignore", "picocolors", "tinyglobby", "tinypool"],
    types: [],
    world: true,
    rule: "cli/ is the terminal and the disk: it reaches the engine through plugin/ only.",
  },
};

interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const builtins = new Set(builtinModules);

function sourcesOf(room: string): string[] {
  if (!existsSync(join(root, room))) return [];
  const entries = readdirSync(join(root, room), { recursive: true, encoding: "utf8" });
  return entries.filter((name) => name.endsWith(".ts")).map((name) => join(root, room, name));
}

/** Source without comments, and, for searches of code, without the contents of strings. */
function withoutComments(source: string): string {
  return source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, text: string | undefined) => text ?? " ",
  );
}

function withoutStrings(source: string): string {
  return withoutComments(source).replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
}

/** Every import and re-export, `import(...)` of types and modules included. */
function importsOf(file: string): Import[] {
  const code = withoutComments(readFileSync(file, "utf8"));
  const found: Import[] = [];
  const statement = /\b(import|export)\s+(type\s+)?(?:[^"';]*?\bfrom\s*)?"([^"]+)"/g;
  for (const [, , typeOnly, target] of code.matchAll(statement)) {
    found.push({ from: file, target: target!, typeOnly: typeOnly !== undefined });
  }
  for (const [, typeOnly, target] of code.matchAll(/(\btypeof\s+)?\bimport\(\s*"([^"]+)"/g)) {
    found.push({ from: file, target: target!, typeOnly: typeOnly !== undefined });
  }
  return found;
}

/** Why `found` is not allowed, or `undefined`. */
function violation(found: Import, name: string, room: Room): string | undefined {
  const { from, target, typeOnly } = found;
  const where = `${relative(root, from)} imports "${target}". ${room.rule}`;
  if (target.startsWith(".")) {
    const path = join(dirname(from), target);
    const to = relative(root, path).split(/[\\/]/)[0]!;
    if (!target.endsWith(".ts")) return `${where} (and imports end in .ts)`;
    if (!existsSync(path)) return `${where} (and there is no such file)`;
    return to === name || room.rooms.includes(to) ? undefined : where;
  }
  if (target.startsWith("node:") || builtins.has(target)) return room.world ? undefined : where;
  if (room.packages.includes(target)) return undefined;
  return room.types.includes(target) && typeOnly ? undefined : where;
}

for (const [name, room] of Object.entries(house)) {
  test(`${name}/ imports only what it may`, () => {
    const found = sourcesOf(name).flatMap(importsOf);
    expect(found.map((each) => violation(each, name, room)).filter((text) => text !== undefined)).toEqual([]);
  });

  if (room.world) continue;
  test(`${name}/ touches neither process nor console`, () => {
    const touching = sourcesOf(name).filter((file) =>
      /(?<![.\w])(?:process|console)\s*\??\./.test(withoutStrings(readFileSync(file, "utf8"))),
    );
    expect(touching.map((file) => `${relative(root, file)} touches the world. ${room.rule}`)).toEqual([]);
  });
}

test("the check sees imports of every form, and says why one is wrong", () => {
  const wrong = (target: string, typeOnly = false): string | undefined =>
    violation({ from: join(root, "egraph", "x.ts"), target, typeOnly }, "egraph", house.egraph!);
  expect(wrong("../ir/term.ts")).toContain("may not know ir/");
  expect(wrong("node:fs")).toContain("egraph/x.ts imports");
  expect(wrong("@babel/types", true)).toContain("depends on no package");
  const lift = house.lift!;
  const from = join(root, "lift", "x.ts");
  expect(violation({ from, target: "@babel/types", typeOnly: true }, "lift", lift)).toBeUndefined();
  expect(violation({ from, target: "@babel/types", typeOnly: false }, "lift", lift)).toContain("not rules, e-graphs");
  const forms = importsOf(import.meta.filename).map(({ target }) => target);
  expect(forms).toEqual(["node:fs", "node:module", "node:path", "vitest"]);
});

test("no file imports itself through others", () => {
  const files = Object.keys(house).flatMap(sourcesOf);
  const targets = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((each) => each.target.startsWith(".") && !each.typeOnly)
        .map((each) => join(dirname(file), each.target)),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) cycles.push([...trail.slice(at), file].map((each) => relative(root, each)).join(" -> "));
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles.map((cycle) => `${cycle}: a cycle hides which of them is the foundation.`)).toEqual([]);
});

test("nothing is kept in utils, helpers or common: a function without a home shows a missing noun", () => {
  const names = [...Object.keys(house), "test", "bench"].flatMap(sourcesOf).map((file) => relative(root, file));
  expect(names.filter((name) => /(?:^|[\\/])(?:utils?|helpers?|common|misc)(?:[\\/.]|$)/.test(name))).toEqual([]);
});

test("files are named in kebab-case", () => {
  const names = Object.keys(house)
    .flatMap(sourcesOf)
    .map((file) => relative(root, file));
  expect(
    names.filter((name) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*[\\/])+[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(name)),
  ).toEqual([]);
});

test("no `any`: it switches the compiler off", () => {
  const isAny = /(?:[:<,|&(=]|=>|\bas|\bextends)\s*any\b(?!\s*[,:(])|\bany\[\]/;
  expect(linesWith(isAny, Object.keys(house))).toEqual([]);
  expect(isAny.test("const x: any = 1")).toBe(true);
});

test("ir/ and cli/ tell the compiler nothing with `as` that it cannot check", () => {
  const isAssertion = /[\w)\]}"]\s+as\s+(?!const\b)(?!.*\bfrom "")/;
  expect(linesWith(isAssertion, ["ir", "cli"])).toEqual([]);
  expect(isAssertion.test("const x = y as number;")).toBe(true);
});

/** `file:line` of each line of code in `rooms` that `pattern` finds, comments and strings aside. */
function linesWith(pattern: RegExp, rooms: readonly string[]): string[] {
  return rooms.flatMap(sourcesOf).flatMap((file) => {
    const lines = withoutStrings(readFileSync(file, "utf8")).split("\n");
    return lines.flatMap((line, index) => (pattern.test(line) ? [`${relative(root, file)}:${index + 1}`] : []));
  });
}

test("plugin/pipeline.ts is the table of contents: at most 80 lines", () => {
  const lines = readFileSync(join(root, "plugin", "pipeline.ts"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.length).toBeLessThanOrEqual(80);
});

test("a file beyond 500 lines is a table, or too much for one idea", () => {
  const long = Object.keys(house)
    .flatMap(sourcesOf)
    .map((file) => ({ name: relative(root, file), lines: readFileSync(file, "utf8").split("\n").length }))
    .filter(({ name, lines }) => lines > 500 && !tables.includes(name));
  expect(long).toEqual([]);
});

/** Files whose length is that of their subject: rows, not logic. */
const tables: readonly string[] = ["ir/operators.ts"];
