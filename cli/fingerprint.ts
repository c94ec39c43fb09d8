import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What decides about results: our own code, and the packages that parse, traverse and print. */
const rooms = ["ir", "egraph", "rules", "syntax", "lift", "lower", "plugin"];
const packages = ["@babel/parser", "@babel/traverse", "@babel/generator", "@babel/types", "magic-string"];

/**
 * A hash of everything that decides what becomes of a text, as it is on disk: a cache must not outlive a change of the
 * tool, even when its version has stayed.
 */
export function fingerprint(): string {
  const hash = createHash("sha256");
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const room of rooms) {
    for (const name of readdirSync(join(root, room)).sort()) {
      if (/(?<!\.d)\.[jt]s$/.test(name)) hash.update(`${room}/${name}\0`).update(readFileSync(join(root, room, name)));
    }
  }
  const { resolve } = createRequire(import.meta.url);
  for (const name of packages) hash.update(readFileSync(resolve(`${name}/package.json`)));
  return hash.digest("hex");
}
