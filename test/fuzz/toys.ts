import { parseArgs } from "node:util";
import { hideFunctionText } from "../../trial/function-text.ts";
import { modeNamed } from "./modes.ts";
import { newTally, step } from "./session.ts";
import { RIGHT, WRONG } from "./wrong-optimizers.ts";

/**
 * Does the fuzzer work? Runs it against toy optimizers: in the right ones it must find nothing, in every wrong one the
 * mistake. `node toys.js [--quick] [--only TEXT]`; exit code 1 otherwise. `--quick` leaves out the mistakes that take
 * more than a few hundred programs to meet.
 */
process.on("unhandledRejection", () => {});
hideFunctionText();

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const { only, quick } = values;
const most = quick ? 150 : 600;
const RARE = new Set(["includes by ===", "lastIndexOf is indexOf", "x * 0 is 0"]);
const modes = [modeNamed("default")];
let failures = 0;

for (const [toys, isRight] of [
  [RIGHT, true],
  [WRONG, false],
] as const) {
  for (const [name, optimizer] of Object.entries(toys)) {
    if (!name.includes(only) || (quick && RARE.has(name))) continue;
    const tally = newTally();
    let found: string | undefined;
    let index = 0;
    for (; index < (isRight ? 40 : most) && found === undefined; index++) {
      found = (await step({ seed: 1, modes }, index, optimizer, tally))?.difference;
    }
    const isFine = isRight === (found === undefined);
    if (!isFine) failures++;
    const verdict =
      found === undefined
        ? `nothing in ${tally.small.programs + tally.large.programs} programs`
        : `step ${index - 1}: ${found.slice(0, 120)}`;
    console.log(`${isFine ? "ok    " : "FAILED"} ${isRight ? "right" : "wrong"}, ${name}: ${verdict}`);
  }
}
process.exitCode = failures > 0 ? 1 : 0;
