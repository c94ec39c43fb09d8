import { resolve } from "node:path";
import { OptionsError, type ResolvedOptions, resolveOptions } from "../plugin/options.ts";
import type { Flags } from "./command-line.ts";
import { type ConfigFile, findConfigFile, readConfigFile } from "./config-file.ts";
import { UsageError } from "./terminal.ts";

/** The options in force, and the file that some of them come from. */
export interface Settings {
  readonly options: ResolvedOptions;
  readonly configFile: string | undefined;
}

/** Flags over configuration file over defaults. Throws a {@link UsageError} on what is not valid, naming its source. */
export async function readSettings(cwd: string, flags: Flags): Promise<Settings> {
  const file = await chosenConfigFile(cwd, flags);
  const base = file ? checked(file.options, `in ${file.path}: `) : resolveOptions();
  return { options: withFlags(base, flags), configFile: file?.path };
}

async function chosenConfigFile(cwd: string, flags: Flags): Promise<ConfigFile | undefined> {
  if (flags.config === undefined) return await findConfigFile(cwd);
  const path = resolve(cwd, flags.config);
  const options = await readConfigFile(path);
  if (options === undefined) throw new UsageError(`${path} has no key "eqsat"`);
  return { path, options };
}

function withFlags(base: ResolvedOptions, flags: Flags): ResolvedOptions {
  const { rules: preset, rule: switches = [], assume = [], cost, types } = flags;
  const promised = assume.filter((key) => key.startsWith("pure=")).map((key) => key.slice("pure=".length));
  const keys = assume.filter((key) => !key.startsWith("pure="));
  const given = checked(
    {
      rules: { extends: preset, ...Object.fromEntries(switches.map(readSwitch)) },
      assume: { ...Object.fromEntries(keys.map((key) => [key, true])), ...(promised.length > 0 && { pure: promised }) },
      cost,
      types,
    },
    "",
  );
  const accepted = Object.entries(given.assume).filter(([, value]) => value === true);
  return {
    ...base,
    rules: {
      preset: preset === undefined ? base.rules.preset : given.rules.preset,
      switches: new Map([...base.rules.switches, ...given.rules.switches]),
    },
    assume: { ...base.assume, ...Object.fromEntries(accepted), pure: [...base.assume.pure, ...promised] },
    cost: cost === undefined ? base.cost : given.cost,
    types: types === undefined ? base.types : given.types,
  };
}

function readSwitch(text: string): [string, string] {
  const equals = text.lastIndexOf("=");
  if (equals < 1) throw new UsageError(`--rule ${text}: write NAME=on or NAME=off`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function checked(options: unknown, where: string): ResolvedOptions {
  try {
    return resolveOptions(options);
  } catch (error) {
    if (error instanceof OptionsError) throw new UsageError(where + error.message);
    throw error;
  }
}
