import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { ImprovedEvent } from "../plugin/events.ts";
import { openFile } from "../plugin/open-file.ts";
import { type Optimized, optimizeWith } from "../plugin/optimize.ts";
import type { ResolvedOptions } from "../plugin/options.ts";
import { type Syntax, syntaxOf } from "../plugin/syntax.ts";
import { Inference } from "./infer-shapes.ts";
import type { Shape } from "./shape.ts";
import { stripTypes } from "./strip-types.ts";
import { type Cutter, ENTRY, type NoUnit, type Unit } from "./unit.ts";

/** Both versions of the function around an improved expression, and what it takes. Plain data: another process runs it. */
export interface Trial {
  /** Bodies of functions that give the function; the names of `given` are their parameters. */
  readonly before: string;
  readonly after: string;
  readonly given: readonly { readonly name: string; readonly shape: Shape }[];
  readonly params: readonly { readonly name: string; readonly shape: Shape; readonly isRest: boolean }[];
  readonly self: Shape;
  /** Does it give a promise or a generator? */
  readonly isLater: boolean;
  /** Did the user mark calls as pure? They may then run more or less often. */
  readonly hasPureMarks: boolean;
}

/** Makes the trial of one improved expression. Nothing else in its function changes. */
export function prepareTrial(cut: Cutter, event: ImprovedEvent, options: ResolvedOptions): Trial | NoUnit {
  const syntax = syntaxOf(event.file);
  const unit = cut(event);
  if ("not" in unit) return unit;
  const after = improvedAlone(unit, event, syntax, options);
  if (typeof after !== "string") return after;
  const opened = openFile(unit.source, { filename: event.file, syntax }, "infer");
  if ("fault" in opened) return { not: `taken out of its file it is no program: ${faultOf(opened.fault)}` };
  let taken: Taken | undefined;
  opened.file.traverse(opened.file.ast, {
    Program(program) {
      taken = takenBy(program, unit);
      program.stop();
    },
  });
  if (taken === undefined) return { not: "taken out of its file it is no function" };
  try {
    const asBody = (code: string): string => bodyOf(code, unit, syntax);
    return {
      before: asBody(unit.source),
      after: asBody(after),
      ...taken,
      hasPureMarks: /[@#]__PURE__/.test(unit.source),
    };
  } catch (error) {
    return { not: `its types cannot be taken away: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function faultOf(fault: { readonly kind: string; readonly seen?: string }): string {
  return fault.seen ?? fault.kind;
}

/** The unit with this one expression improved, as it is in the file. */
function improvedAlone(unit: Unit, event: ImprovedEvent, syntax: Syntax, options: ResolvedOptions): string | NoUnit {
  const own: ResolvedOptions = { ...options, mode: "infer", onEvent: undefined, helpers: "inline" };
  const job = { source: unit.source, filename: event.file, sourceMap: false, syntax };
  const improvedIn = ({ events }: Optimized): readonly ImprovedEvent[] =>
    events.filter((each) => each.kind === "improved");
  const isOwn = ({ range: { start, end } }: ImprovedEvent): boolean =>
    start.offset === unit.range.start && end.offset === unit.range.end;
  const improved = improvedIn(optimizeWith(job, own));
  const [own1, ...same] = improved.filter(isOwn);
  if (own1 === undefined || same.length > 0)
    return { not: "taken out of its file it is not improved: its surroundings count" };
  if (own1.rules.join() !== event.rules.join())
    return { not: "taken out of its file it is improved otherwise: its surroundings count" };
  const declined = improved
    .filter((each) => each !== own1)
    .map(({ range }) => ({ start: range.start.offset, end: range.end.offset }));
  const alone = optimizeWith({ ...job, ...(declined.length > 0 && { declined }) }, own);
  // What others have become may be all that it is improved by.
  return improvedIn(alone).some(isOwn) ? alone.code : { not: "alone it is not improved: what is in it counts" };
}

type Taken = Pick<Trial, "given" | "params" | "self" | "isLater">;

function takenBy(program: NodePath<t.Program>, unit: Unit): Taken | undefined {
  const inference = new Inference(program);
  const entry = entryOf(program);
  if (entry === undefined) return undefined;
  const given = unit.given.map((name) => {
    const identifier = program.scope.getBinding(name)?.identifier;
    return { name, shape: (identifier ? inference.variable(identifier) : inference.global(name)).shape() };
  });
  const params = entry.params.map((param, index) => ({
    name: nameOf(param) ?? `argument ${index + 1}`,
    shape: inference.pattern(param).shape(),
    isRest: param.type === "RestElement",
  }));
  return {
    given,
    params,
    self: inference.self(entry).shape(),
    isLater: entry.async === true || entry.generator === true,
  };
}

function nameOf(param: t.Node): string | undefined {
  if (param.type === "Identifier") return param.name;
  if (param.type === "AssignmentPattern") return nameOf(param.left);
  return param.type === "RestElement" ? nameOf(param.argument) : undefined;
}

function entryOf(program: NodePath<t.Program>): t.Function | undefined {
  const declarator = program.scope.getBinding(ENTRY)?.path.node;
  const value = declarator?.type === "VariableDeclarator" ? declarator.init : undefined;
  const node = value?.type === "Identifier" ? program.scope.getBinding(value.name)?.path.node : value;
  const isFunction =
    node?.type === "FunctionDeclaration" ||
    node?.type === "FunctionExpression" ||
    node?.type === "ArrowFunctionExpression";
  return isFunction ? node : undefined;
}

function bodyOf(code: string, { given, isStrict }: Unit, { typescript }: Syntax): string {
  const plain = typescript ? stripTypes(code) : code;
  const script = plain
    .replace(`import { ${given.join(", ")} } from "eqsat-trial";`, "")
    .replace(`export { ${ENTRY} };`, "");
  return `${isStrict ? '"use strict";\n' : ""}${script}\nreturn ${ENTRY};`;
}
