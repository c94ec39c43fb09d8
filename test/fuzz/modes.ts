import type { Relaxation } from "../../trial/difference.ts";
import type { InputOptions } from "./inputs.ts";
import type { Optimizer, OptimizerOptions } from "./optimizer.ts";
import type { ProgramOptions } from "./program.ts";

/** The weight of all modes but the default one. */
const WEIGHT = 0.25;

/** A contract to test: the options, the inputs that keep what they promise, and what is then not compared. */
export interface Mode {
  readonly name: string;
  readonly options: OptimizerOptions;
  readonly inputs: InputOptions;
  readonly program: ProgramOptions;
  readonly relax: Relaxation;
  /** How often it is drawn. */
  readonly weight: number;
  /**
   * Roundings may differ. No bound on them holds where a program compares or converts: so a case is compared only if
   * the original itself stays within the tolerance when its inputs move by 2^13 units in the last place, which is what
   * thousands of roundings do, and the tolerance is a thousand times that.
   */
  readonly rounds?: boolean;
  /** No arithmetic meets an infinity or NaN: a call whose result holds one is not compared. */
  readonly finite?: boolean;
  /** Run with patched built-ins. */
  readonly patched?: boolean;
}

const NOTHING: Pick<Mode, "inputs" | "program" | "relax"> = { inputs: {}, program: {}, relax: {} };

/** How near numbers must be: see {@link Mode.rounds}. */
const TOLERANCE = 1e-9;

/** Equal to within rounding that adds up over a few operations, and whatever sign a zero has. */
function nearly(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1);
}

function assuming(key: string, promise: Partial<Pick<Mode, "inputs" | "program" | "relax">>): Mode {
  return { ...NOTHING, name: key, options: { assume: { [key]: true } }, weight: WEIGHT, ...promise };
}

/** Assumptions after which only nearly the same number comes out, and only of arithmetic that stays finite. */
function rounding(name: string, options: OptimizerOptions): Mode {
  return {
    name,
    options,
    inputs: { finite: true },
    program: {},
    relax: { sameNumber: nearly },
    rounds: true,
    finite: options.rules === "fast-math" || Reflect.get(Object(options.assume), "finiteMath") === true,
    weight: WEIGHT,
  };
}

/** The default contract under other options. */
function under(name: string, options: OptimizerOptions, more: Partial<Mode> = {}): Mode {
  return { ...NOTHING, name, options, weight: WEIGHT, ...more };
}

/** The default contract, one per assumption whose promise inputs can keep, and one per option that changes the search. */
export const MODES: readonly Mode[] = [
  { ...NOTHING, name: "default", options: {}, weight: 8 },
  assuming("pureGetters", { inputs: { noGetters: true }, program: { tame: true } }),
  assuming("pureCoercions", { inputs: { noCoercions: true } }),
  assuming("plainArrays", { inputs: { trustTypes: true, holes: true }, program: { plainReceivers: true } }),
  assuming("noHoles", {
    inputs: { noHoles: true, noGetters: true },
    program: { tame: true, noHoles: true },
  }),
  assuming("trustTypes", { inputs: { trustTypes: true }, program: { typescript: true, tame: true } }),
  assuming("ignoreErrorOrder", { relax: { errorOrder: true } }),
  assuming("exactPow", {}),
  assuming("noDocumentAll", {}),
  rounding("approxMath", { assume: { approxMath: true } }),
  rounding("reassociate", { assume: { reassociate: true } }),
  rounding("reciprocal", { assume: { reciprocal: true } }),
  rounding("finiteMath", { assume: { finiteMath: true, reassociate: true } }),
  rounding("roundings", {
    assume: { reassociate: true, approxMath: true, exactPow: true, reciprocal: true, finiteMath: true },
  }),
  rounding("fast-math", { rules: "fast-math" }),
  under("exact", { rules: "exact" }),
  under("size", { rules: "size" }),
  under("greedy", { extraction: "greedy" }),
  under("every gain", { minGain: 1 }),
  under("few limits", { limits: { nodes: 60, iterations: 2, matches: 20 } }),
  under("no types", { types: "off" }),
  under("imported helpers", { helpers: "import" }),
  under("patched", { assume: { builtinsIntact: false } }, { patched: true }),
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
