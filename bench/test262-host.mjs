// @ts-check
/** Runs one test262 file in a realm of its own, as INTERPRETING.md of tc39/test262 asks of a host. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import vm from "node:vm";

/**
 * @typedef {object} Meta the front matter of a test
 * @property {readonly string[]} flags
 * @property {readonly string[]} includes files of harness/
 * @property {readonly string[]} features
 * @property {{ phase: string, type: string } | undefined} negative
 */
/** @typedef {"sloppy" | "strict" | "module" | "raw"} Mode */
/** @typedef {{ path: string, text: string, meta: Meta, mode: Mode, harness: readonly string[] }} Program `path` is absolute */

/** Milliseconds after which a test counts as hanging. */
const PATIENCE = 10_000;

/** The front matter of `source`; undefined where there is none. @param {string} source @returns {Meta | undefined} */
export function readMeta(source) {
  const text = /\/\*---\r?\n?([\s\S]*?)---\*\//.exec(source)?.[1]?.replaceAll(/\r\n?/g, "\n");
  if (text === undefined) return undefined;
  const phase = /^negative:[^\S\n]*\n(?:\s+.*\n)*?\s+phase:\s*(\w+)/m.exec(text)?.[1];
  const type = /^negative:[^\S\n]*\n(?:\s+.*\n)*?\s+type:\s*(\w+)/m.exec(text)?.[1];
  return {
    flags: listIn(text, "flags"),
    includes: listIn(text, "includes"),
    features: listIn(text, "features"),
    negative: phase === undefined || type === undefined ? undefined : { phase, type },
  };
}

/** `key: [a, b]`, or one `- a` a line. @param {string} text @param {string} key @returns {string[]} */
function listIn(text, key) {
  const flow = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, "m").exec(text)?.[1];
  const block = new RegExp(`^${key}:[^\\S\\n]*\\n((?:\\s*-\\s+.*(?:\\n|$))+)`, "m").exec(text)?.[1];
  const items = flow?.split(",") ?? block?.split("\n").map((line) => line.replace(/^\s*-\s+/, "")) ?? [];
  return items.map((item) => item.trim()).filter((item) => item !== "");
}

/** The modes in which a test is to be run. @param {Meta} meta @returns {Mode[]} */
export function modesOf({ flags }) {
  if (flags.includes("raw")) return ["raw"];
  if (flags.includes("module")) return ["module"];
  if (flags.includes("onlyStrict")) return ["strict"];
  return flags.includes("noStrict") ? ["sloppy"] : ["sloppy", "strict"];
}

/** The names of the files of harness/ that a test runs after. @param {Meta} meta @returns {string[]} */
export function harnessOf({ flags, includes }) {
  if (flags.includes("raw")) return [];
  return [...new Set(["assert.js", "sta.js", ...(flags.includes("async") ? ["doneprintHandle.js"] : []), ...includes])];
}

/** Scripts by text: the harness runs in thousands of realms. @type {Map<string, vm.Script>} */
const compiled = new Map();

/** @param {string} text */
function harnessScript(text) {
  let script = compiled.get(text);
  if (script === undefined) {
    script = new vm.Script(text, { filename: "harness.js" });
    compiled.set(text, script);
  }
  return script;
}

/** Runs it. Undefined where it passes, otherwise what went wrong. @param {Program} program @returns {Promise<string | undefined>} */
export async function runTest({ path, text, meta, mode, harness }) {
  const { context, said } = createRealm();
  for (const each of harness) harnessScript(each).runInContext(context);
  /** @type {unknown} */
  let thrown = none;
  /** @type {{ phase: string } } */
  const at = { phase: "parse" };
  try {
    if (mode === "module") await runModule(path, text, context, at);
    else {
      const script = new vm.Script(mode === "strict" ? `"use strict";\n${text}` : text, {
        filename: path,
        // Node keeps what such a script belongs to for good, so only those that need it.
        ...(text.includes("import") && { importModuleDynamically: importer(path, context) }),
      });
      at.phase = "runtime";
      script.runInContext(context, { timeout: PATIENCE });
    }
  } catch (error) {
    thrown = error;
  }
  if (meta.negative !== undefined) {
    if (thrown === none) return `no ${meta.negative.type} thrown`;
    const name = nameOf(thrown);
    return name === meta.negative.type && at.phase === meta.negative.phase ? undefined : `${at.phase}: ${name}`;
  }
  if (thrown !== none) return describe(thrown);
  if (!meta.flags.includes("async")) return undefined;
  const deadline = performance.now() + PATIENCE / 5;
  while (said.length === 0 && performance.now() < deadline) await new Promise((done) => setImmediate(done));
  return said[0] === "Test262:AsyncTestComplete" ? undefined : (said[0] ?? "$DONE was not called");
}

const none = Symbol("nothing was thrown");

/** @param {unknown} error @returns {string} */
function nameOf(error) {
  try {
    return typeof error === "object" && error !== null ? String(/** @type {Error} */ (error).constructor.name) : "";
  } catch {
    return "";
  }
}

/** @param {unknown} error @returns {string} */
function describe(error) {
  try {
    const isObject = typeof error === "object" && error !== null;
    return isObject ? `${nameOf(error)}: ${/** @type {Error} */ (error).message}` : String(error);
  } catch {
    return "something that cannot be printed";
  }
}

/** A realm with what hosts define: `print` and `$262`. */
function createRealm() {
  const context = vm.createContext();
  const global = vm.runInContext("globalThis", context);
  /** @type {string[]} */
  const said = [];
  const unsupported = () => {
    throw new Error("this host has no agents");
  };
  const host = {
    global,
    createRealm: () => createRealm().host,
    detachArrayBuffer: (/** @type {ArrayBuffer} */ buffer) => {
      structuredClone(buffer, { transfer: [buffer] });
      return null;
    },
    evalScript: (/** @type {string} */ text) => new vm.Script(text).runInContext(context),
    gc: () => /** @type {{ gc?: () => void }} */ (globalThis).gc?.(),
    agent: { start: unsupported, broadcast: unsupported, getReport: unsupported, sleep: unsupported },
  };
  for (const [name, value] of Object.entries({
    print: (/** @type {unknown} */ text) => said.push(String(text)),
    $262: host,
  }))
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  return { context, said, host };
}

// Modules: files beside the test, never transformed.

/** @typedef {Map<string, Promise<vm.SourceTextModule>>} Loaded */

/** @type {WeakMap<object, Loaded>} */
const loadedIn = new WeakMap();

/** @param {string} path @param {string} text @param {vm.Context} context @param {{ phase: string }} at */
async function runModule(path, text, context, at) {
  const module = createModule(path, text, context);
  loadedOf(context).set(path, Promise.resolve(module));
  at.phase = "resolution";
  await module.link(linker(path, context));
  at.phase = "runtime";
  await module.evaluate({ timeout: PATIENCE });
}

/** @param {vm.Context} context @returns {Loaded} */
function loadedOf(context) {
  let loaded = loadedIn.get(context);
  if (loaded === undefined) {
    loaded = new Map();
    loadedIn.set(context, loaded);
  }
  return loaded;
}

/** @param {string} path @param {string} text @param {vm.Context} context */
function createModule(path, text, context) {
  return new vm.SourceTextModule(text, {
    identifier: path,
    context,
    importModuleDynamically: /** @type {never} */ (importer(path, context)),
    initializeImportMeta: () => {},
  });
}

/** @param {string} from @param {vm.Context} context */
function linker(from, context) {
  return (/** @type {string} */ specifier) => load(specifier, from, context);
}

/** @param {string} specifier @param {string} from @param {vm.Context} context @returns {Promise<vm.SourceTextModule>} */
function load(specifier, from, context) {
  const path = resolve(dirname(from), specifier);
  const loaded = loadedOf(context);
  let module = loaded.get(path);
  if (module === undefined) {
    module = (async () => {
      try {
        return createModule(path, readFileSync(path, "utf8"), context);
      } catch (error) {
        // Errors of this process are of another realm than the test expects.
        if (!(error instanceof Error) || error instanceof SyntaxError) throw error;
        throw vm.runInContext("new TypeError('no such module')", context);
      }
    })();
    loaded.set(path, module);
  }
  return module;
}

/** @type {WeakMap<vm.Module, Promise<void>>} */
const links = new WeakMap();

/** @param {vm.SourceTextModule} module @param {vm.Context} context @returns {Promise<void>} */
function linked(module, context) {
  let link = links.get(module);
  if (link === undefined) {
    link = module.status === "unlinked" ? module.link(linker(module.identifier, context)) : Promise.resolve();
    links.set(module, link);
  }
  return link;
}

/** @param {string} from @param {vm.Context} context @returns {(specifier: string) => Promise<vm.Module>} */
function importer(from, context) {
  return async (specifier) => {
    const module = await load(specifier, from, context);
    await linked(module, context);
    if (module.status === "linked") await module.evaluate({ timeout: PATIENCE });
    if (module.status === "errored") throw module.error;
    return module;
  };
}
