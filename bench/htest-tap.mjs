// @ts-check
/**
 * `node htest-tap.mjs FOLDER`, in a project whose tests are htest's: runs them and prints TAP. htest itself prints a
 * tree for people, without a line for each test that passes.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** @typedef {{ name: string, pass?: boolean, skipped?: boolean, tests?: Result[], test: { isTest: boolean } }} Result */

const htest = resolve("node_modules/htest.dev/src");
const { default: run } = await import(pathToFileURL(join(htest, "run.js")).href);
const { default: node } = await import(pathToFileURL(join(htest, "env/node.js")).href);

run(process.argv[2], {
  env: {
    name: "TAP",
    resolveLocation: node.resolveLocation,
    finish: (
      /** @type {Result} */ _,
      /** @type {unknown} */ __,
      /** @type {unknown} */ ___,
      /** @type {Result} */ root,
    ) => {
      console.log("TAP version 13");
      printPoints(root, []);
      process.exit(0);
    },
  },
});

let points = 0;

/** @param {Result} result @param {readonly string[]} above */
function printPoints(result, above) {
  const path = [...above, oneLine(result.name)];
  if (result.test.isTest) {
    const verdict = result.pass || result.skipped ? "ok" : "not ok";
    console.log(`${verdict} ${++points} - ${path.join(" > ")}${result.skipped ? " # SKIP" : ""}`);
  }
  for (const child of result.tests ?? []) printPoints(child, path);
}

/** @param {unknown} name */
function oneLine(name) {
  return String(name ?? "").replaceAll(/[\s#]+/g, " ");
}
