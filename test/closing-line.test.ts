import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
// Below the repository, so that `vitest` resolves, and where no other run looks for tests.
const folder = mkdtempSync(join(root, "node_modules", ".eqsat-closing-line-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  "vitest.config.mjs": `export default { test: { include: ["**/*.spec.mjs"], exclude: [] } };`,
  "mixed.spec.mjs": `import { expect, test } from "vitest";
    test("a", () => {});
    test("b", () => {});
    test("c", () => expect(1).toBe(2));
    test.skip("d", () => {});
    test.todo("e");`,
  "broken.spec.mjs": `import "./no-such-file.mjs";`,
  "stray.spec.mjs": `import { test } from "vitest";
    test("x", () => {
      setTimeout(() => { throw new Error("outside of the test"); }, 0);
      return new Promise((resolve) => setTimeout(resolve, 20));
    });`,
};

test("the last line counts passed, failed and skipped tests, files that do not load and stray errors", () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporter = join(import.meta.dirname, "closing-line-reporter.ts");
  const args = [vitest, "run", "--root", folder, "--reporter", "default", "--reporter", reporter];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: folder });
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("3 passed, 3 failed, 2 skipped");
  expect(status).toBe(1);
});
