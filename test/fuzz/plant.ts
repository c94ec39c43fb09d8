import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { digestOf, type PlantResult, readPlantRecord, writePlantRecord } from "./plant-record.ts";
import { kindOf, PLANTED_BUGS, type PlantedBug } from "./planted-bugs.ts";

/**
 * `npm run plant [-- --programs N --seed S --only TEXT --jobs N --open]`: plants each bug into a copy of the compiled
 * optimizer and fuzzes it, first with the programs that found it last time; what comes of it is kept in `planted.json`.
 * `--open` hunts those that were not found yet.
 * Exit code 1 if a bug survives, or if it no longer fits the code.
 */
const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "250" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    jobs: { type: "string", default: "2" },
    open: { type: "boolean", default: false },
  },
});

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "../..");
const ROOMS = ["ir", "egraph", "rules", "syntax", "lift", "lower", "plugin"];

/** How it went with one bug: found after so many programs, or what went wrong. */
interface Result {
  readonly found: boolean;
  readonly steps: number;
  readonly text: string;
}

async function plant(bug: PlantedBug, directory: string, known: number | undefined): Promise<Result> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const room of ROOMS) cpSync(path.join(built, room), path.join(directory, room), { recursive: true });
  const file = path.join(directory, bug.file);
  const text = readFileSync(file, "utf8");
  const places = [...text.matchAll(new RegExp(bug.find, `${bug.find.flags}g`))].length;
  if (places !== 1) return { found: false, steps: 0, text: `does not fit ${bug.file}: ${places} places` };
  writeFileSync(file, text.replace(bug.find, bug.replace));
  const kind = kindOf(bug);
  const mode = [
    ...(bug.mode === undefined ? [] : ["--mode", bug.mode]),
    ...(kind === undefined ? [] : kind === "rules" ? ["--rules"] : ["--kind", kind]),
  ];
  const optimizer = path.join(directory, "plugin/index.js");
  const again = known === undefined ? undefined : await hunt(optimizer, mode, known, known + 1);
  const result = again?.found === true ? again : await hunt(optimizer, mode, 0, Number(values.programs));
  rmSync(directory, { recursive: true, force: true });
  return result;
}

/** Fuzzes from step `start` until a program fails that does not fail without the bug. */
async function hunt(optimizer: string, mode: readonly string[], start: number, end: number): Promise<Result> {
  let from = start;
  for (;;) {
    if (from >= end) return { found: false, steps: end, text: "SURVIVED: all findings are there without it too" };
    const output = await fuzz([
      ...mode,
      "--optimizer",
      optimizer,
      "--programs",
      String(end - from),
      "--from",
      String(from),
    ]);
    const finding = /FINDING.*? at program (\d+)[:;,] (.*)/.exec(output);
    if (finding === null) return { found: false, steps: end, text: `SURVIVED: ${output.trim().split("\n").at(-1)}` };
    const index = Number(finding[1]);
    if (!(await failsWithout(mode, index))) {
      return { found: true, steps: index, text: `program ${index}: ${(finding[2] ?? "").slice(0, 110)}` };
    }
    from = index + 1;
  }
}

const withoutBugs = new Map<string, Promise<string>>();

/** Does step `index` fail without a bug too? Many bugs are found at the same steps. */
async function failsWithout(mode: readonly string[], index: number): Promise<boolean> {
  const step = [...mode, "--from", String(index), "--programs", "1"];
  const output = withoutBugs.get(step.join(" ")) ?? fuzz(step);
  withoutBugs.set(step.join(" "), output);
  return (await output).includes("FINDING");
}

function fuzz(more: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [path.join(here, "main.js"), "--seed", values.seed, "--quick", ...more]);
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve) => child.on("close", () => resolve(output)));
}

const recordFile = path.join(here, "../../../fuzz/planted.json");
const record = readPlantRecord(recordFile);
const queue = PLANTED_BUGS.filter(
  ({ name }) => name.includes(values.only) && !(values.open && record[name]?.outcome === "found"),
);
let missed = 0;
let next = 0;
async function work(job: number): Promise<void> {
  for (let bug = queue[next++]; bug !== undefined; bug = queue[next++]) {
    const last = record[bug.name];
    const known = last?.outcome === "found" ? last.steps : undefined;
    const { found, steps, text } = await plant(bug, path.join(built, `planted-${process.pid}-${job}`), known);
    const result: PlantResult = { digest: digestOf(bug), outcome: found ? "found" : "missed", steps };
    // What another run has recorded since stays.
    writePlantRecord(recordFile, { ...readPlantRecord(recordFile), [bug.name]: result });
    if (!found) missed++;
    console.log(`${found ? "found" : "MISSED"}  ${bug.name}: ${text}`);
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, (_, job) => work(job)));
console.log(`${queue.length - missed} of ${queue.length} planted bugs found`);
process.exitCode = missed > 0 ? 1 : 0;
