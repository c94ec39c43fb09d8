import type { Id } from "../egraph/index.ts";
import { type CostClass, operators } from "../ir/operators.ts";

/** What a cost model sees of an e-node. */
export interface CostView {
  readonly op: string;
  readonly payload: unknown;
  readonly children: readonly Id[];
  readonly id: Id;
  fact(column: string): number;
}

/**
 * Elements that a loop is assumed to see. Fitted to `leverage.md`: short enough that set-up counts, long enough that
 * work inside a loop outweighs it.
 */
export const TRIP_COUNT = 32;

/** Estimated nanoseconds of one evaluation on a current V8, by cost class. */
const costs: Readonly<Record<CostClass, number>> = {
  leaf: 0,
  simple: 0.4,
  slow: 1,
  call: 4,
  string: 12,
  read: 0.8,
  allocate: 12,
  loop: 4,
  unknown: 4,
};

/** A built-in calls its callback per element: what a fused stage saves. */
const STAGE_CALL = 1.5;
/** The built-in `flatMap` and `flat` define every element by a call of the run-time system. */
const FLATTENING = 80;
/** Writing one element of a result. */
const ELEMENT_WRITE = 1.2;

/**
 * The own cost of an e-node, its children aside, in nanoseconds: times the trip count where its value differs from
 * element to element. Printed code that does nothing still costs its bytes.
 */
export function speedCost(view: CostView): number {
  const row = operators.get(view.op);
  const depth = view.fact("levels") === 0 ? 0 : 1;
  const own = row === undefined ? costs.unknown : dividing.has(view.op) ? costs.simple : costs[row.cost];
  return own * TRIP_COUNT ** depth + loopCost(view) + readingCost(view);
}

/** V8 multiplies by the reciprocal itself where that is exact. */
const dividing: ReadonlySet<string> = new Set(["/", "%"]);

/** What a node costs who reads it: `x / 2` is easier than `x * 0.5`. */
function readingCost(view: CostView): number {
  return typeof view.payload === "number" && view.op === "const" && !Number.isInteger(view.payload) ? 0.06 : 0.05;
}

function loopCost(view: CostView): number {
  switch (view.op) {
    case "called":
      return TRIP_COUNT * FLATTENING;
    case "over":
    case "dense":
      return TRIP_COUNT * STAGE_CALL;
    case "toArray":
      return TRIP_COUNT * ELEMENT_WRITE;
    // Each step copies what all steps before it have made.
    case "append":
    case "put":
    case "copies":
      return TRIP_COUNT * TRIP_COUNT * ELEMENT_WRITE;
    case "toSet":
    case "toMap":
    case "toObject":
      return TRIP_COUNT * 10;
    default:
      return 0;
  }
}

/**
 * The cost of a node outside of loops. V8 does by itself what could be gained in time (`leverage.md`): what counts is
 * how much there is to read, and that nothing gets slower.
 */
export function scalarCost(view: CostView): number {
  const row = operators.get(view.op);
  const size = view.children.length === 0 ? 0.45 + readingCost(view) : 1;
  // `!x` is harder to read than `x`, `+x` than `x * 1`, which says what it does, and a function's name than `!==`.
  const sign = view.op === "!" || view.op === "pos" || row?.form.kind === "call" ? 0.6 : 0;
  return size + sign + (row === undefined ? 0 : Math.max(0, costs[row.cost] - costs.slow) / costs.call);
}

export type CostModel = (view: CostView) => number;

/** What regions are measured by: those with loops, and those without. */
export const costModels: { readonly speed: { readonly chain: CostModel; readonly scalar: CostModel } } = {
  speed: { chain: speedCost, scalar: scalarCost },
};
