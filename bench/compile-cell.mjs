// @ts-check
/**
 * The sides of the compile-time comparison on a list of files, in a process of its own.
 * Argument: JSON `{ files: [{ path, name }], rounds, side }`; side `all` interleaves and prints times, `babel` and
 * `eqsat` run one side over at least `bytes` of source and print the peak memory of the process.
 */
import { readFileSync } from "node:fs";
import generatorModule from "@babel/generator";
import { parse } from "@babel/parser";
import traverseModule from "@babel/traverse";
import * as swc from "@swc/core";
import * as terser from "terser";
import { optimize } from "./built-package.mjs";
import { processorTime } from "./measure.mjs";

// CommonJS packages: their function is `default` of the default.
const generate = /** @type {typeof generatorModule.default} */ (
  /** @type {any} */ (generatorModule).default ?? generatorModule
);
const traverse = /** @type {typeof traverseModule.default} */ (
  /** @type {any} */ (traverseModule).default ?? traverseModule
);

/** @typedef {{ path: string, name: string }} File */
/** @type {{ files: File[], rounds: number, side: "all" | "babel" | "eqsat", bytes?: number, options: import("eqsat").OptimizeOptions }} */
const { files, rounds, side, bytes = 0, options } = JSON.parse(process.argv[2] ?? "");
const sources = files.map(({ path, name }) => ({ name, source: readFileSync(path, "utf8") }));

/** @param {{ name: string, source: string }} file */
function parsed({ name, source }) {
  const typescript = /\.[cm]?ts$/.test(name);
  const plugins = /** @type {import("@babel/parser").ParserPlugin[]} */ (
    typescript
      ? ["typescript", "decorators-legacy"]
      : /\.tsx$/.test(name)
        ? ["typescript", "jsx", "decorators-legacy"]
        : ["jsx", "decorators"]
  );
  return parse(source, { sourceType: "unambiguous", allowReturnOutsideFunction: true, plugins });
}

/** What any Babel plugin pays: parse, one visitor over everything with scopes, print. @param {{ name: string, source: string }} file */
function babel({ name, source }) {
  const ast = parsed({ name, source });
  traverse(ast, {});
  return generate(ast, {}, source);
}

/** @param {{ name: string, source: string }} file */
const eqsat = ({ name, source }) => optimize(source, { ...options, filename: name });

/** Minifiers do other work; they show what people are used to wait for. They take JavaScript only. */
const isPlain = (/** @type {{ name: string }} */ { name }) => !/\.[cm]?tsx?$/.test(name);

/** @type {Record<string, (file: { name: string, source: string }) => unknown>} */
const sides = {
  parse: parsed,
  babel,
  eqsat,
  terser: ({ source }) => terser.minify_sync(source, { module: true }),
  swc: ({ source }) => swc.minifySync(source, { module: true }),
};

if (side !== "all") {
  let done = 0;
  do {
    for (const file of sources) {
      (side === "babel" ? babel : eqsat)(file);
      done += file.source.length;
    }
  } while (done < bytes);
  console.log(JSON.stringify({ peakMB: process.resourceUsage().maxRSS / 1024, bytes: done }));
} else {
  const kinds = sources.map((file) => {
    const { events } = eqsat(file);
    const regions = events.filter(({ kind }) => kind !== "file").length;
    const outcome = events.find((event) => event.kind === "file")?.outcome;
    return { regions, outcome, isPlain: isPlain(file) };
  });
  /** Milliseconds by file, side and round. @type {Record<string, number[]>[]} */
  const times = sources.map(() => Object.fromEntries(Object.keys(sides).map((name) => [name, []])));
  for (let round = 0; round < rounds; round++) {
    sources.forEach((file, i) => {
      const chosen = Object.entries(sides).filter(([which]) => isPlain(file) || !["terser", "swc"].includes(which));
      for (const [which, run] of round % 2 === 0 ? chosen : chosen.reverse()) {
        const start = processorTime();
        try {
          run(file);
        } catch (error) {
          // A minifier that cannot read a file has no time for it.
          if (which !== "terser" && which !== "swc") throw error;
          continue;
        }
        times[i]?.[which]?.push(processorTime() - start);
      }
    });
  }
  console.log(JSON.stringify({ kinds, times }));
}
