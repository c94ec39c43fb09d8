import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configFileNames } from "./config-file.ts";
import { reasonOf } from "./system-error.ts";
import { exitCodes, type Terminal, UsageError } from "./terminal.ts";

/** Hosts by the package that brings them, and the line that puts eqsat into each. */
const hosts: readonly (readonly [string, string])[] = [
  ["vite", 'vite.config.js: eqsat() of "eqsat/vite" first in plugins'],
  ["rollup", 'rollup.config.js: eqsat() of "eqsat/rollup" first in plugins'],
  ["rolldown", 'rolldown.config.js: eqsat() of "eqsat/rolldown" first in plugins'],
  ["webpack", 'webpack.config.js: eqsat() of "eqsat/webpack" in plugins'],
  ["@rspack/core", 'rspack.config.js: eqsat() of "eqsat/rspack" in plugins'],
  ["esbuild", 'your build script: eqsat() of "eqsat/esbuild" first in plugins'],
  ["@babel/core", 'babel.config.js: "eqsat/babel" first in plugins'],
];

const FILE = "eqsat.config.mjs";

const text = `// Every option with its default: see docs/options.md of eqsat. All of them are optional.
/** @type {import(${JSON.stringify("eqsat")}).Options} */
export default {
  exclude: ["node_modules"],
  rules: "recommended",
  // Risks that you accept by name. All are off:
  assume: {
    // pureGetters: true, // reading a property has no effect
  },
};
`;

/** `eqsat init`: writes a configuration file where there is none, and says how to join the build. Gives the exit code. */
export function initCommand(cwd: string, terminal: Terminal): number {
  const manifest = readManifest(join(cwd, "package.json"));
  const existing = configFileNames.find((name) =>
    name === "package.json" ? "eqsat" in manifest.keys : existsSync(join(cwd, name)),
  );
  if (existing !== undefined) throw new UsageError(`${existing} is there already: nothing was written`);
  try {
    writeFileSync(join(cwd, FILE), text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${FILE} could not be written: ${reasonOf(error)}`);
  }
  const used = hosts.filter(([name]) => manifest.packages.has(name)).map(([, line]) => `  ${line}`);
  const advice = used.length > 0 ? ["To have it in the build:", ...used] : [];
  terminal.out(`${[`${FILE} was written.`, ...advice, "npx eqsat shows what would change."].join("\n")}\n`);
  return exitCodes.done;
}

/** The keys of a `package.json`, and the packages that it asks for; nothing where there is none. */
function readManifest(path: string): { keys: object; packages: ReadonlySet<string> } {
  if (!existsSync(path)) return { keys: {}, packages: new Set() };
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`package.json cannot be read as JSON: ${reasonOf(error)}`);
  }
  if (typeof read !== "object" || read === null) throw new UsageError("package.json holds no object");
  const packages = Object.entries(read).flatMap(([key, value]: [string, unknown]) =>
    /^(?:dev|peer|optional)?dependencies$/i.test(key) && typeof value === "object" && value !== null
      ? Object.keys(value)
      : [],
  );
  return { keys: read, packages: new Set(packages) };
}
