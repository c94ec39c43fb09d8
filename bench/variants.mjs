// @ts-check
/** Makes the programs that a workload compares, as modules in a folder of their own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "@babel/core";
import { optimize } from "./built-package.mjs";

/** @typedef {"original" | "eqsat" | "hand" | "faster.js"} VariantName */
/**
 * @typedef {object} Prepared
 * @property {Partial<Record<VariantName, string>>} files variant to the module that it runs; equal texts share a module
 * @property {{ improved: number, kept: number, skipped: string[] }} events what eqsat said
 * @property {string} output eqsat's output
 */

/**
 * @param {import("./workloads.mjs").Workload} workload
 * @param {string} folder where the modules are written
 * @returns {Prepared}
 */
export function prepare(workload, folder) {
  const home = fileURLToPath(new URL(`workloads/${workload.folder}/`, import.meta.url));
  const original = readFileSync(join(home, "original.js"), "utf8");
  const { code, events } = optimize(original, { filename: `${workload.folder}.js`, ...workload.options });
  const bug = events.find((event) => event.kind === "bug");
  if (bug) throw new Error(`${workload.name}: eqsat reports a bug: ${JSON.stringify(bug)}`);
  /** @type {[VariantName, string][]} */
  const texts = [
    ["original", original],
    ["eqsat", code],
    ["faster.js", fasterJs(original)],
  ];
  if (existsSync(join(home, "hand.js"))) texts.push(["hand", readFileSync(join(home, "hand.js"), "utf8")]);

  mkdirSync(folder, { recursive: true });
  /** @type {Partial<Record<VariantName, string>>} */
  const files = {};
  /** @type {Map<string, string>} */
  const written = new Map();
  for (const [name, text] of texts) {
    const file = written.get(text) ?? join(folder, `${workload.name}.${name}.mjs`);
    if (!written.has(text)) {
      writeFileSync(file, text);
      written.set(text, file);
    }
    files[name] = file;
  }
  return {
    files,
    output: code,
    events: {
      improved: events.filter((event) => event.kind === "improved").length,
      kept: events.filter((event) => event.kind === "kept").length,
      skipped: events.flatMap((event) => (event.kind === "skipped" ? [event.code] : [])),
    },
  };
}

/** faster.js 1.1.1 was written for Babel 6; it runs under 7. Text that it leaves alone stays byte for byte. @param {string} source */
function fasterJs(source) {
  const bare = { configFile: false, babelrc: false };
  const printed = transformSync(source, bare)?.code;
  const changed = transformSync(source, { ...bare, plugins: ["module:faster.js"] })?.code;
  return changed === undefined || changed === null || changed === printed ? source : changed;
}
