export { Comparison } from "../../trial/compare.ts";
export { difference, type Relaxation } from "../../trial/difference.ts";
export { hideFunctionText } from "../../trial/function-text.ts";
export { receivers } from "../../trial/receivers.ts";
export { type Outcome, type Run, run } from "../../trial/run.ts";
export * from "../../trial/spec.ts";
export { compile, type Factory, HOST_NAMES } from "./evaluate.ts";
