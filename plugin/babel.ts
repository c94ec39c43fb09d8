import type { ParserOptions } from "@babel/parser";
import type * as t from "@babel/types";
import { type AssumptionName, assumptionNames, assumptionRows } from "./assumptions.ts";
import { type BabelApi, type BabelPass, isBabelApi, isTypeScript, type ProgramPath } from "./babel-host.ts";
import { failureEvent } from "./bug-report.ts";
import { changedSpans } from "./changed-before.ts";
import { type Event, type FileEvent, skipEvent, sortEvents } from "./events.ts";
import { failIfAsked } from "./fail-on.ts";
import { type FileFilter, fileFilter } from "./file-filter.ts";
import { isWorthParsing } from "./may-match.ts";
import { unusedIgnores } from "./open-file.ts";
import { readOptOuts } from "./opt-out.ts";
import { type Options, OptionsError, type ResolvedOptions, resolveOptions } from "./options.ts";
import { fragmentStatements } from "./parse.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { fragmentOptions } from "./parser-options.ts";
import { improveFile } from "./pipeline.ts";
import { crawledProgram } from "./program-path.ts";
import { type Span, sourceLines } from "./source-range.ts";

/** As Babel wants it; its types are left out on purpose, so that Babel 7 and 8 both take it. */
export interface BabelPlugin {
  readonly name: "eqsat";
  readonly visitor: { readonly Program: { enter(path: unknown, pass: unknown): void } };
}

/**
 * The Babel plugin: `plugins: ["eqsat/babel"]` or `[["eqsat/babel", options]]`, before other plugins.
 * Events of a file are left in `result.metadata.eqsat.events`.
 * Throws an `OptionsError` on options that are not valid, and Babel's own error on a Babel that is too old.
 */
export default function eqsat(api: unknown, options: Options = {}): BabelPlugin {
  if (!isBabelApi(api)) throw new OptionsError("eqsat/babel is a Babel plugin: list it in `plugins`");
  api.assertVersion("^7.22.0 || ^8.0.0");
  const resolved = withHostAssumptions(resolveOptions(options), options, api);
  const filter = fileFilter(resolved.include, resolved.exclude);
  // Acts when the program is entered: later, the visitors of other plugins have changed the code.
  const Program = {
    enter(path: ProgramPath, pass: BabelPass): void {
      const { events, changed } = improveProgram(pass, resolved, api, filter);
      if (changed) refreshScopes(path);
      Object.assign(pass.file.metadata, { eqsat: { events } });
      for (const event of events) resolved.onEvent?.(event);
      failIfAsked(events, resolved);
    },
  };
  return { name: "eqsat", visitor: { Program } };
}

/** An assumption that Babel's own `assumptions` accepts counts as accepted here, unless our options say no. */
function withHostAssumptions(resolved: ResolvedOptions, options: Options, api: BabelApi): ResolvedOptions {
  const accepted = (name: AssumptionName): boolean =>
    assumptionRows[name].babel && options.assume?.[name] === undefined && api.assumption(name) === true;
  const fromHost = Object.fromEntries(assumptionNames.filter(accepted).map((name) => [name, true]));
  return { ...resolved, assume: { ...resolved.assume, ...fromHost } };
}

interface Improvement {
  readonly events: readonly Event[];
  /** Has the tree been changed? Then scopes know too little. */
  readonly changed: boolean;
}

function improveProgram(pass: BabelPass, options: ResolvedOptions, api: BabelApi, filter: FileFilter): Improvement {
  const { ast, code } = pass.file;
  const filename = relativeName(pass);
  const ended = (outcome: FileEvent["outcome"]): Event => ({ kind: "file", file: filename, outcome });
  if (options.mode === "off" || !filter(filename)) return { events: [ended("not searched")], changed: false };
  if (code === "" && ast.program.body.length > 0) {
    const nowhere = sourceLines("").range({ start: 0, end: 0 });
    const event = skipEvent("E-NO-SOURCE", filename, nowhere, "there is no source text");
    return { events: [event, ended("not searched")], changed: false };
  }
  if (!isWorthParsing(code, options)) return { events: [ended("not searched")], changed: false };
  const foreign = changedSpans(ast, code);
  try {
    const { file, late } = openProgram(pass, options, api, foreign);
    const { changes, events } = improveFile(file, options);
    const changed = changes.length > 0;
    return { events: [...sortEvents([...events, ...late()]), ended(changed ? "changed" : "unchanged")], changed };
  } catch (error) {
    // A half-changed tree must not live on; what another plugin had put into it cannot be had back.
    if (foreign.length > 0) throw error;
    restore(ast.program, pass, api);
    return { events: [failureEvent(error, code, filename, () => undefined), ended("unchanged")], changed: true };
  }
}

/** The file as the pipeline wants it, and the events that are known once the pipeline has asked its questions. */
function openProgram(
  pass: BabelPass,
  options: ResolvedOptions,
  api: BabelApi,
  foreign: readonly Span[],
): { file: ParsedFile; late(): Event[] } {
  const { ast, code } = pass.file;
  const optOuts = readOptOuts(ast, code, options.mode);
  const changedBefore: Event[] = [];
  const file: ParsedFile = {
    ast,
    source: code,
    filename: relativeName(pass),
    typescript: isTypeScript(pass),
    sourceType: ast.program.sourceType,
    printable: api.version.startsWith("7.") || !isTypeScript(pass),
    keepsTree: true,
    traverse: api.traverse,
    // The host has paths and scopes, and other plugins use them.
    programPath: () => {
      const program = crawledProgram(ast, api.traverse);
      // Who has changed the tree need not have told its scopes.
      if (foreign.length > 0) refreshScopes(program);
      return program;
    },
    settlePaths: () => {},
    lines: sourceLines(code),
    parseFragment: (text) =>
      fragmentStatements(parseWithHost(text, fragmentOptions({}, ast.program.sourceType), pass, api)),
    isOptedOut: (span) => {
      const isTrusted = Number.isInteger(span.start) && !foreign.some((inner) => holds(span, inner));
      if (isTrusted) return optOuts.isOptedOut(span);
      const seen = "this part of the tree is not what the text says";
      changedBefore.push(skipEvent("E-CHANGED-BEFORE", file.filename, file.lines.range(span), seen));
      return true;
    },
  };
  return { file, late: () => [...changedBefore, ...unusedIgnores({ file, optOuts })] };
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function restore(program: t.Program, pass: BabelPass, api: BabelApi): void {
  const { body, directives } = parseWithHost(pass.file.code, {}, pass, api);
  Object.assign(program, { body, directives });
}

function parseWithHost(text: string, options: ParserOptions, pass: BabelPass, api: BabelApi): t.Program {
  const parserOpts = { ...pass.file.opts.parserOpts, ...options };
  const file = api.parseSync(text, { configFile: false, babelrc: false, browserslistConfigFile: false, parserOpts });
  if (file === null) throw new Error("the host did not parse the text");
  return file.program;
}

/** New variables and moved references are unknown to scopes that Babel has built before. */
function refreshScopes(path: ProgramPath): void {
  path.scope.crawl();
  path.traverse({
    Scopable: (inner) => {
      inner.scope.crawl();
    },
  });
}

/** Relative to Babel's working directory, with `/` between folders; `""` when Babel knows no file. */
function relativeName({ filename, cwd }: BabelPass): string {
  const name = (filename ?? "").replaceAll("\\", "/");
  const root = `${cwd.replaceAll("\\", "/")}/`;
  return name.startsWith(root) ? name.slice(root.length) : name;
}
