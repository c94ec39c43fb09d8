// @ts-check
/**
 * Compares hand-made shapes of code: `node bench/shapes.mjs FILE.mjs [--sizes 3,10] [--rounds 40] [--ms 4] [--only a,b]`.
 *
 * FILE exports `variants: { name: function }` and `inputs(n, seed)`, which returns one argument list of size n; the
 * first variant is the reference of the ratios. Optional: `sizes`, `check: false` where results differ on purpose,
 * `prepare(fn)` to pollute type feedback before the measurement. One process per size.
 */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readArguments } from "./arguments.mjs";
import { measure, ratio, same } from "./measure.mjs";

const { values, positionals } = readArguments(
  "node bench/shapes.mjs FILE.mjs [--sizes 3,10,1000,100000] [--rounds 40] [--ms 4] [--only a,b]",
  {
    allowPositionals: true,
    options: {
      sizes: { type: "string" },
      rounds: { type: "string", default: "40" },
      ms: { type: "string", default: "4" },
      only: { type: "string" },
      child: { type: "string" },
    },
  },
  { atLeast: 1 },
);
const [file = ""] = positionals;
const module = await import(pathToFileURL(resolve(file)).href);

if (values.child !== undefined) {
  const size = Number(values.child);
  const only = values.only?.split(",");
  /** @type {Record<string, (...args: any[]) => unknown>} */
  const variants = Object.fromEntries(
    Object.entries(module.variants).filter(([name]) => only === undefined || only.includes(name)),
  );
  const count = size >= 10_000 ? 3 : 7;
  const inputs = Array.from({ length: count }, (_, seed) => module.inputs(size, seed));
  for (const fn of Object.values(variants)) module.prepare?.(fn);
  if (module.check !== false) {
    const [reference, ...others] = Object.entries(variants);
    for (const args of inputs)
      for (const [name, fn] of others)
        if (!same(reference?.[1](...args), fn(...args))) {
          console.error(`${name} differs from ${reference?.[0]} at n = ${size}`);
          process.exit(1);
        }
  }
  const timings = measure(variants, inputs, {
    rounds: Number(values.rounds),
    sampleMs: Number(values.ms),
    warmMs: 150,
    ...(size > 100 ? { warmInputs: Array.from({ length: 5 }, (_, seed) => module.inputs(100, seed)) } : {}),
  });
  console.log(JSON.stringify(timings));
} else {
  const sizes = values.sizes?.split(",").map(Number) ?? module.sizes ?? [3, 10, 1000, 100_000];
  for (const size of sizes) {
    const args = [
      fileURLToPath(import.meta.url),
      file,
      "--child",
      String(size),
      "--rounds",
      values.rounds,
      "--ms",
      values.ms,
    ];
    if (values.only !== undefined) args.push("--only", values.only);
    const text = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    /** @type {Record<string, import("./measure.mjs").Timing>} */
    const timings = JSON.parse(text);
    const reference = /** @type {import("./measure.mjs").Timing} */ (Object.values(timings)[0]);
    console.log(`n = ${size}`);
    for (const [name, timing] of Object.entries(timings)) {
      const r = ratio(timing, reference);
      console.log(
        `  ${name.padEnd(28)} ${timing.median.toFixed(1).padStart(11)} ns   ${r.median.toFixed(3).padStart(7)}  [${r.low.toFixed(3)} ${r.high.toFixed(3)}]`,
      );
    }
  }
}
