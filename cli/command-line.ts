import { Command, CommanderError, Option } from "commander";
import { UsageError } from "./terminal.ts";

/** Flags as commander reads them: every key is a long flag in camel case. */
export interface Flags {
  readonly write?: true;
  readonly check?: true;
  readonly diff?: true;
  readonly skipped?: true;
  readonly format: "pretty" | "json";
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
  readonly ext?: readonly string[];
  readonly ignore?: readonly string[];
  readonly gitignore: boolean;
  readonly config?: string;
  readonly cwd?: string;
  readonly allowDirty?: true;
  readonly printConfig?: true;
  readonly rules?: string;
  readonly rule?: readonly string[];
  readonly assume?: readonly string[];
  readonly cost?: string;
}

/** What the user asked for. */
export type Request =
  | { readonly kind: "print"; readonly text: string }
  | { readonly kind: "report"; readonly paths: readonly string[]; readonly flags: Flags }
  | { readonly kind: "explain"; readonly place: string; readonly flags: Flags }
  | { readonly kind: "rules"; readonly rule: string | undefined; readonly flags: Flags };

const exitCodeHelp = `
Exit codes: 0 done; 1 --check found changes; 2 wrong usage or configuration, nothing was done;
3 some file could not be read, parsed, optimized or written: the others were done.

A folder that is called like a command is written with its path: eqsat ./rules`;

/** The commands and flags. `onRequest` is told the one that was used. */
export function commandLine(onRequest: (request: Request) => void): Command {
  const program = new Command("eqsat")
    .description("Reports how array and arithmetic code would be made faster. Writes nothing unless told to.")
    .argument("[paths...]", "files, folders or globs; without any, the working folder")
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .optionsGroup("What to do:")
    .option("-w, --write", "write the changes into the files")
    .option("-c, --check", "exit with 1 if anything would change; for CI")
    .option("--diff", "show the changes as a unified diff")
    .option("--skipped", "list the code that was left alone, and why")
    .option("--print-config", "show the options in force, and where they come from")
    .optionsGroup("Scope:")
    .option("--ext <list>", "file extensions to look for, with commas", listOf)
    .option("--ignore <glob>", "leave these files alone, as in .gitignore; may be repeated", collect)
    .option("--no-gitignore", "look at files that .gitignore names too")
    .option("--config <file>", "use this configuration file")
    .option("--cwd <dir>", "work as if started there")
    .option("--allow-dirty", "let --write change files while the git tree has uncommitted changes")
    .optionsGroup("Rules:")
    .option("--rules <preset>", "a preset of rules")
    .option("--rule <name=on|off>", 'switch a rule or a group ("fusion/*"); may be repeated', collect)
    .option("--assume <keys>", "accept these assumptions, with commas", listOf)
    .option("--cost <name>", "what the cheapest form is measured by")
    .optionsGroup("Output:")
    .addOption(new Option("--format <name>", "form of the report").choices(["pretty", "json"]).default("pretty"))
    .option("-q, --quiet", "say nothing but errors and what was asked for")
    .option(
      "-v, --verbose",
      "also show rules, facts and assumptions of each change, limits reached, and long derivations whole",
    )
    .option("--no-color", "no colours")
    .optionsGroup("Other:")
    .option("-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", exitCodeHelp)
    .action((paths: string[]) => onRequest({ kind: "report", paths, flags: program.opts<Flags>() }));
  program
    .command("explain <file:line[:column]>")
    .description("say what happens to the code at a place, rule by rule")
    .action((place: string) => onRequest({ kind: "explain", place, flags: program.opts<Flags>() }));
  program
    .command("rules [name]")
    .description("list the rules, or show one")
    .action((rule: string | undefined) => onRequest({ kind: "rules", rule, flags: program.opts<Flags>() }));
  return program;
}

/** Reads `argv` (without node and script). Throws a {@link UsageError} on what is not known. */
export function readCommandLine(argv: readonly string[], version: string): Request {
  let request: Request | undefined;
  let printed = "";
  const program = commandLine((asked) => {
    request = asked;
  });
  const writeOut = (text: string): void => {
    printed += text;
  };
  const silent = { writeOut, writeErr: () => {}, outputError: () => {} };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput(silent);
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "print", text: printed };
    throw new UsageError(
      error.message.replace(/^error: /, "").replace(/\n\(Did you mean (.*)\?\)$/s, ": did you mean $1?"),
    );
  }
  if (program.opts<{ version?: true }>().version) return { kind: "print", text: `${version}\n` };
  if (request === undefined) throw new Error("commander called no action");
  return request;
}

function listOf(text: string, before: readonly string[] = []): readonly string[] {
  const items = text.split(",").map((item) => item.trim());
  return [...before, ...items.filter((item) => item !== "")];
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
