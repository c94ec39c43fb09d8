import type { Loaded, Optimizer, OptimizerEvent } from "./optimizer.ts";

/** `loaded`, such that it fails where a second run over its output still changes something. */
export function runTwice(loaded: Loaded): Loaded {
  return { ...loaded, optimize: twice(loaded.optimize) };
}

export function twice(optimizer: Optimizer): Optimizer {
  return (source, options) => {
    const first = optimizer(source, options);
    // A random member of each class has others beside it, and a host of Babel's prints the file anew.
    const isRepeatable = options.host === undefined && typeof options.extraction !== "object";
    if (!isRepeatable || first.code === source) return first;
    const second = optimizer(first.code, options);
    if (second.code === first.code) return first;
    const failure: OptimizerEvent = {
      kind: "bug",
      message: `a second run changes it again: ${rulesOf(second.events)}`,
    };
    return { ...first, events: [...first.events, failure] };
  };
}

function rulesOf(events: readonly OptimizerEvent[]): string {
  const rules = events.flatMap((event) => (event.kind === "improved" ? (event.rules ?? []) : []));
  return [...new Set(rules)].sort().join(", ");
}
