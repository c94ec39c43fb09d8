import { parseArgs } from "node:util";
import { runChild } from "./child.ts";
import type { ToyTask, ToyVerdict } from "./toy-child.ts";
import { RIGHT, WRONG } from "./wrong-optimizers.ts";

/**
 * Does the fuzzer work? Runs it against toy optimizers: in the right ones it must find nothing, in every wrong one the
 * mistake. `node toys.js [--quick] [--only TEXT]`; exit code 1 otherwise. `--quick` leaves out the mistakes that take
 * more than a few hundred programs to meet.
 */
const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const { only, quick } = values;
const most = quick ? 300 : 1000;
const RARE = new Set(["includes by ===", "lastIndexOf is indexOf", "x * 0 is 0"]);

const left = [...Object.keys(RIGHT), ...Object.keys(WRONG)].filter(
  (name) => name.includes(only) && !(quick && RARE.has(name)),
);
let failures = 0;

function judge(name: string, found: string | undefined, text: string): void {
  left.shift();
  const isRight = name in RIGHT;
  const isFine = isRight === (found === undefined);
  if (!isFine) failures++;
  console.log(`${isFine ? "ok    " : "FAILED"} ${isRight ? "right" : "wrong"}, ${name}: ${text}`);
}

// One process for all, as long as it lives: a wrong optimizer may well end it, and that is a way of being found.
while (left.length > 0) {
  const task: ToyTask = { names: left, most };
  const ending = await runChild<ToyVerdict>(new URL("./toy-child.js", import.meta.url), task, (verdict) => {
    const { name, programs, step, difference } = verdict;
    const text = difference === undefined ? `nothing in ${programs} programs` : `step ${step}: ${difference}`;
    judge(name, difference, text.slice(0, 140));
  });
  if (ending.how === "exits") break;
  const [name] = left;
  if (name === undefined) break;
  judge(name, ending.text, `step ${ending.index}: the process ${ending.how}, ${ending.text}`.slice(0, 140));
}
process.exitCode = failures > 0 || left.length > 0 ? 1 : 0;
