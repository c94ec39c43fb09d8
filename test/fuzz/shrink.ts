import { generate } from "@babel/generator";
import { parse } from "@babel/parser";
import type { Case } from "../../trial/spec.ts";
import { compile } from "../hostile/evaluate.ts";
import { check, type Finding, type Source } from "./check.ts";
import type { Optimizer } from "./optimizer.ts";
import { shrinkCase } from "./shrink-case.ts";
import { shrinkSource } from "./shrink-source.ts";

/** A smaller finding of the same kind. `budget` is a number of trials. */
export async function shrink(finding: Finding, optimizer: Optimizer, budget = 4000): Promise<Finding> {
  let best = finding;
  const fails = async (program: Source, input: Case | undefined): Promise<boolean> => {
    try {
      compile(program.source, program.filename);
    } catch {
      return false;
    }
    const cases = input === undefined ? [] : [input];
    const verdict = await check(program, cases, finding.mode, [finding.options], optimizer, 1000);
    const found = verdict.finding;
    if (found === undefined || kindOf(found) !== kindOf(finding)) return false;
    if (found.difference.includes("no such export")) return false;
    best = found;
    return true;
  };
  for (let round = 0; round < 3; round++) {
    const before = best.source.length + JSON.stringify(best.input?.args.length ?? 0).length;
    const { input } = best;
    const { filename } = best;
    await shrinkSource(best.source, (source) => fails({ source, filename }, input), budget);
    if (best.input !== undefined) {
      const program = { source: best.source, filename };
      await shrinkCase(best.input, (candidate) => fails(program, candidate));
    }
    if (best.source.length >= before) break;
  }
  for (const tidy of [withoutBlankLines, printed])
    await fails({ source: tidy(best.source), filename: best.filename }, best.input);
  return best;
}

function withoutBlankLines(source: string): string {
  return source.replace(/^\s*\n/gm, "");
}

/** `source` as Babel prints it, or as it is if Babel cannot. */
function printed(source: string): string {
  try {
    return generate(parse(source, { sourceType: "unambiguous", plugins: ["typescript"] })).code;
  } catch {
    return source;
  }
}

/** Findings of different kinds are not mistaken for each other while shrinking. */
function kindOf(finding: Finding): string {
  if (finding.input === undefined) return finding.difference.replace(/\(?\d+:\d+\)?.*$|\d+/gs, "").slice(0, 60);
  const error = /the output .*?(\w+Error)/.exec(finding.difference)?.[1];
  return error ?? (finding.difference.startsWith("trace") ? "trace" : "value");
}
