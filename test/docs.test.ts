import { describe, expect, test } from "vitest";
import { cliPage, eventsPage, optionsPage, rulesPage } from "./reference-pages.ts";

describe("pages of docs/ say what the tables that run say (npm run docs writes them)", () => {
  test.each([
    ["options.md", optionsPage],
    ["rules.md", rulesPage],
    ["cli.md", cliPage],
    ["events.md", eventsPage],
  ])("%s", async (name, make) => {
    await expect(make()).toMatchFileSnapshot(`../docs/${name}`);
  });
});
