import {
  type AssumptionName,
  type Assumptions,
  assumptionNames,
  assumptionRows,
  isAssumptionName,
  isPureInUse,
} from "./assumptions.ts";
import type { Event } from "./events.ts";
import {
  aBoolean,
  entriesOf,
  integerFrom,
  numberFrom,
  OptionsError,
  oneOf,
  plainEntries,
  type Read,
  strings,
  unknownName,
  wrongType,
} from "./option-values.ts";

export { OptionsError } from "./option-values.ts";

import { type Preset, type ResolvedRules, type RuleSettings, readRules } from "./rule-settings.ts";

export type Mode = "infer" | "annotation" | "off";
export type TypeTier = "off" | "syntax";
export type CostModel = "speed";
export type FailOn = "never" | "bug" | "limit";
/** A glob as in `.gitignore`, or an expression to find in the path. Paths are relative to the working directory. */
export type Pattern = string | RegExp;
/**
 * `"cheapest"`; a random member of each class, by seed, whatever it costs; or, to see what saturation is worth,
 * `"greedy"`: the cheapest after one step of all rules, from there another step, as long as it gets cheaper.
 */
export type Extraction = "cheapest" | "greedy" | { readonly stress: number };

/** How far saturation of one region may go. Counted, never timed, so that the output is the same everywhere. */
export interface Limits {
  readonly nodes: number;
  readonly iterations: number;
  readonly matches: number;
}

export type AssumptionSettings = { readonly [Name in AssumptionName]?: boolean } & {
  readonly pure?: readonly string[];
};

/** What a user may set: one object for the API, the Babel plugin and the config file of the CLI. All optional. */
export interface Options {
  readonly mode?: Mode;
  readonly include?: Pattern | readonly Pattern[];
  readonly exclude?: Pattern | readonly Pattern[];
  readonly rules?: Preset | RuleSettings;
  readonly assume?: AssumptionSettings;
  readonly types?: TypeTier;
  readonly cost?: CostModel;
  readonly limits?: Partial<Limits>;
  readonly minGain?: number;
  readonly onEvent?: (event: Event) => void;
  readonly failOn?: FailOn;
  readonly extraction?: Extraction;
  readonly helpers?: "inline" | "import";
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly mode: Mode;
  /** Empty: every file. */
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly rules: ResolvedRules;
  readonly assume: Assumptions;
  readonly types: TypeTier;
  readonly cost: CostModel;
  readonly limits: Limits;
  readonly minGain: number;
  readonly onEvent: ((event: Event) => void) | undefined;
  readonly failOn: FailOn;
  readonly extraction: Extraction;
  readonly helpers: "inline" | "import";
  /** Attach to each `improved` event its derivation. Set by `explain`, not by users. */
  readonly derivations: boolean;
  /** Attach to each event of a region its e-graph. As `derivations`. */
  readonly egraphs: boolean;
}

/** Options that users may set. */
export type OptionName = Exclude<keyof ResolvedOptions, "derivations" | "egraphs">;

/** One option: what documentation, errors and {@link resolveOptions} are made from. */
export interface OptionRow<Value> {
  /** The values it takes, as a reader of the documentation would write them. */
  readonly type: string;
  /** The value when it is not given, as the documentation shows it. */
  readonly shownDefault: string;
  readonly default: Value;
  readonly doc: string;
  readonly read: Read<Value>;
}

const limitNames = ["nodes", "iterations", "matches"] as const;
const defaultLimits: Limits = { nodes: 4_000, iterations: 16, matches: 2_000 };
const noAssumptions: Assumptions = { ...assumptionFlags((name) => name === "builtinsIntact"), pure: [] };

/** Every option. */
export const optionTable: { readonly [Name in OptionName]: OptionRow<ResolvedOptions[Name]> } = {
  mode: {
    type: '"infer" | "annotation" | "off"',
    shownDefault: '"infer"',
    default: "infer",
    doc: '`infer`: every region that is proved liftable; `annotation`: only where the directive `"use eqsat"` stands; `off`: nothing.',
    read: oneOf(["infer", "annotation", "off"]),
  },
  include: {
    type: "glob | RegExp | (glob | RegExp)[]",
    shownDefault: "every file",
    default: [],
    doc: "Files that the Babel plugin, the bundlers and the CLI look at. Globs are written as in `.gitignore`; paths are relative to the working directory.",
    read: readPatterns,
  },
  exclude: {
    type: "glob | RegExp | (glob | RegExp)[]",
    shownDefault: '"node_modules"',
    default: ["node_modules"],
    doc: "Files that they leave alone; beats `include`.",
    read: readPatterns,
  },
  rules: {
    type: 'preset | { extends?: preset, [rule or "group/*"]: "on" | "off" }',
    shownDefault: '"recommended"',
    default: { preset: "recommended", switches: new Map() },
    doc: "A preset, or a preset with rules or groups of rules switched by name.",
    read: readRules,
  },
  assume: {
    type: "{ [assumption]: boolean, pure?: string[] }",
    shownDefault: "{ builtinsIntact: true }",
    default: noAssumptions,
    doc: "Risks accepted by name; see Assumptions.",
    read: readAssumptions,
  },
  types: {
    type: '"off" | "syntax"',
    shownDefault: '"syntax"',
    default: "syntax",
    doc: "Where facts about types come from: nowhere, or literals and operators (and annotations under `trustTypes`).",
    read: oneOf(["off", "syntax"], ["program"]),
  },
  cost: {
    type: '"speed"',
    shownDefault: '"speed"',
    default: "speed",
    doc: "What the cheapest form is measured by.",
    read: oneOf(["speed"], ["size", "memory"]),
  },
  limits: {
    type: "{ nodes?, iterations?, matches? }",
    shownDefault: `{ nodes: ${defaultLimits.nodes}, iterations: ${defaultLimits.iterations}, matches: ${defaultLimits.matches} }`,
    default: defaultLimits,
    doc: "How far the search goes in one region, counted.",
    read: readLimits,
  },
  minGain: {
    type: "number >= 1",
    shownDefault: "1.1",
    default: 1.1,
    doc: "Below this ratio of estimated costs the code is left alone.",
    read: numberFrom(1),
  },
  onEvent: {
    type: "(event) => void",
    shownDefault: "none",
    default: undefined,
    doc: "Called for every event, in order.",
    read: readListener,
  },
  failOn: {
    type: '"never" | "bug" | "limit"',
    shownDefault: '"never"',
    default: "never",
    doc: "Fail the build (Babel and bundlers: throw; CLI: exit 3) on a bug event, or on those and on limits reached.",
    read: oneOf(["never", "bug", "limit"]),
  },
  extraction: {
    type: '"cheapest" | "greedy" | { stress: seed }',
    shownDefault: '"cheapest"',
    default: "cheapest",
    doc: "For tests: `{ stress: SEED }` takes a random member of each class, whatever its cost; `greedy` keeps one form at a time.",
    read: readExtraction,
  },
  helpers: {
    type: '"inline" | "import"',
    shownDefault: '"inline"',
    default: "inline",
    doc: "Where guards live: `inline`, written once into the file that needs them; `import`, from `eqsat/runtime`, in files that import or export something.",
    read: oneOf(["inline", "import"]),
  },
};

/** Options of the design that nothing stands behind yet: an error instead of silence. */
const laterOptions: readonly string[] = ["report"];

export const optionNames: readonly OptionName[] = Object.keys(optionTable).filter(isOptionName);

/**
 * Fills in the defaults. Throws an {@link OptionsError} on a name or value that is not known, naming the nearest,
 * and on one that is not supported yet. `undefined` stands for "not given".
 */
export function resolveOptions(input: unknown = {}): ResolvedOptions {
  const given = new Map<string, unknown>();
  for (const [name, value] of plainEntries(input, "options")) {
    if (laterOptions.includes(name)) throw new OptionsError(`the option ${JSON.stringify(name)} is not supported yet`);
    if (!isOptionName(name)) throw unknownName("options", "option", name, optionNames);
    given.set(name, value);
  }
  const read = <Name extends OptionName>(name: Name): ResolvedOptions[Name] => {
    const row = optionTable[name];
    return given.has(name) ? row.read(given.get(name), name) : row.default;
  };
  return {
    mode: read("mode"),
    include: read("include"),
    exclude: read("exclude"),
    rules: read("rules"),
    assume: read("assume"),
    types: read("types"),
    cost: read("cost"),
    limits: read("limits"),
    minGain: read("minGain"),
    onEvent: read("onEvent"),
    failOn: read("failOn"),
    extraction: read("extraction"),
    helpers: read("helpers"),
    derivations: false,
    egraphs: false,
  };
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(optionTable, name);
}

function readLimits(input: unknown, at: string): Limits {
  const given = entriesOf(input, at, "limit", limitNames).map(([name, value]) => [
    name,
    integerFrom(1)(value, `${at}.${name}`),
  ]);
  return { ...defaultLimits, ...Object.fromEntries(given) };
}

function readPatterns(input: unknown, at: string): readonly Pattern[] {
  const list: unknown[] = Array.isArray(input) ? input : [input];
  return list.map((item) => {
    if (item instanceof RegExp || (typeof item === "string" && item !== "")) return item;
    throw wrongType(at, "a glob, a regular expression or an array of them", item);
  });
}

function readListener(input: unknown, at: string): (event: Event) => void {
  if (typeof input !== "function") throw wrongType(at, "a function", input);
  return (event) => {
    input(event);
  };
}

function readExtraction(input: unknown, at: string): Extraction {
  if (typeof input === "string") return oneOf(["cheapest", "greedy"])(input, at);
  const stress = entriesOf(input, at, "extraction", ["stress"]).find(([name]) => name === "stress");
  if (stress === undefined) throw wrongType(at, '"cheapest" or { stress: SEED }', input);
  return { stress: integerFrom(0)(stress[1], `${at}.stress`) };
}

function readAssumptions(input: unknown, at: string): Assumptions {
  const accepted = new Map<AssumptionName, boolean>();
  let pure: readonly string[] = [];
  for (const [name, value] of entriesOf(input, at, "assumption", [...assumptionNames, "pure"])) {
    if (isAssumptionName(name)) accepted.set(name, readAssumption(name, value, `${at}.${name}`));
    else pure = readPure(value, `${at}.${name}`);
  }
  return { ...assumptionFlags((name) => accepted.get(name) ?? noAssumptions[name]), pure };
}

function readPure(value: unknown, at: string): readonly string[] {
  const names = strings(value, at);
  if (names.length > 0 && !isPureInUse) throw notReadYet(at);
  return names;
}

function notReadYet(at: string): OptionsError {
  return new OptionsError(`${at} is not supported yet: nothing would change by accepting it`);
}

function readAssumption(name: AssumptionName, value: unknown, at: string): boolean {
  const accepted = aBoolean(value, at);
  if (accepted && !assumptionRows[name].inUse) {
    throw notReadYet(at);
  }
  return accepted;
}

function assumptionFlags(isAccepted: (name: AssumptionName) => boolean): Record<AssumptionName, boolean> {
  return {
    builtinsIntact: isAccepted("builtinsIntact"),
    pureGetters: isAccepted("pureGetters"),
    pureCoercions: isAccepted("pureCoercions"),
    plainArrays: isAccepted("plainArrays"),
    noHoles: isAccepted("noHoles"),
    trustTypes: isAccepted("trustTypes"),
    ignoreErrorOrder: isAccepted("ignoreErrorOrder"),
    exactPow: isAccepted("exactPow"),
    approxMath: isAccepted("approxMath"),
    reassociate: isAccepted("reassociate"),
    reciprocal: isAccepted("reciprocal"),
    finiteMath: isAccepted("finiteMath"),
    ignoreNegativeZero: isAccepted("ignoreNegativeZero"),
    noDocumentAll: isAccepted("noDocumentAll"),
    iterableIsArray: isAccepted("iterableIsArray"),
    arrayLikeIsIterable: isAccepted("arrayLikeIsIterable"),
    ignoreToPrimitiveHint: isAccepted("ignoreToPrimitiveHint"),
  };
}
