import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { Colors } from "./terminal.ts";

/** The change of one file as `git apply` and `patch` take it. */
export function unifiedDiff(file: string, before: string, after: string, colors: Colors): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch
    .split("\n")
    .map((line, index) => (index < 2 ? colors.bold(line) : colored(line, colors)))
    .join("\n");
}

function colored(line: string, { cyan, green, red }: Colors): string {
  if (line.startsWith("@@")) return cyan(line);
  if (line.startsWith("+")) return green(line);
  if (line.startsWith("-")) return red(line);
  return line;
}
