import { type ParserOptions, parse as parseText } from "@babel/parser";
import type * as t from "@babel/types";
import { type Decorators, fragmentOptions, likelyDecorators, parserOptions } from "./parser-options.ts";
import type { Syntax } from "./syntax.ts";

/** A syntax error of the source, as a value. */
export interface SyntaxFault {
  readonly message: string;
  /** Offset into the source. */
  readonly offset: number;
}

export type Parsed =
  | { readonly ast: t.File; parseFragment(code: string): t.Statement[] }
  | { readonly fault: SyntaxFault };

/** Parses `source` whole. A syntax error is a value; any other error is thrown. */
export function parseSource(source: string, syntax: Syntax): Parsed {
  const first = likelyDecorators(syntax);
  const attempt = tryParse(source, syntax, first);
  if ("ast" in attempt || !source.includes("@")) return attempt;
  const second = tryParse(source, syntax, first === "decorators" ? "decorators-legacy" : "decorators");
  return "ast" in second ? second : attempt;
}

function tryParse(source: string, syntax: Syntax, decorators: Decorators): Parsed {
  const options = parserOptions(syntax, decorators);
  try {
    const ast = parseText(source, options);
    if (syntax.sourceType === "commonjs") ast.program.extra = { ...ast.program.extra, isCommonJs: true };
    // Of most files nothing is written: these options are made for the first fragment.
    let inner: ParserOptions | undefined;
    return {
      ast,
      parseFragment: (code) => {
        inner ??= fragmentOptions(options, ast.program.sourceType);
        return fragmentStatements(parseText(code, inner).program);
      },
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: faultOf(error) };
    throw error;
  }
}

function faultOf(error: SyntaxError): SyntaxFault {
  const offset = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
  return { message: error.message.replace(/ \(\d+:\d+\)$/, ""), offset };
}

/** The statements of a fragment. A directive among them would be lost: a statement must not start with a string. */
export function fragmentStatements(program: t.Program): t.Statement[] {
  if (program.directives.length > 0) throw new SyntaxError("a fragment must not start with a directive");
  return withoutPositions(program.body);
}

const nowhere = { start: undefined, end: undefined, loc: undefined };

/** Positions of a fragment would be read as positions of the file: by source maps, and by ourselves. */
function withoutPositions<Nodes extends t.Node[]>(nodes: Nodes): Nodes {
  const pending: unknown[] = [...nodes];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (typeof item !== "object" || item === null) continue;
    if ("type" in item) {
      // Not deleted: objects that lose properties are slow from then on.
      Object.assign(item, nowhere);
    }
    for (const key of Object.keys(item)) {
      const child: unknown = (item as Record<string, unknown>)[key];
      if (typeof child === "object" && child !== null) pending.push(child);
    }
  }
  return nodes;
}
