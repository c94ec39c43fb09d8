// @ts-check
import { parseArgs } from "node:util";

/**
 * The arguments of a script, as `parseArgs` gives them. Ends the process with code 2 where they are wrong or a required
 * path or name is missing, and says what was wrong and how it is used.
 * @template {import("node:util").ParseArgsConfig} Config
 * @param {string} usage @param {Config} config @param {{ atLeast?: number }} [positionals]
 * @returns {ReturnType<typeof parseArgs<Config>>}
 */
export function readArguments(usage, config, { atLeast = 0 } = {}) {
  try {
    const read = parseArgs(config);
    if (read.positionals.length >= atLeast) return read;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(`usage: ${usage}`);
  process.exit(2);
}
