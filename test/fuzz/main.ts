import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { FromWorker, WorkerSettings } from "./worker.ts";

/**
 * `npm run fuzz -- --seconds N --seed S [--from I] [--programs N] [--stress] [--mode NAME] [--findings N] [--out DIR]
 * [--optimizer FILE] [--ignore REGEX] [--quick]`
 *
 * Fuzzes in a worker, so that a program or an `optimize` without end is noticed and named. Exit code 1 on a finding,
 * 2 on wrong usage.
 */
const STALLED_AFTER = 60_000;

function readSettings(): WorkerSettings & { out: string | undefined } {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "30" },
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      programs: { type: "string", default: "0" },
      findings: { type: "string", default: "1" },
      stress: { type: "boolean", default: false },
      mode: { type: "string" },
      assume: { type: "string" },
      out: { type: "string" },
      optimizer: { type: "string" },
      quick: { type: "boolean", default: false },
      ignore: { type: "string" },
    },
  });
  const here = path.dirname(fileURLToPath(import.meta.url));
  const optimizer = values.optimizer ?? path.join(here, "../../plugin/index.js");
  const corpus = path.join(here, "../../../fuzz/corpus");
  const mode = values.mode ?? values.assume;
  return {
    seconds: count("seconds", values.seconds),
    seed: count("seed", values.seed),
    from: count("from", values.from),
    programs: count("programs", values.programs),
    findings: count("findings", values.findings),
    stress: values.stress,
    ...(mode === undefined ? {} : { mode }),
    optimizer: pathToFileURL(path.resolve(optimizer)).href,
    quick: values.quick,
    // Of another optimizer, and in a replay, one wants to see what is asked for.
    ...(values.optimizer === undefined && values.from === "0" && values.programs === "0" && { corpus }),
    ...(values.ignore === undefined ? {} : { ignore: values.ignore }),
    progress: new SharedArrayBuffer(8),
    out: values.out,
  };
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`--${name} wants a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

let settings: ReturnType<typeof readSettings>;
try {
  settings = readSettings();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}

const { out, ...workerData } = settings;
let found = 0;
const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData });
worker.on("message", (message: FromWorker) => {
  if (message.kind === "finding") {
    found++;
    console.log(message.text);
    if (out !== undefined) save(path.join(out, message.name), message.files);
  } else if (message.kind === "raw finding") {
    console.log(
      `FINDING at program ${message.index}: ${message.difference}\n(shrinking; replay: npm run fuzz -- --seed ${settings.seed} --from ${message.index} --programs 1${replayFlags()})`,
    );
  } else {
    console.log(message.text);
    process.exitCode = found > 0 ? 1 : 0;
  }
});
worker.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
worker.on("exit", () => clearInterval(watch));

const progress = new Int32Array(settings.progress);
let last = -1;
let since = Date.now();
const watch = setInterval(() => {
  const now = Atomics.load(progress, 0);
  if (now !== last) {
    last = now;
    since = Date.now();
  } else if (Date.now() - since > STALLED_AFTER) {
    const index = Atomics.load(progress, 1);
    console.log(
      `FINDING: no end within ${STALLED_AFTER / 1000} s at program ${index}; replay: npm run fuzz -- --seed ${settings.seed} --from ${index} --programs 1${replayFlags()}`,
    );
    process.exit(1);
  }
}, 500);

function replayFlags(): string {
  return `${settings.stress ? " --stress" : ""}${settings.mode === undefined ? "" : ` --mode ${settings.mode}`}`;
}

function save(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
}
