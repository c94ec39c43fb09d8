import * as traverseModule from "@babel/traverse";
import { type Event, type SkippedEvent, skipEvent } from "./events.ts";
import { type FilledProgram, fillScopes } from "./fill-scopes.ts";
import { type OptOuts, readOptOuts } from "./opt-out.ts";
import type { Mode } from "./options.ts";
import { parseSource } from "./parse.ts";
import type { ParsedFile, Traverse } from "./parsed-file.ts";
import { crawledProgram } from "./program-path.ts";
import { type Span, sourceLines } from "./source-range.ts";
import type { Syntax } from "./syntax.ts";

/** A file ready for the pipeline, and the user's opt-outs in it. */
export interface OpenedFile {
  readonly file: ParsedFile;
  readonly optOuts: OptOuts;
  /** Is it one of the regions that the user does not want changed? */
  isDeclined(span: Span): boolean;
}

/** What is known of a text beside itself. */
export interface OpenOptions {
  readonly filename: string;
  readonly syntax: Syntax;
  /** Regions that the user does not want changed, by their exact offsets. */
  readonly declined?: readonly Span[] | undefined;
}

/** Parses `source` with our own Babel. A syntax error comes back as the event that reports it. */
export function openFile(
  source: string,
  { filename, syntax, declined = [] }: OpenOptions,
  mode: Mode,
): OpenedFile | { readonly fault: SkippedEvent } {
  const { typescript } = syntax;
  const lines = sourceLines(source);
  const parsed = parseSource(source, syntax);
  if ("fault" in parsed) {
    const { offset, message } = parsed.fault;
    return { fault: skipEvent("E-SYNTAX", filename, lines.range({ start: offset, end: offset + 1 }), message) };
  }
  const { ast, parseFragment } = parsed;
  const optOuts = readOptOuts(ast, source, mode);
  const isDeclined = (span: Span): boolean =>
    declined.some(({ start, end }) => start === span.start && end === span.end);
  const { sourceType } = ast.program;
  let filled: FilledProgram | undefined;
  return {
    file: {
      ast,
      source,
      filename,
      typescript,
      sourceType,
      printable: true,
      keepsTree: false,
      traverse,
      programPath: () => {
        filled = fillScopes(ast, traverse);
        return filled?.path ?? crawledProgram(ast, traverse);
      },
      settlePaths: () => {
        filled?.settle();
        filled = undefined;
      },
      lines,
      parseFragment,
      isOptedOut: (span) => isDeclined(span) || optOuts.isOptedOut(span),
    },
    optOuts,
    isDeclined,
  };
}

/** One event for each ignore that covered nothing. Ask after the pipeline has run. */
export function unusedIgnores({ file, optOuts }: Pick<OpenedFile, "file" | "optOuts">): Event[] {
  return optOuts
    .unused()
    .map((mark) =>
      skipEvent("E-UNUSED-IGNORE", file.filename, file.lines.range(mark), "nothing here would be changed"),
    );
}

/** `@babel/traverse` is CommonJS: Node gives its exports as the default, test runners unwrap that once more. */
const traverse: Traverse = unwrap(traverseModule.default);

function unwrap(imported: Traverse | { readonly default: Traverse }): Traverse {
  return typeof imported === "function" ? imported : imported.default;
}
