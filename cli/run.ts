import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { type Flags, type Request, readCommandLine } from "./command-line.ts";
import { exitCodes, type Terminal, UsageError } from "./terminal.ts";

/** Runs the command that `argv` (without node and script) asks for. Gives the exit code; errors are printed. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(readCommandLine(argv, version()), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`eqsat: ${error.message}\n`);
      return exitCodes.wrongUsage;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`eqsat: something inside went wrong, please report this:\n${detail}\n`);
    return exitCodes.fileFailed;
  }
}

/** Commands are loaded when they are used: `--help` must not wait for a parser. */
async function dispatch(request: Request, terminal: Terminal): Promise<number> {
  if (request.kind === "print") {
    terminal.out(request.text);
    return exitCodes.done;
  }
  const { flags } = request;
  const cwd = workingFolder(flags, terminal);
  if (request.kind === "init") {
    const { initCommand } = await import("./init-command.ts");
    return initCommand(cwd, terminal);
  }
  if (request.kind === "merge") {
    const { mergeCommand } = await import("./merge-command.ts");
    return await mergeCommand(request.files, { flags, cwd }, terminal);
  }
  const { readSettings } = await import("./settings.ts");
  const { options, configFile } = await readSettings(cwd, flags);
  if (flags.printConfig) {
    const { printConfig } = await import("./print-config.ts");
    return printConfig({ options, configFile }, terminal);
  }
  if (request.kind === "rules") {
    const { rulesCommand } = await import("./rules-command.ts");
    return rulesCommand(request.rule, { flags, options }, terminal);
  }
  if (request.kind === "explain") {
    const { explainCommand } = await import("./explain-command.ts");
    return explainCommand(
      { cwd, place: request.place, egraph: request.egraph, flags, options, version: version() },
      terminal,
    );
  }
  const { reportCommand } = await import("./report-command.ts");
  return await reportCommand({ cwd, paths: request.paths, flags, options, version: version() }, terminal);
}

function workingFolder({ cwd = "." }: Flags, terminal: Terminal): string {
  const folder = resolve(terminal.cwd, cwd);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`--cwd ${cwd}: no such folder`);
  return folder;
}

/** From our own `package.json`, wherever this file has been built to. */
function version(): string {
  const manifest: unknown = createRequire(import.meta.url)("eqsat/package.json");
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
