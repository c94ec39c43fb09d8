import { isAssumptionName } from "../plugin/assumptions.ts";
import { optionNames } from "../plugin/options.ts";
import type { Settings } from "./settings.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** `eqsat --print-config`: the options in force, as JSON that a configuration file could hold. */
export function printConfig({ options, configFile }: Settings, terminal: Terminal): number {
  const { rules, assume, onEvent } = options;
  const accepted = Object.entries(assume).filter(([name, value]) => isAssumptionName(name) && value === true);
  const shown = {
    ...Object.fromEntries(optionNames.map((name) => [name, options[name]])),
    include: options.include.map(String),
    exclude: options.exclude.map(String),
    rules: {
      extends: rules.preset,
      ...Object.fromEntries([...rules.switches].map(([id, on]) => [id, on ? "on" : "off"])),
    },
    assume: { ...Object.fromEntries(accepted), pure: assume.pure },
    onEvent: onEvent && "(a function)",
  };
  terminal.err(`${configFile === undefined ? "no configuration file" : `configuration file: ${configFile}`}\n`);
  terminal.out(`${JSON.stringify(shown, undefined, 2)}\n`);
  return exitCodes.done;
}
