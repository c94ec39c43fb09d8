// @ts-check
/**
 * Both sides of the compile-time comparison on a list of files, in a process of its own.
 * Argument: JSON `{ files: [{ path, name }], rounds, side }`; side `both` interleaves and prints times, `babel` and
 * `eqsat` run one side once and print the peak memory of the process.
 */
import { readFileSync } from "node:fs";
import generatorModule from "@babel/generator";
import { parse } from "@babel/parser";
import traverseModule from "@babel/traverse";
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
/** @type {{ files: File[], rounds: number, side: "both" | "babel" | "eqsat", options: import("eqsat").OptimizeOptions }} */
const { files, rounds, side, options } = JSON.parse(process.argv[2] ?? "");
const sources = files.map(({ path, name }) => ({ name, source: readFileSync(path, "utf8") }));

/** What any Babel plugin pays: parse, one visitor over everything with scopes, print. @param {{ name: string, source: string }} file */
function babel({ name, source }) {
  const typescript = /\.[cm]?ts$/.test(name);
  const plugins = /** @type {import("@babel/parser").ParserPlugin[]} */ (
    typescript
      ? ["typescript", "decorators-legacy"]
      : /\.tsx$/.test(name)
        ? ["typescript", "jsx", "decorators-legacy"]
        : ["jsx", "decorators"]
  );
  const ast = parse(source, { sourceType: "unambiguous", allowReturnOutsideFunction: true, plugins });
  traverse(ast, {});
  return generate(ast, {}, source);
}

/** @param {{ name: string, source: string }} file */
const eqsat = ({ name, source }) => optimize(source, { ...options, filename: name });

if (side !== "both") {
  for (const file of sources) (side === "babel" ? babel : eqsat)(file);
  console.log(JSON.stringify({ peakMB: process.resourceUsage().maxRSS / 1024 }));
} else {
  const kinds = sources.map((file) => {
    const { events } = eqsat(file);
    const regions = events.filter(({ kind }) => kind !== "file").length;
    const outcome = events.find((event) => event.kind === "file")?.outcome;
    return { regions, outcome };
  });
  /** Milliseconds by file and round. @type {{ babel: number[], eqsat: number[] }[]} */
  const times = sources.map(() => ({ babel: [], eqsat: [] }));
  for (let round = 0; round < rounds; round++) {
    sources.forEach((file, i) => {
      const sides = /** @type {const} */ ([
        ["babel", babel],
        ["eqsat", eqsat],
      ]);
      for (const [which, run] of round % 2 === 0 ? sides : [...sides].reverse()) {
        const start = processorTime();
        run(file);
        times[i]?.[which].push(processorTime() - start);
      }
    });
  }
  console.log(JSON.stringify({ kinds, times }));
}
