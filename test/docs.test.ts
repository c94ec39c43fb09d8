import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliPage, eventsPage, optionsPage, rulesPage, withOutputs } from "./reference-pages.ts";

import { soundnessPage, withCounts } from "./soundness-page.ts";

const root = join(import.meta.dirname, "..");

describe("pages of docs/ say what the tables that run say (npm run docs writes them)", () => {
  test.each([
    ["options.md", optionsPage],
    ["rules.md", rulesPage],
    ["cli.md", cliPage],
    ["events.md", eventsPage],
  ])("%s", async (name, make) => {
    await expect(make()).toMatchFileSnapshot(join(root, "docs", name));
  });

  test("SOUNDNESS.md says what the records say", async () => {
    const path = join(root, "SOUNDNESS.md");
    await expect(soundnessPage(readFileSync(path, "utf8"))).toMatchFileSnapshot(path);
  });

  test("README.md shows what the commands print", async () => {
    const path = join(root, "README.md");
    await expect(withCounts(await withOutputs(readFileSync(path, "utf8")))).toMatchFileSnapshot(path);
  });
});

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SOUNDNESS.md",
  ...readdirSync(join(root, "docs")).map((name) => join("docs", name)),
].filter((name) => name.endsWith(".md"));

describe("links lead somewhere", () => {
  test.each(pages)("in %s", (name) => {
    const broken: string[] = [];
    for (const [, target] of readFileSync(join(root, name), "utf8").matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target!)) continue;
      const [path, anchor] = target!.split("#");
      const file = path === "" ? join(root, name) : join(root, dirname(name), path!);
      if (!existsSync(file)) broken.push(target!);
      else if (anchor !== undefined && !anchorsOf(file).includes(anchor)) broken.push(target!);
    }
    expect(broken).toEqual([]);
  });
});

/** The anchors that GitHub makes of the headings of a page. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("what CONTRIBUTING.md quotes", () => {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

  test("stands in the files that it names", () => {
    const quotes = [...text.matchAll(/<!-- from (\S+) -->\s*```\w+\n([\s\S]*?)```/g)];
    expect(quotes.length).toBeGreaterThan(0);
    for (const [, file, quote] of quotes) expect(readFileSync(join(root, file!), "utf8")).toContain(quote);
    const files = [...text.matchAll(/`((?:plugin|rules|test|docs)\/[\w./-]+\.\w+)`/g)].map(([, file]) => file!);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test("names scripts that exist", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
