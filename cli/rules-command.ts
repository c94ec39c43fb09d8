import picocolors from "picocolors";
import { suggestion } from "../plugin/nearest-name.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { enabledRules, type RuleEntry, ruleCatalogue } from "../plugin/rule-catalogue.ts";
import type { Flags } from "./command-line.ts";
import { type Colors, exitCodes, type Terminal, UsageError } from "./terminal.ts";

/** `eqsat rules [NAME]`: all rules, those of a group, or one with its conditions and examples. Gives the exit code. */
export function rulesCommand(
  name: string | undefined,
  { flags, options }: { readonly flags: Flags; readonly options: ResolvedOptions },
  terminal: Terminal,
): number {
  const chosen = chosenRules(name);
  const enabled = enabledRules(options.rules, options.assume);
  if (flags.format === "json") {
    const shown = chosen.map((rule) => ({ ...rule, on: enabled.has(rule.id) }));
    terminal.out(`${JSON.stringify(shown, undefined, 2)}\n`);
    return exitCodes.done;
  }
  const colors = picocolors.createColors(terminal.color && flags.color);
  const isOne = chosen.length === 1 && chosen[0]?.id === name;
  terminal.out(isOne ? ruleText(chosen[0]!, enabled, colors) : ruleList(chosen, enabled, colors));
  return exitCodes.done;
}

function chosenRules(name: string | undefined): readonly RuleEntry[] {
  if (name === undefined) return ruleCatalogue;
  const group = name.replace(/\/\*?$/, "");
  const chosen = ruleCatalogue.filter(({ id }) => id === name || id.startsWith(`${group}/`));
  if (chosen.length > 0) return chosen;
  const groups = ruleCatalogue.map(({ id }) => id.slice(0, id.lastIndexOf("/")));
  const near = suggestion(name, new Set([...ruleCatalogue.map(({ id }) => id), ...groups]));
  throw new UsageError(`unknown rule ${JSON.stringify(name)}${near || ": eqsat rules lists them"}`);
}

function ruleList(rules: readonly RuleEntry[], enabled: ReadonlySet<string>, { bold, dim }: Colors): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map((rule) => {
    const off = enabled.has(rule.id) ? "" : dim("  (off)");
    return `${bold(rule.id.padEnd(width))}  ${rule.statement}${off}`;
  });
  return `${lines.join("\n")}\n\n${rules.length} rules. eqsat rules NAME shows conditions, proof and examples of one.\n`;
}

function ruleText(rule: RuleEntry, enabled: ReadonlySet<string>, { bold, dim }: Colors): string {
  const section = (title: string, lines: readonly string[], none: string): string[] => [
    `  ${title}: ${lines.length === 0 ? none : ""}`.trimEnd(),
    ...lines.map((line) => `    ${line}`),
  ];
  return `${[
    `${bold(rule.id)}  ${enabled.has(rule.id) ? "" : dim("(off)")}`.trimEnd(),
    `  ${rule.statement}`,
    ...section("when", rule.conditions, "always"),
    ...section("assumptions", rule.assume, "none"),
    `  proof: ${rule.proved}`,
    ...section("fires in", rule.yes, "no example"),
    ...section("must not fire in", rule.no, "no example"),
  ].join("\n")}\n`;
}
