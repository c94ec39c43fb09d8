// @ts-check
/**
 * One process of `npm run test262`: gets batches of test files, runs each as written, and where it passes, every
 * program that the plugin makes of it. Needs `--experimental-vm-modules`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { optimize } from "./built-package.mjs";
import { harnessOf, modesOf, readMeta, runTest } from "./test262-host.mjs";
import { AS_WRITTEN, emptyVerdict } from "./test262-verdict.mjs";

/** @typedef {import("./test262-verdict.mjs").Variant} Variant */
/** @typedef {import("./test262-verdict.mjs").Task} Task */
/** @typedef {import("./test262-verdict.mjs").Verdict} Verdict */

/** Features that need a host with several agents or with document.all. */
const unsupported = ["IsHTMLDDA", "host-gc-required", "CanBlockIsFalse"];

/** @param {import("./test262-verdict.mjs").Step} step */
function tell(step) {
  process.send?.({ step });
}

/** @type {Task} */
let task;
/** Texts of the harness by variant (`""` as written) and name. @type {Map<string, string>} */
const harnessTexts = new Map();

process.on("unhandledRejection", () => {});
process.on("message", async (/** @type {Task | { files: string[] }} */ message) => {
  if ("variants" in message) {
    task = message;
    return;
  }
  const verdicts = [];
  for (const file of message.files) {
    verdicts.push(await judge(file));
  }
  process.send?.({ verdicts });
});

/** @param {Variant} variant */
function nameOf({ contract, extraction }) {
  return `${contract}, ${extraction}`;
}

/** @param {string} file @returns {Promise<Verdict>} */
async function judge(file) {
  const path = join(task.checkout, file);
  const source = readFileSync(path, "utf8");
  const meta = readMeta(source);
  const verdict = emptyVerdict(file);
  if (meta === undefined) return { ...verdict, skipped: "no front matter" };
  if (meta.negative !== undefined && meta.negative.phase !== "runtime") return { ...verdict, skipped: "early error" };
  const needs = unsupported.find((each) => meta.features.includes(each) || meta.flags.includes(each));
  if (needs !== undefined) return { ...verdict, skipped: `needs ${needs}` };

  const texts = task.variants.map((variant) => transformed(variant, file, source, meta, verdict));
  for (const mode of modesOf(meta)) {
    const names = harnessOf(meta);
    const asWritten = names.map((name) => harnessText(undefined, name));
    const original = { path, text: source, meta, mode, harness: asWritten };
    tell({ file, at: AS_WRITTEN });
    if ((await runTest(original)) !== undefined) {
      verdict.failing.push(mode);
      continue;
    }
    verdict.passing++;
    /** Programs that differ, and what they came to. @type {Map<string, string | undefined>} */
    const seen = new Map([[keyOf(original), undefined]]);
    for (const [index, variant] of task.variants.entries()) {
      const text = texts[index] ?? source;
      for (const harness of /** @type {const} */ (["as written", "transformed"])) {
        const included = harness === "as written" ? asWritten : names.map((name) => harnessText(variant, name));
        const program = { path, text, meta, mode, harness: included };
        const key = keyOf(program);
        if (!seen.has(key)) {
          tell({ file, at: `${mode}, ${nameOf(variant)}` });
          seen.set(key, await runTest(program));
          verdict.runs++;
        }
        const message = seen.get(key);
        if (message !== undefined) verdict.regressions.push({ mode, variant: nameOf(variant), harness, message });
      }
    }
  }
  return verdict;
}

/** @param {import("./test262-host.mjs").Program} program */
function keyOf({ text, harness }) {
  return JSON.stringify([text, harness]);
}

/**
 * @param {Variant} variant @param {string} file @param {string} source @param {import("./test262-host.mjs").Meta} meta
 * @param {Verdict} verdict @returns {string}
 */
function transformed(variant, file, source, meta, verdict) {
  const filename = meta.flags.includes("module") ? file.replace(/\.js$/, ".mjs") : file;
  const { code, events } = optimize(source, { ...variant.options, filename });
  const name = nameOf(variant);
  if (code !== source) verdict.changed.push(name);
  for (const event of events) {
    if (event.kind === "bug") verdict.bugs.push({ variant: name, message: event.message.split("\n")[0] ?? "" });
    if (event.kind === "skipped" && event.code === "E-SYNTAX") verdict.unparsed.push(name);
  }
  return code;
}

/** @param {Variant | undefined} variant @param {string} name @returns {string} */
function harnessText(variant, name) {
  const key = JSON.stringify([variant === undefined ? "" : nameOf(variant), name]);
  let text = harnessTexts.get(key);
  if (text === undefined) {
    const source = readFileSync(join(task.checkout, "harness", name), "utf8");
    text = variant === undefined ? source : optimize(source, { ...variant.options, filename: name }).code;
    harnessTexts.set(key, text);
  }
  return text;
}
