// @ts-check
/**
 * The last step of `npm run build`: writes `eqsat/runtime`, the helpers of `helpers: "import"`, from the very text that
 * `helpers: "inline"` writes into a file. `node build/write-runtime.mjs [FOLDER]`, the compiler's output, `dist`.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? "dist");
/** @type {typeof import("../lower/guard.ts")} */
const { runtimeSource } = await import(pathToFileURL(join(folder, "lower", "guard.js")).href);
writeFileSync(join(folder, "runtime.js"), `${runtimeSource(false)}\n`);

// A declaration is the head of a function; a parameter with a default may be left out.
const heads = [...runtimeSource(true).matchAll(/^export (function \w+\(.*\): \S+) \{$/gm)];
const declarations = heads.map(([, head]) => `export declare ${head?.replaceAll(/: any = \w+/g, "?: any")};\n`);
writeFileSync(join(folder, "runtime.d.ts"), declarations.join(""));
