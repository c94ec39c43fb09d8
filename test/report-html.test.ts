import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHAIN, makeProject, type Project } from "./cli-run.ts";

/* The page in a real browser. Debian's package is what this project's machines have. */

const executablePath = "/usr/bin/chromium";
const hostile = "<img src=x onerror=alert(1)>&quot;.js";

let project: Project;
beforeAll(async () => {
  project = makeProject({
    "src/a.js": `${CHAIN}${CHAIN.replace("f =", "g =").replace("x * 2", "x * '</script><script>alert(2)</script>'.length")}`,
    [`src/${hostile}`]: CHAIN,
    "src/impure.js": "export const f = (xs) => xs.filter((x) => x.a).map((x) => x.b).join();\n",
    "src/broken.js": "const = 1; xs.map(f)",
  });
  const { status, stderr } = await project.eqsat("src", "--report", "out.html", "-q");
  expect([status, stderr.includes("E-SYNTAX")]).toEqual([3, true]);
});
afterAll(() => project.remove());

test("the page is one file that names no other", () => {
  const page = project.read("out.html");
  expect(page).not.toMatch(/<link[^>]+href="(?!data:,")|src="|@import|url\(|https?:/);
  expect(page).not.toContain("<img");
  expect(page.match(/<script>/g)).toHaveLength(1);
});

test("what would open under an assumption is counted by doing it", () => {
  expect(project.read("out.html")).toMatch(/<code>pureGetters<\/code><\/td><td class="number">1<\/td>/);
});

describe.skipIf(!existsSync(executablePath))("in Chromium", () => {
  let browser: Browser;
  const seen: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());

  const opened = async (width: number, colorScheme: "light" | "dark"): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on("console", (message) => seen.push(message.text()));
    page.on("pageerror", (error) => seen.push(error.message));
    page.on("dialog", (dialog) => seen.push(dialog.message()));
    page.on("request", (request) => seen.push(new URL(request.url()).protocol));
    await page.goto(pathToFileURL(project.path("out.html")).href);
    return page;
  };

  test.each([
    [390, "dark"],
    [1280, "light"],
  ] as const)("%i pixels wide and %s: nothing sticks out, nothing is reported or fetched", async (width, scheme) => {
    seen.length = 0;
    const page = await opened(width, scheme);
    for (const summary of await page.locator(".item > summary").all()) await summary.click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const ground = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(Number(/\d+/.exec(ground)![0]) < 128).toBe(scheme === "dark");
    expect(seen).toEqual(["file:"]);
    await page.close();
  });

  test("can be searched and filtered, and used from the keyboard", async () => {
    const page = await opened(1280, "light");
    const items = (): Promise<string[]> => page.locator(".item:visible > summary").allTextContents();
    expect(await items()).toHaveLength(4);
    await page.getByLabel("Find").fill("img SRC");
    expect(await items()).toEqual([expect.stringContaining(`src/${hostile}:1:26`)]);
    expect(await page.getByRole("status").textContent()).toBe("1 of 4 shown");
    await page.getByLabel("Find").fill("");
    await page.getByLabel("Show").selectOption("skipped");
    expect(await items()).toEqual([expect.stringContaining("E-CALLBACK-IMPURE")]);
    await page.getByLabel("Show").selectOption("");
    await page.getByRole("link", { name: "src/a.js" }).click();
    expect(await items()).toHaveLength(2);
    await page.getByLabel("Rule or code").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const [before, after] = await page.locator(".item[open] pre").allTextContents();
    expect(before).toBe(CHAIN.slice(25, -2));
    expect(after).toMatch(/\bfor \(/);
    await page.close();
  });
});
