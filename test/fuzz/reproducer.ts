import { show } from "../../trial/spec.ts";
import type { Finding } from "./check.ts";

/** The files of a fixture that shows `finding`: name to text. */
export function fixtureOf(finding: Finding, seed: string): Readonly<Record<string, string>> {
  const extension = finding.filename.slice(finding.filename.lastIndexOf("."));
  const options = { ...finding.mode.options, ...finding.options };
  const files: Record<string, string> = {
    [`input${extension}`]: finding.source,
    "wrong-output.txt": finding.output,
    "why.md": `Found by the fuzzer (${seed}): ${finding.difference}\n`,
  };
  if (Object.keys(options).length > 0) files["options.json"] = `${JSON.stringify(options, undefined, 2)}\n`;
  const cases = finding.input === undefined ? "" : `\n  ${show(finding.input)},\n`;
  files["cases.ts"] =
    `import type { Case } from "../../../test/hostile/index.ts";\n\nexport const cases: readonly Case[] = [${cases}];\n`;
  return files;
}

/** `finding` for a terminal. */
export function describeFinding(finding: Finding, seed: string): string {
  const files = Object.entries(fixtureOf(finding, seed)).map(([name, text]) => `--- ${name}\n${text.trimEnd()}`);
  return [
    `FINDING ${seed}, mode ${finding.mode.name}, options ${JSON.stringify(finding.options)}`,
    finding.difference,
    ...files,
    `rules: ${finding.rules.join(", ")}`,
  ].join("\n");
}
