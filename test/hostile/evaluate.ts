import type { Factory } from "../../trial/run.ts";
import { stripTypes } from "../../trial/strip-types.ts";

export type { Factory };

/** Names that a program may use without declaring them; the runner provides them. */
export const HOST_NAMES: readonly string[] = ["log", "ext", "boom", "touch", "quiet", "input", "state"];

/**
 * Compiles `code` in this process. Modules (`import`/`export` at the start of a line) are strict; anything else runs
 * as a sloppy script. Throws SyntaxError.
 */
export function compile(code: string, filename: string): Factory {
  const made = prepare(code, filename, "");
  return (environment) => made(...HOST_NAMES.map((name) => environment[name]));
}

/**
 * As {@link compile}, for modules that are worth evaluating once only: later calls give the same bindings a new
 * environment, after the module's own `reset()`.
 */
export function compileOnce(code: string, filename: string): Factory {
  const made = prepare(code, filename, `, eqsatHost(values) { [${HOST_NAMES.join(", ")}] = values; }`);
  const members = made() as Readonly<Record<string, (...values: unknown[]) => unknown>>;
  return (environment) => {
    members.eqsatHost?.(HOST_NAMES.map((name) => environment[name]));
    members.reset?.();
    return members;
  };
}

type Made = (...values: unknown[]) => Record<string, unknown>;

function prepare(code: string, filename: string, more: string): Made {
  const script = /\.[cm]?ts$/.test(filename) ? stripTypes(code) : code;
  const isModule = /^(?:export|import)\b/m.test(script);
  const names = new Set<string>();
  const runtime = helpersIn(script);
  const plain = script
    .replace(/^import\b[^;]*?from\s*["'][^"']*["'];?/gm, "")
    .replace(/^export\s+default\s+(?=(?:async\s+)?function|class)/gm, "export ")
    .replace(
      /^export\s+((?:async\s+)?(?:function\s*\*?|const|let|var|class)\s*([\w$]+))/gm,
      (_, rest: string, name: string) => {
        names.add(name);
        return rest;
      },
    )
    .replace(/^export\s*\{([^}]*)\};?/gm, (_, list: string) => {
      for (const name of list.split(",")) if (name.trim() !== "") names.add(name.trim());
      return "";
    });
  if (!isModule) {
    for (const match of plain.matchAll(/^(?:async\s+)?(?:function\s*\*?|var|let|const|class)\s*([\w$]+)/gm)) {
      names.add(match[1] ?? "");
    }
  }
  const body = `${isModule ? '"use strict";\n' : ""}${plain}\nreturn { ${[...names].map((name) => bindingOf(name, isModule)).join(", ")}${more} };`;
  const imported = [...runtime.keys()];
  const made = new Function(...imported, ...HOST_NAMES, body) as Made;
  return imported.length === 0 ? made : (made.bind(undefined, ...runtime.values()) as Made);
}

let runtimeHelpers: Readonly<Record<string, unknown>> = {};

/** What modules get that import from `eqsat/runtime`: `text` declares and exports it. */
export function provideRuntime(text: string): void {
  const names = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  const body = `${text.replace(/^export /gm, "")}\nreturn { ${names.join(", ")} };`;
  runtimeHelpers = new Function(`"use strict";\n${body}`)() as Readonly<Record<string, unknown>>;
}

/** The helpers that `code` imports, by name. Throws SyntaxError where there is none of that name, as a linker does. */
function helpersIn(code: string): Map<string, unknown> {
  const helpers = new Map<string, unknown>();
  for (const [, list] of code.matchAll(/^import\s*\{([^}]*)\}\s*from\s*["']eqsat\/runtime["']/gm)) {
    for (const name of (list ?? "").split(",").map((each) => each.trim())) {
      if (name === "") continue;
      if (!Object.hasOwn(runtimeHelpers, name)) throw new SyntaxError(`eqsat/runtime exports no ${name}`);
      helpers.set(name, runtimeHelpers[name]);
    }
  }
  return helpers;
}

/** In a script a name at the start of a line may belong to an inner scope: then it is not defined here. */
function bindingOf(name: string, isModule: boolean): string {
  return isModule ? name : `${name}: typeof ${name} === "undefined" ? undefined : ${name}`;
}
