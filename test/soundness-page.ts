import { assumptionNames, assumptionRows } from "../plugin/assumptions.ts";
import { ruleCatalogue } from "../plugin/rule-catalogue.ts";
import { allRules, isEquation, nevers, proofOf } from "../rules/index.ts";
import { readProofs } from "./proof/record.ts";

/** SOUNDNESS.md with what is made from tables and records between its marks. */
export function soundnessPage(text: string): string {
  const parts: Readonly<Record<string, string>> = { assumptions: assumptions(), proofs: proofs(), checks: checks() };
  return text.replace(/<!-- (\w+) -->[\s\S]*?<!-- end -->/g, (whole, name: string) => {
    const part = parts[name];
    return part === undefined ? whole : `<!-- ${name} -->\n\n${part}\n\n<!-- end -->`;
  });
}

function assumptions(): string {
  return assumptionNames
    .filter((name) => assumptionRows[name].inUse)
    .map((name) => {
      const { promise, breaks } = assumptionRows[name];
      return `**${name}**: ${promise} It breaks:\n\n\`\`\`js\n${breaks}\n\`\`\``;
    })
    .join("\n\n");
}

function proofs(): string {
  const equations = allRules.filter(isEquation);
  const records = readProofs();
  const ofEquations = equations.flatMap(({ id }) => (records[id] === undefined ? [] : [records[id]]));
  const whole = equations.filter((rule) => proofOf(rule).level === "smt").length;
  const doubles = ofEquations.filter(({ theories }) => theories.length > 0 && !/f32|f16/.test(theories.join()));
  const small = ofEquations.filter(({ theories }) => /f32|f16/.test(theories.join())).length;
  const none = ofEquations.filter(({ theories }) => theories.length === 0).length;
  const inexact = equations.filter(({ assume, id }) => assume.length > 0 && records[id]?.theories.length === 0).length;
  const examples = Object.values(records).flatMap(({ counterExamples }) => counterExamples);
  const count = (end: string): number => examples.filter((each) => each.endsWith(end)).length;
  const unstated = examples.filter((each) => each.includes("not stated")).length;
  return [
    `${allRules.length} rules, of which ${equations.length} are equations. The solver proves ${doubles.length} of these for doubles (${whole} of them for all operands that they admit; of the others, some types or objects are enumerated) and ${small} partly over smaller floats; of ${none} it proves nothing, ${inexact} of them because they hold only under an assumption about rounding or the functions of Math.`,
    `${nevers.length} equations that look right and are not are kept as such. Of ${examples.length} counter-examples of numbers the solver finds ${count(": found")} by itself and confirms ${count(": confirmed")}; ${unstated} are beyond what it can be told. All are run.`,
  ].join("\n\n");
}

function checks(): string {
  const fusions = ruleCatalogue.filter(({ id }) => id.startsWith("fusion/"));
  const scoped = fusions.filter(({ proof }) => proof === "exhaustive").length;
  return `${scoped} of ${fusions.length} fusion rules are checked on all small arrays.`;
}
