import type { Log, Region, ReportingDescriptor, Result } from "sarif";
import type { Event, Report } from "../plugin/events.ts";
import { skipCodes } from "../plugin/skip-codes.ts";
import type { SourceRange } from "../plugin/source-range.ts";
import { findingOf } from "./finding.ts";

/** The report as SARIF 2.1.0, which code scanning services and editors read. Files are named relative to the project. */
export function sarifReport(report: Report): string {
  return `${JSON.stringify(sarifLog(report), undefined, 2)}\n`;
}

/** What {@link sarifReport} writes. */
export function sarifLog(report: Report): Log {
  const results = report.events.flatMap(resultOf);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: report.tool, semanticVersion: report.version, rules } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: results.every(({ level }) => level !== "error") }],
        results,
      },
    ],
  };
}

const ownRules: readonly ReportingDescriptor[] = [
  {
    id: "improvable",
    shortDescription: { text: "An equal expression is faster" },
    help: { text: "eqsat --write applies it, eqsat explain FILE:LINE derives it." },
  },
  {
    id: "limit-reached",
    shortDescription: { text: "The search was cut short" },
    help: { text: "What was found until then counted. The option `limits` sets how far it goes." },
  },
  {
    id: "E-BUG",
    shortDescription: { text: "Something inside eqsat went wrong" },
    help: { text: "The code is as it was. Please report it with its input." },
  },
];

/** Everything that a result may refer to by its index. */
const rules: ReportingDescriptor[] = [
  ...ownRules,
  ...Object.entries(skipCodes)
    .filter(([, { about }]) => about !== "region")
    .map(([id, { outcome, why, mend }]) => ({
      id,
      shortDescription: { text: outcome },
      fullDescription: { text: why },
      help: { text: mend },
    })),
];

function resultOf(event: Event): Result[] {
  const finding = findingOf(event);
  if (finding === undefined || event.kind === "file") return [];
  const region = event.range && { region: regionOf(event.range) };
  const uri = event.file.split("/").map(encodeURIComponent).join("/");
  return [
    {
      ruleId: finding.id,
      ruleIndex: rules.findIndex(({ id }) => id === finding.id),
      level: finding.level,
      message: { text: finding.message },
      locations: [{ physicalLocation: { artifactLocation: { uri }, ...region } }],
      ...(event.kind === "improved" && {
        properties: { cost: event.cost, rules: event.rules, assumptions: event.assumptions, after: event.after },
      }),
    },
  ];
}

function regionOf({ start, end }: SourceRange): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}
