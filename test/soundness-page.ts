import { readdirSync } from "node:fs";
import { join } from "node:path";
import { assumptionNames, assumptionRows } from "../plugin/assumptions.ts";
import { ruleCatalogue } from "../plugin/rule-catalogue.ts";
import { allRules, isEquation, nevers, proofOf } from "../rules/index.ts";
import { readPlantRecord } from "./fuzz/plant-record.ts";
import { readProofs } from "./proof/record.ts";

const fixturesFolder = join(import.meta.dirname, "..", "fixtures");

/** SOUNDNESS.md with what is made from tables and records between its marks. */
export function soundnessPage(text: string): string {
  return withParts(text, { assumptions: assumptions(), proofs: proofs(), checks: checks() });
}

/** README.md with its counts of the same between its marks. */
export function withCounts(text: string): string {
  return withParts(text, { counts: counts() });
}

function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  let filled = text;
  for (const [name, part] of Object.entries(parts)) {
    const between = new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- end -->`);
    filled = filled.replace(between, () => `<!-- ${name} -->\n\n${part}\n\n<!-- end -->`);
  }
  return filled;
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

const plantRecord = join(import.meta.dirname, "fuzz", "planted.json");

function counts(): string {
  const equations = allRules.filter(isEquation);
  const proved = equations.filter(({ id }) => (readProofs()[id]?.theories.length ?? 0) > 0).length;
  const refused = allRules.reduce((sum, { no }) => sum + no.length, 0);
  // Rounded, or each new fixture would change a page, and two of them at a time would clash there.
  const count = readdirSync(fixturesFolder).flatMap((subject) => readdirSync(join(fixturesFolder, subject))).length;
  const fixtures = Math.floor(count / 50) * 50;
  const planted = Object.values(readPlantRecord(plantRecord));
  const found = planted.filter(({ outcome }) => outcome === "found").length;
  const notRun = planted.filter(({ outcome }) => outcome === "not run").length;
  const others = `${planted.length - found - notRun} are not found yet${notRun === 0 ? "" : `, ${notRun} have not been tried`}`;
  const bugs =
    found === planted.length
      ? `each of ${found} bugs that we plant (\`npm run plant\`)`
      : `${found} of ${planted.length} bugs that we plant (\`npm run plant\`; ${others})`;
  return [
    `- **Rules**: ${allRules.length}, each with its conditions, its proof and ${refused} examples of where they must not fire, all run. Of ${equations.length} equations the SMT solver Z3 proves ${proved}; the others run on edge values of every type, or on small arrays with callbacks of every effect. A condition of an equation that could be dropped without a check failing fails the build. \`npm run prove\` proves them all again.`,
    `- **Programs**: more than ${fixtures} fixtures run before and after on hostile inputs; a fuzzer (\`npm run fuzz\`) compares random programs with what becomes of them, and finds ${bugs}.`,
    `- **Other people's tests**: \`npm run suites\` runs those of projects such as d3, svgo or turf on their optimized sources and compares test by test, \`npm run test262\` the language's own.`,
    "- **Derivations**: each improved expression can say how it came about (`eqsat explain`), and a second, small checker reads it.",
  ].join("\n");
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
