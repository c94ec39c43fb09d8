// @ts-check
/**
 * `npm run test262 -- CHECKOUT [FOLDER…] [--seeds 1,2,3] [--contract NAME] [--jobs 2] [--json FILE]`: does what passes
 * in tc39/test262 still pass after the plugin? Each test runs as written, then, if that passes, every different program
 * that the plugin makes of it: both contracts, cheapest and stress extraction, harness as written and transformed.
 * FOLDER is below the checkout's test/; without any, the folders that the plugin could touch.
 * Exit code 1 when a test regressed that test262-patched.json does not list, when a bug was reported, or when too little
 * was run or changed to mean anything; 2 on wrong usage.
 */
import { fork } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import { readArguments } from "./arguments.mjs";
import { root, warnIfStale } from "./built-package.mjs";
import { AS_WRITTEN, crashed } from "./test262-verdict.mjs";

/** @typedef {import("./test262-verdict.mjs").Verdict} Verdict */
/** @typedef {import("./test262-verdict.mjs").Variant} Variant */

/** What the plugin has rules about. */
const defaultFolders = [
  ...["Array", "TypedArray", "TypedArrayConstructors", "Math", "Number", "BigInt", "String"].map(
    (name) => `built-ins/${name}`,
  ),
  ...["keys", "values", "entries"].map((name) => `built-ins/Object/${name}`),
  "language/expressions",
];

/** Of the default folders: fewer than these would mean that the host or the plugin does nothing. */
const LEAST_PASSING = 15_000;
const LEAST_CHANGED = 1500;

/** Realms are not always freed: a process is replaced after so many batches of 50 files. */
const BATCHES_OF_A_PROCESS = 8;

const { values, positionals } = readArguments(
  "npm run test262 -- CHECKOUT [FOLDER...] [--seeds 1,2,3] [--contract NAME] [--jobs 2] [--json FILE]",
  {
    allowPositionals: true,
    options: {
      seeds: { type: "string", default: "1,2,3" },
      contract: { type: "string" },
      jobs: { type: "string", default: "2" },
      json: { type: "string" },
    },
  },
  { atLeast: 1 },
);
const [wanted = "", ...chosen] = positionals;
const checkout = resolve(wanted);
if (!existsSync(join(checkout, "harness/assert.js")))
  fail(`${checkout} is no checkout of test262: git clone https://github.com/tc39/test262`);
const seeds = values.seeds.split(",").map(Number);
if (!seeds.every(Number.isSafeInteger)) fail(`--seeds wants whole numbers, not "${values.seeds}"`);
const jobs = Number(values.jobs);
if (!Number.isInteger(jobs) || jobs < 1) fail(`--jobs wants a number from 1, not "${values.jobs}"`);

const contracts = { default: {}, patched: { assume: { builtinsIntact: false } } };
const names = /** @type {(keyof typeof contracts)[]} */ (Object.keys(contracts));
if (values.contract !== undefined && !names.some((name) => name === values.contract))
  fail(`--contract is one of ${names.join(", ")}`);
/** @type {Variant[]} */
const variants = names
  .filter((name) => values.contract === undefined || name === values.contract)
  .flatMap((contract) => [
    { contract, extraction: "cheapest", options: contracts[contract] },
    ...seeds.map((stress) => ({
      contract,
      extraction: `stress ${stress}`,
      options: { ...contracts[contract], extraction: { stress } },
    })),
  ]);

const folders = chosen.length > 0 ? chosen : defaultFolders;
const files = folders
  .flatMap((folder) => {
    const path = `test/${folder.replace(/^test\/|\/$/g, "")}`;
    const found = path.endsWith(".js")
      ? [path].filter((each) => existsSync(join(checkout, each)))
      : globSync([`${path}/**/*.js`], { cwd: checkout, ignore: ["**/*_FIXTURE*"] });
    if (found.length === 0) fail(`${join(checkout, path)}: no test there`);
    return found;
  })
  .sort();
warnIfStale();

/** Tests that patch what the standing assumption says nobody patches, by file, with what they do. @type {Record<string, string>} */
const patched = JSON.parse(readFileSync(join(root, "bench/test262-patched.json"), "utf8"));

const verdicts = await runAll();
report();

/** @returns {Promise<Verdict[]>} */
async function runAll() {
  /** @type {string[][]} */
  const batches = [];
  for (let start = 0; start < files.length; start += 50) batches.push(files.slice(start, start + 50));
  /** @type {Verdict[]} */
  const all = [];
  await Promise.all(Array.from({ length: jobs }, () => runCell(batches, all)));
  return all.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Processes, one after another, that take batches until there are none. A file that crashes its process is judged by
 * where it did, and the rest of its batch is done again.
 * @param {string[][]} batches @param {Verdict[]} all @returns {Promise<void>}
 */
async function runCell(batches, all) {
  for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
    const step = await runBatches(batch, batches, all);
    if (step === undefined) continue;
    all.push(crashed(step.last));
    batches.push(step.batch.filter((file) => file !== step.last.file));
  }
}

/**
 * @param {string[]} first @param {string[][]} batches @param {Verdict[]} all
 * @returns {Promise<{ batch: string[], last: import("./test262-verdict.mjs").Step } | undefined>} where it crashed
 */
function runBatches(first, batches, all) {
  return new Promise((finish) => {
    const cell = fork(join(root, "bench/test262-cell.mjs"), {
      execArgv: ["--experimental-vm-modules", "--no-warnings", "--expose-gc"],
      env: { ...process.env, TZ: "UTC" },
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
    let batch = first;
    let done = 0;
    let last = { file: first[0] ?? "", at: AS_WRITTEN };
    cell.on("message", (/** @type {{ step: typeof last } | { verdicts: Verdict[] }} */ message) => {
      if ("step" in message) {
        last = message.step;
        return;
      }
      all.push(...message.verdicts);
      const next = ++done < BATCHES_OF_A_PROCESS ? batches.pop() : undefined;
      if (next === undefined) cell.disconnect();
      else {
        batch = next;
        cell.send({ files: next });
      }
    });
    cell.on("exit", (code) => finish(code === 0 ? undefined : { batch, last }));
    cell.send({ checkout, variants });
    cell.send({ files: first });
  });
}

function report() {
  const ran = verdicts.filter(({ skipped }) => skipped === undefined);
  const passing = ran.reduce((sum, each) => sum + each.passing, 0);
  const runs = ran.reduce((sum, each) => sum + each.runs, 0);
  console.log(`${files.length} files; skipped ${files.length - ran.length}`);
  rows(tally(verdicts.flatMap(({ skipped }) => skipped ?? [])));
  const failing = ran.reduce((sum, each) => sum + each.failing.length, 0);
  const filesPassing = ran.filter((each) => each.passing > 0).length;
  console.log(`as written: ${passing} pass in ${filesPassing} files, ${failing} fail (this host and this Node)`);
  console.log(`programs made of these by the plugin and run: ${runs}`);
  const unparsed = new Set(ran.filter((each) => each.unparsed.length > 0).map(({ file }) => file));
  console.log(`files that our parser refuses: ${unparsed.size}`);

  console.log("files changed:");
  const changedBy = (/** @type {(variant: string) => boolean} */ of) =>
    ran.filter(({ changed, passing }) => passing > 0 && changed.some(of)).length;
  for (const contract of new Set(variants.map((variant) => variant.contract))) {
    console.log(`    ${contract}, cheapest ${changedBy((name) => name === `${contract}, cheapest`)}`);
    console.log(`    ${contract}, any stress seed ${changedBy((name) => name.startsWith(`${contract}, stress`))}`);
  }
  const underStress = changedBy((name) => name.includes("stress"));

  const bugs = ran.flatMap(({ file, bugs }) => bugs.map((bug) => `${file} (${bug.variant}): ${bug.message}`));
  list("BUGS", bugs);
  let unlisted = 0;
  for (const contract of names) {
    const worse = ran
      .map((each) => ({
        file: each.file,
        hits: each.regressions.filter(({ variant }) => variant.startsWith(`${contract},`)),
      }))
      .filter(({ hits }) => hits.length > 0);
    const excused = contract === "default" ? worse.filter(({ file }) => file in patched) : [];
    const real = worse.filter((each) => !excused.includes(each));
    unlisted += real.length;
    console.log(
      `${contract}: ${real.length} files regressed${contract === "default" ? `, and ${excused.length} that patch built-ins` : ""}`,
    );
    for (const { file, hits } of real) {
      console.log(`  ${file}`);
      for (const hit of hits.slice(0, 3))
        console.log(`    ${hit.mode}, ${hit.variant}, harness ${hit.harness}: ${hit.message.slice(0, 200)}`);
    }
  }
  const regressed = new Set(ran.filter(({ regressions }) => regressions.length > 0).map(({ file }) => file));
  const tested = new Set(ran.map(({ file }) => file));
  list(
    "in test262-patched.json without need",
    Object.keys(patched).filter((file) => tested.has(file) && !regressed.has(file)),
  );

  const whole = chosen.length === 0;
  const tooFew = whole && (passing < LEAST_PASSING || underStress < LEAST_CHANGED);
  if (tooFew)
    console.log(`TOO FEW: wanted ${LEAST_PASSING} passing runs and ${LEAST_CHANGED} files changed under stress`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(verdicts, undefined, 1)}\n`);
  process.exitCode = unlisted > 0 || bugs.length > 0 || tooFew ? 1 : 0;
}

/** @param {readonly string[]} items @returns {Map<string, number>} */
function tally(items) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** @param {Map<string, number>} counts */
function rows(counts) {
  for (const [name, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`    ${String(count).padStart(5)}  ${name}`);
}

/** @param {string} title @param {readonly string[]} items */
function list(title, items) {
  if (items.length === 0) return;
  console.log(`${title}: ${items.length}`);
  for (const item of items) console.log(`  ${item}`);
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(2);
}
