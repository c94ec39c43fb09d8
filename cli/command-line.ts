import { Command, CommanderError, Option } from "commander";
import { UsageError } from "./terminal.ts";

/** Flags as commander reads them: every key is a long flag in camel case. */
export interface Flags {
  readonly write?: true;
  readonly check?: true;
  readonly diff?: true;
  readonly interactive?: true;
  readonly skipped?: true;
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly filesFrom?: string;
  readonly types?: string;
  readonly jobs?: number;
  readonly shard?: string;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly report?: string;
  readonly format: "pretty" | "json" | "github" | "sarif" | "markdown";
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
  readonly verify?: true;
  readonly bench?: true;
  readonly rules?: string;
  readonly rule?: readonly string[];
  readonly assume?: readonly string[];
  readonly cost?: string;
}

/** What the user asked for. */
export type Request =
  | { readonly kind: "print"; readonly text: string }
  | { readonly kind: "report"; readonly paths: readonly string[]; readonly flags: Flags }
  | {
      readonly kind: "explain";
      readonly place: string;
      readonly egraph: "dot" | "json" | undefined;
      readonly flags: Flags;
    }
  | { readonly kind: "rules"; readonly rule: string | undefined; readonly flags: Flags }
  | { readonly kind: "init"; readonly flags: Flags }
  | { readonly kind: "merge"; readonly files: readonly string[]; readonly flags: Flags };

/** The names of the commands, for a path that was meant as one. */
export const commandNames: readonly string[] = ["explain", "rules", "init", "merge"];

const formats: Flags["format"][] = ["pretty", "json", "github", "sarif", "markdown"];

const exitCodeHelp = `
Exit codes: 0 done; 1 --check found changes, or there is more than the baseline accepts; 2 wrong usage or configuration, nothing was done;
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
    .option("-i, --interactive", "ask about each change, and write what you accept")
    .option("--skipped", "list the code that was left alone, and why")
    .option("--baseline <file>", "exit with 1 only for what this file does not accept")
    .option("--update-baseline", "accept all that could be improved now")
    .option("--print-config", "show the options in force, and where they come from")
    .optionsGroup("Scope:")
    .option("--ext <list>", "file extensions to look for, with commas", listOf)
    .option("--ignore <glob>", "leave these files alone, as in .gitignore; may be repeated", collect)
    .option("--no-gitignore", "look at files that .gitignore names too")
    .option("--files-from <file>", "take paths from a file, or from standard input with -")
    .option("--config <file>", "use this configuration file")
    .option("--cwd <dir>", "work as if started there")
    .option("--allow-dirty", "let --write change files while the git tree has uncommitted changes")
    .optionsGroup("Rules:")
    .option("--rules <preset>", "a preset of rules")
    .option("--rule <name=on|off>", 'switch a rule or a group ("fusion/*"); may be repeated', collect)
    .option("--assume <keys>", "accept these assumptions, with commas", listOf)
    .option("--types <tier>", "where facts about types come from")
    .option("--cost <name>", "what the cheapest form is measured by")
    .optionsGroup("Work:")
    .option("-j, --jobs <n>", "use so many threads; as many as there are cores, at most 8", countFrom1)
    .option("--shard <i/n>", "do part i of n; eqsat merge joins the reports")
    .option("--cache-dir <dir>", "keep results here; node_modules/.cache/eqsat")
    .option("--no-cache", "keep no results, and take none")
    .optionsGroup("Output:")
    .addOption(new Option("--format <name>", "form of the report").choices(formats).default("pretty"))
    .option("--report <file>", "also write a report: .html, .json, .sarif or .md")
    .option("-q, --quiet", "say nothing but errors and what was asked for")
    .option(
      "-v, --verbose",
      "also show rules, facts and assumptions of each change, limits reached, and long derivations whole",
    )
    .option("--no-color", "no colours")
    .optionsGroup("Trust:")
    .option("--verify", "run original and output on generated inputs; a file in which they differ is not changed")
    .option("--bench", "measure each change, instead of estimating it, at 3, 10, 1 000 and 100 000 elements")
    .optionsGroup("Other:")
    .option("-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", exitCodeHelp)
    .action((paths: string[]) => onRequest({ kind: "report", paths, flags: program.opts<Flags>() }));
  program
    .command("explain <file:line[:column]>")
    .description("say what happens to the code at a place, rule by rule")
    .option("--dot", "print its e-graph as source text for Graphviz")
    .option("--json", "print its e-graph in the format of the egraph-serialize crate")
    .action((place: string, { dot, json }: { dot?: true; json?: true }) => {
      const egraph = dot ? "dot" : json ? "json" : undefined;
      onRequest({ kind: "explain", place, egraph, flags: program.opts<Flags>() });
    });
  program
    .command("rules [name]")
    .description("list the rules, or show one")
    .action((rule: string | undefined) => onRequest({ kind: "rules", rule, flags: program.opts<Flags>() }));
  program
    .command("init")
    .description("write a configuration file, and say how to join the build")
    .action(() => onRequest({ kind: "init", flags: program.opts<Flags>() }));
  program
    .command("merge <report.json...>")
    .description("join the reports of shards, made by --format json, into one")
    .action((files: string[]) => onRequest({ kind: "merge", files, flags: program.opts<Flags>() }));
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

function countFrom1(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--jobs ${text}: write a number of at least 1`);
}

function listOf(text: string, before: readonly string[] = []): readonly string[] {
  const items = text.split(",").map((item) => item.trim());
  return [...before, ...items.filter((item) => item !== "")];
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
