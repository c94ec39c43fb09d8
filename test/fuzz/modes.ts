import type { Relaxation } from "../../trial/difference.ts";
import type { InputOptions } from "./inputs.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import type { ProgramOptions } from "./program.ts";

/** A contract to test: the options, the inputs that keep what they promise, and what is then not compared. */
export interface Mode {
  readonly name: string;
  readonly options: OptimizerOptions;
  readonly inputs: InputOptions;
  readonly program: ProgramOptions;
  readonly relax: Relaxation;
  /** How often it is drawn, against 1 for all assumptions together. */
  readonly weight: number;
}

const NOTHING: Pick<Mode, "inputs" | "program" | "relax"> = { inputs: {}, program: {}, relax: {} };

/** Equal to within rounding that adds up over a few operations. */
function nearly(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function assuming(key: string, promise: Partial<Pick<Mode, "inputs" | "program" | "relax">>): Mode {
  return { ...NOTHING, name: key, options: { assume: { [key]: true } }, weight: 0.12, ...promise };
}

/** The default contract, and one per assumption whose promise inputs can keep. */
export const MODES: readonly Mode[] = [
  { ...NOTHING, name: "default", options: {}, weight: 8 },
  assuming("pureGetters", { inputs: { noGetters: true }, program: { tame: true } }),
  assuming("pureCoercions", { inputs: { noCoercions: true } }),
  assuming("plainArrays", { inputs: { trustTypes: true }, program: { plainReceivers: true } }),
  assuming("noHoles", {
    inputs: { noHoles: true, plainArrays: true, noGetters: true },
    program: { tame: true, noHoles: true },
  }),
  assuming("trustTypes", { inputs: { trustTypes: true }, program: { typescript: true, tame: true } }),
  assuming("ignoreErrorOrder", { relax: { errorOrder: true } }),
  assuming("exactPow", {}),
  assuming("approxMath", { relax: { sameNumber: nearly } }),
  assuming("noDocumentAll", {}),
];

/** The modes whose assumptions `optimizer` takes: one that nothing reads yet is refused as an option. */
export function supportedModes(optimizer: Optimizer): readonly Mode[] {
  return MODES.filter((mode) => {
    if (mode.name === "default") return true;
    try {
      optimizer("", mode.options);
      return true;
    } catch {
      return false;
    }
  });
}

export function modeNamed(name: string): Mode {
  const found = MODES.find((mode) => mode.name === name);
  if (found === undefined) throw new Error(`no mode ${name}; there are ${MODES.map((mode) => mode.name).join(", ")}`);
  return found;
}
