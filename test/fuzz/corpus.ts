import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "../../trial/spec.ts";
import { check, type Finding, type Source } from "./check.ts";
import { MODES, type Mode, modeNamed } from "./modes.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";

/**
 * Past failures, one file each in `corpus/`: lines `found:`, `options:`, `file:` and `cases:`, a line `---`, and the
 * program. They are replayed before anything new is tried.
 */
export interface PastFailure extends Source {
  readonly name: string;
  readonly mode: Mode;
  readonly options: OptimizerOptions;
  readonly cases: readonly Case[];
}

/** The failures in `directory`, by name. Throws where a file is not as described. */
export function readCorpus(directory: string): readonly PastFailure[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .sort()
    .map((file) => parsePast(file, readFileSync(path.join(directory, file), "utf8")));
}

function parsePast(file: string, text: string): PastFailure {
  const at = text.indexOf("\n---\n");
  const field = (name: string): string => {
    const line = new RegExp(`^${name}: (.*)$`, "m").exec(text.slice(0, at))?.[1];
    if (line === undefined) throw new Error(`corpus/${file}: no line "${name}:"`);
    return line;
  };
  const options = JSON.parse(field("options")) as OptimizerOptions;
  // The inputs may hold undefined, -0 and BigInts: they are written as JavaScript.
  const cases = new Function(`return ${field("cases")}`)() as readonly Case[];
  return {
    name: file.replace(/\..*$/, ""),
    source: text.slice(at + "\n---\n".length),
    filename: field("file"),
    mode: modeOf(options),
    options,
    cases,
  };
}

/** The mode of these options, what is drawn for each program aside. */
function modeOf(options: OptimizerOptions): Mode {
  const wanted = settingsOf(options);
  return MODES.find((mode) => settingsOf(mode.options) === wanted) ?? modeNamed("default");
}

function settingsOf({ extraction, host: _, ...rest }: OptimizerOptions): string {
  return JSON.stringify(typeof extraction === "string" ? { ...rest, extraction } : rest);
}

/** The finding that the failure is still, or is again, under its own options, the default ones or random extraction. */
export async function replay(past: PastFailure, optimizer: Optimizer): Promise<Finding | undefined> {
  const { extraction, host } = past.options;
  const own: OptimizerOptions = {
    ...(extraction !== undefined && { extraction }),
    ...(host !== undefined && { host }),
  };
  const variants: readonly OptimizerOptions[] = [own, {}, { extraction: { stress: 1 } }, { extraction: { stress: 2 } }];
  return (await check(past, past.cases, past.mode, variants, optimizer)).finding;
}
