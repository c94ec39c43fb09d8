import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { resolveOptions } from "../../plugin/options.ts";
import { flawIn } from "./checker.ts";
import { improvedRegions } from "./improved.ts";

/**
 * `npm run derivations -- FOLDER|FILE…`: checks the derivation of every expression that would be improved there. Exit code
 * 1 where one is refused, 2 on wrong usage.
 */
function main(paths: readonly string[]): number {
  const absent = paths.find((path) => !existsSync(path));
  if (absent !== undefined) console.error(`no such file or folder: ${absent}`);
  if (paths.length === 0 || absent !== undefined) {
    console.error("usage: npm run derivations -- FOLDER|FILE...");
    return 2;
  }
  let [files, improved, refused] = [0, 0, 0];
  const { assume } = resolveOptions({});
  for (const file of paths.flatMap(filesIn)) {
    files++;
    for (const { region, explanation, text } of improvedRegions(readFileSync(file, "utf8"), file, {})) {
      improved++;
      const flaw = flawIn(explanation, region, assume);
      if (flaw === undefined) continue;
      refused++;
      console.log(`${file}: ${text}\n${flaw}`);
    }
  }
  console.log(`${files} files, ${improved} improved expressions, ${refused} derivations refused`);
  return refused === 0 ? 0 : 1;
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.name !== "node_modules");
  return entries
    .filter((entry) => entry.isDirectory() || /(?<!\.d)\.[cm]?[jt]sx?$/.test(entry.name))
    .flatMap((entry) => filesIn(join(path, entry.name)));
}

process.exitCode = main(process.argv.slice(2));
