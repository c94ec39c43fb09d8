import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Traverse } from "./parsed-file.ts";

/** Babel's path of the whole program, with scopes by Babel's own traversal, or those that an earlier one has made. */
export function crawledProgram(file: t.File, traverse: Traverse): NodePath {
  let program: NodePath | undefined;
  traverse(file, {
    Program(path) {
      program = path;
      path.skip();
    },
  });
  if (program === undefined) throw new Error("a file without a program");
  return program;
}
