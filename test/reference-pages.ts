import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import type * as t from "@babel/types";
import { readCommandLine } from "../cli/command-line.ts";
import { configFileNames } from "../cli/config-file.ts";
import { run } from "../cli/run.ts";
import { assumptionNames, assumptionRows, isPureInUse } from "../plugin/assumptions.ts";
import { REPORT_SCHEMA } from "../plugin/events.ts";
import { optimize } from "../plugin/optimize.ts";
import { optionNames, optionTable } from "../plugin/options.ts";
import { type RuleEntry, ruleCatalogue } from "../plugin/rule-catalogue.ts";
import { type SkipClass, skipCodes } from "../plugin/skip-codes.ts";
import { allRules, fastMath, presets } from "../rules/index.ts";

/*
 * The pages of docs/ that are made from the tables that run. `npm run docs` writes them, `docs.test.ts` compares.
 */

const generated = "<!-- Made by `npm run docs` from the tables that run. Do not edit. -->\n";

/** A cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}

/** Text as code in a cell; a backquote inside is kept by a longer fence. */
function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  const padding = fence.length > 1 ? " " : "";
  return cell(`${fence}${padding}${text}${padding}${fence}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function page(...parts: readonly string[]): string {
  return `${[generated.trimEnd(), ...parts].join("\n\n")}\n`;
}

export function optionsPage(): string {
  const options = optionNames.map((name) => {
    const { type, shownDefault, doc } = optionTable[name];
    return [code(name), code(type), code(shownDefault), cell(doc)];
  });
  const assumptions = assumptionNames
    .map((name) => ({ name, ...assumptionRows[name] }))
    .filter(({ inUse }) => inUse)
    .map(({ name, promise, unlocks, breaks, babel }) =>
      [
        `### ${name}`,
        `${promise}${babel ? " Babel's own `assumptions` has the same key, which counts too." : ""}`,
        `It unlocks: ${unlocks.charAt(0).toLowerCase()}${unlocks.slice(1)}`,
        `A program that breaks under it:\n\n\`\`\`js\n${breaks}\n\`\`\``,
      ].join("\n\n"),
    );
  const later = assumptionNames.filter((name) => !assumptionRows[name].inUse).map((name) => `\`${name}\``);
  const pure = `### pure

A list of functions that are promised to be pure: \`assume: { pure: ["./log#log", "lodash#get"] }\`, as module and export, in the words of the file's own import. A comment \`/* @__PURE__ */\` on a call promises the same of that call.

You promise: a call of it has no effect and does not throw; what it gives depends on its arguments and on what can be read of them.

It unlocks: fusing across calls of functions that are declared elsewhere.

A program that breaks under it:

\`\`\`js
import { log } from "./log"; // promised: "./log#log"
Object.values(o).map((x) => log(x)).filter((x) => log(x));
\`\`\``;
  if (!isPureInUse) later.push("`pure`");
  return page(
    "# Options",
    "One object for `optimize(source, options)`, the Babel plugin and the configuration file of the command line. All are optional. An option, rule, assumption or value that is not known is an error that names the nearest one; so is one that nothing stands behind yet.",
    table(["option", "type", "default", "meaning"], options),
    `## Presets of rules\n\n${presets.map((preset) => `\`${preset}\``).join(", ")}. \`recommended\` is \`exact\` without what is a matter of taste (${allRules
      .filter(({ taste }) => taste)
      .map(({ id }) => `\`${id}\``)
      .join(", ")}) and without loops for one call (${allRules
      .filter(({ lone }) => lone)
      .map(({ id }) => `\`${id}\``)
      .join(
        ", ",
      )}); \`size\` leaves out the loops of \`fusion/\`. \`fast-math\` accepts ${fastMath.map((name) => `\`${name}\``).join(", ")} for its rules.`,
    "## Assumptions",
    "Risks that you accept by name: `assume: { pureGetters: true }`. All are off unless it is said otherwise; none implies another; each change says in its event which it relied on.",
    ...assumptions,
    ...(isPureInUse ? [pure] : []),
    ...(later.length > 0 ? [`Known, and not supported yet: ${later.join(", ")}.`] : []),
  );
}

export function rulesPage(): string {
  const subjects = new Map<string, RuleEntry[]>();
  for (const rule of ruleCatalogue) {
    const subject = rule.id.slice(0, rule.id.lastIndexOf("/"));
    subjects.set(subject, [...(subjects.get(subject) ?? []), rule]);
  }
  const sections = [...subjects].map(([subject, rules]) => {
    const rows = rules.map(({ id, statement, conditions, assume, proved, yes }) => [
      code(id),
      code(statement),
      cell(conditions.join("; ") || "always"),
      cell(assume.map((name) => `\`${name}\``).join(", ") || "none"),
      proved,
      yes[0] === undefined ? "" : code(yes[0]),
    ]);
    return `## ${subject}\n\n${table(["rule", "statement", "when", "assumptions", "proof", "fires in"], rows)}`;
  });
  const count = (proof: string): number => ruleCatalogue.filter((rule) => rule.proof === proof).length;
  const proofs = [...new Set(ruleCatalogue.map((rule) => rule.proof))]
    .sort()
    .map((proof) => `${count(proof)} ${proof}`);
  return page(
    "# Rules",
    `${ruleCatalogue.length} rules in ${subjects.size} subjects. Weakest part of their proofs: ${proofs.join(", ")} ([what that means](../SOUNDNESS.md#proofs)). \`npx eqsat rules NAME\` shows one with all its examples; \`--rule NAME=off\` and the option \`rules\` switch it.`,
    ...sections,
  );
}

export function cliPage(): string {
  const help = (argv: readonly string[]): string => {
    const request = readCommandLine([...argv, "--help"], "");
    if (request.kind !== "print") throw new Error("--help prints");
    return `\`\`\`text\n${request.text.trimEnd()}\n\`\`\``;
  };
  const names = configFileNames.map((name) =>
    name === "package.json" ? "the key `eqsat` of `package.json`" : `\`${name}\``,
  );
  return page(
    "# Command line",
    help([]),
    "## explain",
    help(["explain"]),
    "## rules",
    help(["rules"]),
    "## init",
    help(["init"]),
    "## merge",
    help(["merge"]),
    "## Configuration file",
    `The first of ${names.join(", ")} in the working folder or the nearest folder above it, not beyond the git tree. It holds the [options](options.md); flags overrule it. \`--print-config\` shows what is in force.`,
    "## Cache, threads and shards",
    "Results are kept by content: the tool's own code, the options in force, the syntax and the text are the key, not names or times. An entry that is damaged counts as none, several processes may share a folder, and a folder may be moved to another machine. The report is the same, byte for byte, for any number of threads and parts, with a cache and without.",
    "## Files",
    "Folders are searched for files with a known extension, in the order of their paths; hidden files, `node_modules` and what `.gitignore` names are left out, and links to folders are not followed. A file that is named is looked at even if `.gitignore` names it. Files are replaced as a whole: a new file is written beside the old one and renamed.",
  );
}

export function eventsPage(): string {
  const classes: Readonly<Record<SkipClass, string>> = {
    fix: "you can do something about it",
    limit: "the tool does not go further yet",
    bug: "we have to do something about it",
  };
  const codes = Object.entries(skipCodes).map(
    ([name, row]) => `### ${name}\n\n*${row.class}: ${row.outcome}.* ${row.why} ${row.mend}`,
  );
  return page(
    "# Events",
    `What \`optimize\` returns, \`onEvent\` hears, and \`--format json\` prints. Lines and columns count from 1, offsets from 0. The shapes are version ${REPORT_SCHEMA} of the schema.`,
    ...interfaces().map(
      ({ name, doc, members }) => `## ${name}\n\n${doc}\n\n${table(["field", "type", "meaning"], members)}`,
    ),
    "## Codes of skips",
    `Every skip has a stable code and one of three classes: ${Object.entries(classes)
      .map(([name, text]) => `*${name}* (${text})`)
      .join(", ")}.`,
    ...codes,
  );
}

/**
 * `text` with what follows its marks filled in: `<!-- after -->` by what becomes of the block under `<!-- before -->`,
 * up to the functions that are written once per file; `<!-- output of: npx eqsat ... -->` by what that prints here.
 */
export async function withOutputs(text: string): Promise<string> {
  const before = /<!-- before -->\s*```js\n([\s\S]*?)```/.exec(text)?.[1];
  if (before === undefined) throw new Error("there is no block to improve");
  const after = optimize(before, { filename: "example.js" })
    .code.split(/\n(?:var|function) eqsat/)[0]!
    .trim();
  let filled = text.replace(/(<!-- after -->\s*```js\n)[\s\S]*?```/, (_, head: string) => `${head}${after}\n\`\`\``);
  const mark = /(<!-- output of: npx eqsat (.*?) -->\s*```text\n)[\s\S]*?```/g;
  for (const [whole, head, command] of text.matchAll(mark)) {
    const printed = await printedBy(command!.split(" "));
    filled = filled.replace(whole, () => `${head}${printed}\`\`\``);
  }
  return filled;
}

async function printedBy(argv: readonly string[]): Promise<string> {
  let printed = "";
  const out = (text: string): void => {
    printed += text;
  };
  const cwd = join(import.meta.dirname, "..");
  await run(argv, { cwd, color: false, columns: undefined, statusLine: false, out, err: out });
  return printed;
}

interface Shape {
  readonly name: string;
  readonly doc: string;
  readonly members: readonly (readonly string[])[];
}

/** The exported interfaces of `plugin/events.ts`, with their comments. */
function interfaces(): Shape[] {
  const source = readFileSync(join(import.meta.dirname, "..", "plugin", "events.ts"), "utf8");
  const { program } = parse(source, { sourceType: "module", plugins: ["typescript"] });
  return program.body.flatMap((statement): Shape[] => {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (declared?.type !== "TSInterfaceDeclaration") return [];
    const doc = commentOf(statement);
    const members = declared.body.body.flatMap((member) => {
      if (member.type !== "TSPropertySignature" || member.key.type !== "Identifier") return [];
      const type = member.typeAnnotation?.typeAnnotation;
      const text = type ? source.slice(type.start!, type.end!) : "";
      return [[code(`${member.key.name}${member.optional ? "?" : ""}`), code(text), cell(commentOf(member))]];
    });
    return [{ name: declared.id.name, doc, members }];
  });
}

function commentOf(node: t.Node): string {
  const comment = node.leadingComments?.at(-1)?.value ?? "";
  return comment
    .replace(/^\*/, "")
    .replace(/^\s*\*\s?/gm, "")
    .trim();
}
