import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { runChild } from "./child.ts";
import type { FromSession, SessionTask } from "./session-child.ts";
import { addTally, newTally, notFired, summary } from "./tally.ts";

/**
 * `npm run fuzz -- --seconds N --seed S [--from I] [--programs N] [--stress] [--mode NAME] [--findings N] [--out DIR]
 * [--optimizer FILE] [--ignore REGEX] [--quick] [--rules] [--swept ID,ID] [--kind NAME] [--twice]`
 *
 * Fuzzes in a process of its own, so that a program or an `optimize` without end, or one that takes all memory, is
 * noticed, named, and tried again with a limit for every call. `--rules` goes through the rules only, or
 * with `--swept` through those that it names. With `--twice`, an output that a second run still changes is a finding. Exit code 1 on a
 * finding, and where a run that is long enough leaves a rule that has not fired; 2 on wrong usage.
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
      rules: { type: "boolean", default: false },
      swept: { type: "string" },
      twice: { type: "boolean", default: false },
      kind: { type: "string" },
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
    sweepsOnly: values.rules || values.swept !== undefined,
    ...(values.swept === undefined ? {} : { sweptRules: values.swept.split(",") }),
    twice: values.twice,
    ...(values.kind === undefined ? {} : { kind: values.kind }),
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
const tally = newTally();
let found = 0;
let modes: readonly string[] = [];
let rules: readonly string[] = [];
let replayed = 0;
/** Past the session, in sweeps for rules that have not fired: those rules. */
let swept: readonly string[] | undefined;

function hear(message: FromSession): void {
  switch (message.kind) {
    case "plan":
      ({ modes, rules } = message);
      break;
    case "replayed":
      replayed += message.failures;
      break;
    case "tally":
      addTally(tally, message.tally);
      break;
    case "raw finding":
      console.log(
        `FINDING at program ${message.index}: ${message.difference}\n(shrinking; ${replayOf(message.index)})`,
      );
      break;
    case "finding":
      found++;
      console.log(message.text);
      if (out !== undefined) save(path.join(out, message.name), message.files);
  }
}

/** Programs within which every rule has to fire. */
const LONG = 80_000;

const start = performance.now();

/** Runs the session to its end, over the programs that end its process. False if it cannot go on. */
async function fuzz(): Promise<boolean> {
  const child = new URL("./session-child.js", import.meta.url);
  for (let rest: SessionTask = task; ; ) {
    const ending = await runChild<FromSession>(child, rest, hear);
    if (ending.how === "exits") return true;
    const what = `the process ${ending.how}, ${ending.text}`;
    if (ending.index < 0) {
      console.error(what);
      return false;
    }
    // With care the program at fault is told: it is exhausted by itself, or its output is.
    const { corpus: _, ...later } = rest;
    const [exhausted, findings] = [exhaustedSoFar(), found];
    const again = await runChild<FromSession>(
      child,
      { ...later, from: ending.index, programs: 1, findings: 1, careful: true },
      hear,
    );
    if (again.how !== "exits" || (found === findings && exhaustedSoFar() === exhausted)) {
      const second =
        again.how === "exits" ? "and with care it does not" : `and with care it ${again.how}, ${again.text}`;
      console.log(`FINDING: ${what}, at program ${ending.index}, ${second}; ${replayOf(ending.index)}`);
      return false;
    }
    const from = ending.index + 1;
    const seconds = task.seconds - (performance.now() - start) / 1000;
    const programs = task.programs === 0 ? 0 : task.from + task.programs - from;
    if (found >= task.findings || (task.programs === 0 ? seconds <= 0 : programs <= 0)) return true;
    rest = { ...later, from, programs, seconds, findings: task.findings - found };
  }
}

function exhaustedSoFar(): number {
  return tally.small.exhausted + tally.large.exhausted;
}

/** Steps through the rules that a long run may still take for each to fire, and how many of them at a time. */
const MORE_SWEEPS = 240;
const SWEEPS_AT_ONCE = 12;

/** Goes through the rules that have not fired while there are any: chance alone is no reason to complain of a rule. */
async function sweepOn(): Promise<boolean> {
  const child = new URL("./session-child.js", import.meta.url);
  const { corpus: _, ...rest } = task;
  for (let from = 0; from < MORE_SWEEPS && found === 0; from += SWEEPS_AT_ONCE) {
    swept = unfired();
    if (swept.length === 0) return true;
    const seed = task.seed + 1;
    const more = { ...rest, sweepsOnly: true, sweptRules: swept, seed, from, programs: SWEEPS_AT_ONCE };
    if ((await runChild<FromSession>(child, more, hear)).how !== "exits") return false;
  }
  return true;
}

/** The rules that should have fired in a run of this length. */
function unfired(): readonly string[] {
  const count = tally.small.programs + tally.large.programs;
  const isLong = count >= (settings.sweepsOnly === true ? LONG / 6 : LONG);
  return isLong && task.mode === undefined && task.kind === undefined ? notFired(tally, rules) : [];
}

const isWhole = (await fuzz()) && (await sweepOn());
if (isWhole) {
  console.log(`modes: ${modes.join(", ")}\npast failures replayed: ${replayed}`);
  console.log(summary(tally, (performance.now() - start) / 1000, rules));
}
const missing = isWhole ? unfired() : [];
if (missing.length > 0) console.log(`NOT FIRED: ${missing.join(", ")}`);
process.exitCode = isWhole && found === 0 && missing.length === 0 ? 0 : 1;

function replayOf(index: number): string {
  return `replay: npm run fuzz -- --seed ${settings.seed + (swept === undefined ? 0 : 1)} --from ${index} --programs 1${replayFlags()}`;
}

function replayFlags(): string {
  return `${settings.twice === true ? " --twice" : ""}${settings.stress ? " --stress" : ""}${sweepFlag()}${settings.kind === undefined ? "" : ` --kind "${settings.kind}"`}${settings.mode === undefined ? "" : ` --mode ${settings.mode}`}`;
}

function sweepFlag(): string {
  const rules = swept ?? settings.sweptRules;
  if (rules !== undefined) return ` --swept ${rules.join()}`;
  return settings.sweepsOnly === true ? " --rules" : "";
}

function save(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
}
