// @ts-check
/** Where the corpus comes from: npm tarballs that carry sources, or folders of the user's. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import { root } from "./built-package.mjs";

/** Not a place of its own: a message for the user instead of a stack. */
export class CorpusError extends Error {}

/**
 * @typedef {object} Project
 * @property {string} name
 * @property {string} folder where its files are; never written to
 * @property {{ include: string[], ignore: string[] }} globs
 * @property {string} note what these files are
 */

export const cache = join(root, ".corpus");
const extensions = "{js,mjs,cjs,jsx,ts,mts,cts,tsx}";
const tests = ["**/*.{test,spec}.*", "**/*-test.*", "**/{test,tests,__tests__,spec}/**", "**/*.min.*"];

/** Releases that carry sources, where the newest one does not. @type {Record<string, string>} */
const pinned = {
  "d3-array": "3.2.4", // 3.2.5 carries dist/ only
};

/** Folders of a package that hold what a person wrote. */
const sourceFolders = ["src", "source", "sources", "modules"];

/** Folders of a package that hold what a compiler wrote. */
const compiledFolder = /^(dist|build|out|lib|cjs|esm?|umd|browser)\//;

/**
 * A folder of the user's if there is one of that name, otherwise a package of the registry.
 * @param {string} wanted `d3-array`, `d3-array@3.2.4`, `@scope/name`, `./path`, `/path`
 * @returns {Project}
 */
export function openProject(wanted) {
  const isPath = /^(\.{0,2}\/|\.\.?$)/.test(wanted) || existsSync(wanted);
  return isPath ? openFolder(wanted) : openPackage(wanted);
}

/** @param {string} path @returns {Project} */
function openFolder(path) {
  const folder = resolve(path);
  if (!existsSync(folder)) throw new CorpusError(`${path}: there is no such folder`);
  if (!statSync(folder).isDirectory()) throw new CorpusError(`${path} is a file; give the folder that holds it`);
  const name = basename(folder) === "src" ? basename(resolve(folder, "..")) : basename(folder);
  const isPackage = existsSync(join(folder, "package.json"));
  const inside = isPackage ? sourceFolders.find((source) => existsSync(join(folder, source))) : undefined;
  const globs = { include: [inside ? `${inside}/**/*.${extensions}` : `**/*.${extensions}`], ignore: tests };
  return notEmpty({ name, folder, globs, note: `${inside ? join(folder, inside) : folder}, as it stands` });
}

/** @param {string} wanted @returns {Project} */
function openPackage(wanted) {
  if (!/^(@[a-z0-9._~-]+\/)?[a-z0-9._~-]+(@[\w.^~<>=-]+)?$/i.test(wanted)) {
    throw new CorpusError(`"${wanted}" is neither a folder nor the name of a package`);
  }
  const bare = wanted.replace(/(?<=.)@[^@/]*$/, "");
  const spec = bare === wanted && pinned[bare] !== undefined ? `${bare}@${pinned[bare]}` : wanted;
  const folder = join(cache, "packages", spec.replace("/", "+"), "package");
  if (!existsSync(folder)) download(spec, join(folder, ".."));
  const { version, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const inside = sourceFolders.find(
    (source) => globSync([`${source}/**/*.${extensions}`], { cwd: folder, ignore: ["**/*.d.*"] }).length > 0,
  );
  const url = (typeof repository === "string" ? repository : (repository?.url ?? "")).replace(/^git\+/, "");
  const globs = { include: [inside ? `${inside}/**/*.${extensions}` : `**/*.${extensions}`], ignore: tests };
  const found = globSync(globs.include, { cwd: folder, ignore: globs.ignore });
  const compiled = found.every((file) => compiledFolder.test(file));
  const note = !compiled
    ? `${bare} ${version}, ${inside ? `${inside}/` : "the files"} of its npm tarball`
    : `${bare} ${version}: its npm tarball carries NO sources; these are its published, compiled files.\n` +
      `  For the real ones: git clone ${url || "its repository"} and npm run corpus -- THAT_FOLDER`;
  return notEmpty({ name: bare.replace("/", "+"), folder, globs, note });
}

/** @param {Project} project @returns {Project} */
function notEmpty(project) {
  const found = globSync(project.globs.include, {
    cwd: project.folder,
    ignore: ["**/node_modules/**", ...project.globs.ignore],
  });
  if (found.length === 0) throw new CorpusError(`${project.folder}: no JavaScript or TypeScript file in it`);
  return project;
}

/** @param {string} spec @param {string} target */
function download(spec, target) {
  mkdirSync(target, { recursive: true });
  try {
    execFileSync("npm", ["pack", spec, "--loglevel=error", "--pack-destination", target], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const tarball = readdirSync(target).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) throw new CorpusError(`npm pack ${spec} left no tarball in ${target}`);
    execFileSync("tar", ["xzf", join(target, tarball), "-C", target], { stdio: ["ignore", "pipe", "pipe"] });
    // Some tarballs name their folder otherwise than "package".
    const top = readdirSync(target).find((name) => !name.endsWith(".tgz"));
    if (top !== undefined && top !== "package") {
      cpSync(join(target, top), join(target, "package"), { recursive: true });
      rmSync(join(target, top), { recursive: true });
    }
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    if (error instanceof CorpusError) throw error;
    const said = String(/** @type {{ stderr?: unknown }} */ (error).stderr ?? error);
    const cause = /E404|404 Not Found/.test(said)
      ? "the registry has no such package or version"
      : /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(said)
        ? "the registry cannot be reached; give a folder instead"
        : said.trim().split("\n").slice(-3).join("\n");
    throw new CorpusError(`npm pack ${spec} failed: ${cause}`);
  }
}
