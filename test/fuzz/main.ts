import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { runChild } from "./child.ts";
import type { FromSession, SessionTask } from "./session-child.ts";

/**
 * `npm run fuzz -- --seconds N --seed S [--from I] [--programs N] [--stress] [--mode NAME] [--findings N] [--out DIR]
 * [--optimizer FILE] [--ignore REGEX] [--quick]`
 *
 * Fuzzes in a process of its own, so that a program or an `optimize` without end, or one that takes all memory, is
 * noticed, named, and tried again with a limit for every call. Exit code 1 on a finding, 2 on wrong usage.
 */
function readSettings(): SessionTask & { out: string | undefined } {
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
    careful: false,
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

const { out, ...task } = settings;
let found = 0;

function hear(message: FromSession): void {
  if (message.kind === "finding") {
    found++;
    console.log(message.text);
    if (out !== undefined) save(path.join(out, message.name), message.files);
  } else if (message.kind === "raw finding") {
    console.log(`FINDING at program ${message.index}: ${message.difference}\n(shrinking; ${replayOf(message.index)})`);
  } else {
    console.log(message.text);
  }
}

const child = new URL("./session-child.js", import.meta.url);
const ending = await runChild<FromSession>(child, task, hear);
if (ending.how === "exits") {
  process.exitCode = found > 0 ? 1 : 0;
} else if (ending.index < 0) {
  console.error(ending.text);
  process.exitCode = 1;
} else {
  process.exitCode = 1;
  console.log(
    `FINDING: the process ${ending.how}, ${ending.text}, at program ${ending.index}; ${replayOf(ending.index)}`,
  );
  // With a limit for every call the program at fault says so itself.
  const { corpus: _, ...rest } = task;
  if (!task.quick) {
    const again = { ...rest, from: ending.index, programs: 1, careful: true };
    const second = await runChild<FromSession>(child, again, hear);
    if (second.how !== "exits") console.log(`with a limit for every call: it ${second.how}, ${second.text}`);
  }
}

function replayOf(index: number): string {
  return `replay: npm run fuzz -- --seed ${settings.seed} --from ${index} --programs 1${replayFlags()}`;
}

function replayFlags(): string {
  return `${settings.stress ? " --stress" : ""}${settings.mode === undefined ? "" : ` --mode ${settings.mode}`}`;
}

function save(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
}
