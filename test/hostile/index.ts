export { Comparison } from "./compare.ts";
export { difference, type Relaxation } from "./difference.ts";
export { compile, type Factory, HOST_NAMES } from "./evaluate.ts";
export { hideFunctionText } from "./function-text.ts";
export { receivers } from "./receivers.ts";
export { type Outcome, type Run, run } from "./run.ts";
export * from "./spec.ts";
