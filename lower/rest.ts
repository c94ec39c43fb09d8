import { isNode, namesWithin } from "../syntax/tree-walk.ts";
import type { Finish } from "./consumer.ts";
import type { RegionPlace } from "./output.ts";

/** How the rest of a chain is run: by statements and an expression, and by a function of the module that they call. */
export interface RestText {
  readonly before: string;
  readonly value: string;
  readonly declaration?: string;
}

/** A later run is to leave it alone: it is what runs where there is nothing to gain. */
const LEFT_ALONE = '"use no eqsat";';

/** By a function of the module if it can be, else in its place. */
export function restText<Node>(
  finish: Finish,
  locals: readonly string[],
  nodes: readonly Node[],
  place: RegionPlace<Node>,
  own: ReadonlySet<string>,
): RestText {
  return moved(finish, locals, nodes, place, own) ?? inPlace(finish, locals, nodes, place);
}

/**
 * In its place, where it gets those of `locals` that `nodes`, the code of the user's in it, do not mention: see
 * {@link moved}.
 */
function inPlace<Node>(
  { before = "", value }: Finish,
  locals: readonly string[],
  nodes: readonly Node[],
  place: RegionPlace<Node>,
): RestText {
  const words = new Set(`${before} ${value}`.match(/[\w$]+/g));
  const theirs = new Set(nodes.flatMap((each) => (isNode(each) ? namesWithin(each) : [])));
  const given = [...new Set(locals)].filter((each) => isName(each) && words.has(each) && !theirs.has(each));
  const parameters = given.map((each) => (place.typescript ? `${each}: any` : each)).join(", ");
  return {
    before: "",
    value: `((${parameters}) => { ${LEFT_ALONE} ${before} return ${value}; })(${given.join(", ")})`,
  };
}

/**
 * By a function of the module, to which goes what it needs of `locals` and of the functions around it; undefined where
 * the code has to stay. A closure beside the loop would make V8 keep each variable that both mention in a heap context:
 * allocated by every call, loaded by every iteration.
 */
function moved<Node>(
  { before = "", value, discarded }: Finish,
  locals: readonly string[],
  nodes: readonly Node[],
  place: RegionPlace<Node>,
  own: ReadonlySet<string>,
): RestText | undefined {
  const passed = place.passed(nodes, own);
  if (passed === undefined || !locals.every(isName)) return undefined;
  const { assigned } = passed;
  if (assigned.length > 0 && discarded !== true) return undefined;
  const words = new Set(`${before} ${value}`.match(/[\w$]+/g));
  const names = [...new Set([...locals.filter((each) => words.has(each)), ...passed.names])];
  const name = place.freshFunction("eqsatRest");
  const self = passed.this && place.typescript ? ["this"] : [];
  const parameters = [...self, ...names].map((each) => (place.typescript ? `${each}: any` : each));
  const type = place.typescript ? ": any" : "";
  const call = passed.this ? `${name}.call(${["this", ...names].join(", ")})` : `${name}(${names.join(", ")})`;
  const values = assigned.length === 1 ? assigned.join() : `[${assigned.join(", ")}]`;
  const end = assigned.length > 0 ? `${value}; return ${values};` : `return ${value};`;
  return {
    before: "",
    value: assigned.length > 0 ? `${values} = ${call}` : call,
    declaration: `function ${name}(${parameters.join(", ")})${type} { ${LEFT_ALONE} ${before} ${end} }`,
  };
}

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
