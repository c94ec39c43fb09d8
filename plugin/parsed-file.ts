import type traverseModule from "@babel/traverse";
import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Event } from "./events.ts";
import type { SourceLines, Span } from "./source-range.ts";

/** The function that `@babel/traverse` exports: the host's, so that its path cache and scopes are shared. */
export type Traverse = typeof traverseModule.default;

/** One parsed file, as every host hands it to the pipeline. */
export interface ParsedFile {
  readonly ast: t.File;
  /** The text that `ast` was parsed from: offsets of nodes are offsets into it. */
  readonly source: string;
  /** As the user named it; `""` when there is no file. */
  readonly filename: string;
  /** Was it parsed as TypeScript? Then the output must stay well-typed. */
  readonly typescript: boolean;
  /** A module is strict throughout. CommonJS counts as a script. */
  readonly sourceType: "script" | "module";
  /**
   * Can our printer write the host's syntax? Babel 8 names fields of TypeScript's types in its own way; its plugin
   * takes the tree, and events then tell no text.
   */
  readonly printable: boolean;
  /** Does the host go on with the tree? Where only the text counts, what is added to its end is not parsed. */
  readonly keepsTree: boolean;
  readonly traverse: Traverse;
  /** Babel's path of the whole program, whose scopes know all variables. Takes most of the time: ask once, if at all. */
  programPath(): NodePath;
  /** To be called before the tree is changed: paths that nobody has asked for yet must tell where things stood. */
  settlePaths(): void;
  /** Offsets to positions, for events. */
  readonly lines: SourceLines;
  /**
   * Parses statements with the host's parser and the file's syntax plugins, as they may stand inside any function,
   * class or loop (`return`, `await`, `super`, private names). The nodes carry no positions.
   * Throws a `SyntaxError` on text that is not a list of statements, or that starts with a directive.
   */
  parseFragment(code: string): t.Statement[];
  /**
   * Did the user opt this stretch of code out, by directive, by comment, or by `mode: "annotation"`?
   * Ask only about regions that would be changed: an ignore comment that nobody asks about is reported as unused.
   */
  isOptedOut(span: Span): boolean;
}

/** A text edit: the source between `start` and `end` becomes `text`. An insertion has `start === end`. */
export interface Change extends Span {
  readonly text: string;
  /** The region that it is made for; none of helpers and their imports. */
  readonly region?: Span;
}

/** What the pipeline did to a file. */
export interface Outcome {
  /** Sorted by `start`, not overlapping. The AST has been changed in place to the same effect. */
  readonly changes: readonly Change[];
  readonly events: readonly Event[];
}
